"""How long a sign-in in a browser lasts: from its beginning, and for staff without being used.

Kept in the session cookie itself, which is signed: looking costs no query. Tokens of the API
have a time of their own, and a new password or "sign out everywhere" ends them all at once.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, Final

from app.services.clock import moment

BEGAN, SEEN = "began", "seen"
LONGEST: Final = 30 * 24 * 3600
"""Seconds: who takes part signs in once for a contest, often with somebody's help."""
LONGEST_OF_STAFF: Final = 7 * 24 * 3600
IDLE_OF_STAFF: Final = 12 * 3600
NOTED_EVERY: Final = 600


def begin(session: MutableMapping[str, Any]) -> None:
    """Note that a sign-in begins."""
    session[BEGAN] = session[SEEN] = _seconds()


def is_over(session: MutableMapping[str, Any], *, staff: bool = False) -> bool:
    """Whether the sign-in has lasted its time; of `staff` also whether it lay unused too long."""
    now = _seconds()
    age = now - session.get(BEGAN, now)
    if not staff:
        return bool(age > LONGEST)
    return bool(age > LONGEST_OF_STAFF or now - session.get(SEEN, now) > IDLE_OF_STAFF)


def note_use(session: MutableMapping[str, Any]) -> None:
    """Note that staff is at work; seldom, for each note sends the cookie again."""
    if _seconds() - session.get(SEEN, 0) > NOTED_EVERY:
        session[SEEN] = _seconds()


def _seconds() -> int:
    return int(moment().timestamp())
