"""Who may work on one contest: the role of organiser counts only where one is on the staff.

Arbiters and administrators are appointed for the whole site, so their roles count in
every contest. Everything else follows from the table of permissions.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from app.domain.permissions import ORGANISER, allows

ON_STAFF_ONLY = frozenset({ORGANISER})
"""Roles that count in a contest only for its staff."""
AFTER_CLOSE = timedelta(hours=1)
"""So long after a round its last answers, with time given back, may still come in."""


def may(permission: str, roles: Iterable[str], *, is_staff: bool) -> bool:
    """Whether somebody with `roles` has `permission` in one contest."""
    return allows(permission, set(roles) if is_staff else set(roles) - ON_STAFF_ONLY)


def is_held(
    *, published_at: datetime | None, closes_at: datetime, finalised_at: datetime | None,
    now: datetime,
) -> bool:  # fmt: skip
    """Whether a bank's keys are the secret of a round's staff: from publication to the end."""
    return published_at is not None and finalised_at is None and now < closes_at + AFTER_CLOSE
