"""How often something may be tried: facts in, decision out.

Nothing is ever counted by network address: a whole village, office or hall comes from one.
What is counted is an account (for strangers, and apart from them for each browser in which
its owner has signed in before) and, of failures and registrations, all that come in.

Not limited, on purpose: receipts, certificates and activation codes (60 bits: nobody guesses
one, and a limit in total would let one stranger stop everybody), codes of halls (29 bits, open
for a day, worth nothing but a place in a contest that is open to all), and answering.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """A rule of counting.

    With `waits` (seconds): `free` tries at once, then a wait after each further one, the
    last wait again and again; everything is forgotten after `seconds` without a try.
    Without: a budget of `free` tries in `seconds` from the first of them.
    """

    name: str
    free: int
    seconds: int
    waits: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Counter:
    """What is kept of one thing that is counted."""

    count: int
    free_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """`kept` is the counter from now on; `retry_after` in whole seconds, 0 when allowed."""

    allowed: bool
    retry_after: int
    kept: Counter


_DAY = 24 * 3600
STRANGER = Limit("sign-in", 5, _DAY, (30, 60, 120, 240, 480, 900))
"""Wrong passwords for one phone, from browsers in which it has not signed in before."""
KNOWN_BROWSER = Limit("known", 10, _DAY, (15, 30, 60, 120, 300))
"""The same from one browser in which it has: nobody else can use these up."""
FAILURES = Limit("failures", 300, 60)
"""Wrong passwords of all strangers together."""
HALL_FAILURES = Limit("hall-failures", 120, 60)
"""The same of those who came in by the code of one hall."""
REGISTRATIONS = Limit("registrations", 1200, 60)
"""Registrations of all strangers together: more than the machine can hash."""
HALL_REGISTRATIONS = Limit("hall-registrations", 600, 60)
"""The same of those who came in by the code of one hall."""
PROOFS = Limit("proofs", 5, 3600, (30, 60, 120, 300))
"""Wrong present passwords, where one is asked of who is signed in."""
UPLOADS = Limit("uploads", 120, 600)
"""Files that one account sends in."""
EXPORTS = Limit("exports", 300, 600)
"""Files that one account has made."""
ALL = (
    STRANGER, KNOWN_BROWSER, FAILURES, HALL_FAILURES, REGISTRATIONS, HALL_REGISTRATIONS,
    PROOFS, UPLOADS, EXPORTS,
)  # fmt: skip


def take(limit: Limit, kept: Counter | None, now: datetime) -> Decision:
    """Whether one more try may be made now, and what is kept then; a refusal changes nothing."""
    if kept is not None and now < kept.ends_at:
        until = refused_until(limit, kept, now)
        if until is not None:
            return Decision(False, whole_seconds(until - now), kept)
        count, ends_at = kept.count + 1, kept.ends_at
    else:
        count, ends_at = 1, now + timedelta(seconds=limit.seconds)
    if limit.waits:
        ends_at = now + timedelta(seconds=limit.seconds)
    free_at = now + timedelta(seconds=wait_after(limit, count))
    return Decision(True, 0, Counter(count, free_at, ends_at))


def refused_until(limit: Limit, kept: Counter, now: datetime) -> datetime | None:
    """Until when a try is refused, None when it is not; for a counter that has not ended."""
    if now >= kept.ends_at:
        return None
    if not limit.waits:
        return kept.ends_at if kept.count >= limit.free else None
    return kept.free_at if now < kept.free_at else None


def wait_after(limit: Limit, count: int) -> int:
    """Seconds to wait after the try of this number, counted from 1; a budget has no waits."""
    beyond = count - limit.free
    if not limit.waits or beyond < 0:
        return 0
    return limit.waits[min(beyond, len(limit.waits) - 1)]


def whole_seconds(wait: timedelta) -> int:
    """A wait rounded up, at least 1: who waits so long is not refused for a fraction."""
    return max(1, -(-wait // timedelta(seconds=1)))
