"""Small words that pages share."""

from __future__ import annotations

from flask_babel import gettext as _


def truth(value: bool) -> str:
    """How the answers of a true-or-false question read."""
    return _("Đúng") if value else _("Sai")
