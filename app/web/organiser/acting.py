"""Who is acting, for the audit chain."""

from __future__ import annotations

from typing import cast

from flask_login import current_user

from app.services.accounts import SignedIn


def account_id() -> int:
    """The account of the organiser who is signed in."""
    return cast(SignedIn, current_user).account_id
