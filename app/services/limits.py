"""Who may try once more: signing in, registering, proving a password, files in and out.

Of our own, and not a library for routes: what is counted here is an account, a browser that
its owner has used, and all failures together; a success gives back what it took.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain import limits as rules
from app.domain.errors import NotFound, TooManyRequests
from app.domain.limits import Limit
from app.services import counters, halls, known_browsers, monitoring
from app.services.counters import Counted
from app.services.known_browsers import KnownBrowser

EVERYBODY = "all"


@dataclass(frozen=True, slots=True)
class Asker:
    """What is known of who asks: the cookie of a known browser, the code of a hall."""

    known: str | None = None
    hall: str | None = None


STRANGER = Asker()


@dataclass(frozen=True, slots=True)
class Try:
    """A try that was counted before it is known how it ends."""

    counted: tuple[Counted, ...]

    def succeed(self, now: datetime) -> None:
        """It ended well: nothing of it counts, and what its owner mistyped is forgotten."""
        counters.settle(
            given_back=[key for limit, key in self.counted if not limit.waits],
            cleared=[key for limit, key in self.counted if limit.waits],
            now=now,
        )

    def undo(self, now: datetime) -> None:
        """It was not made after all."""
        counters.settle(given_back=[key for _, key in self.counted], cleared=[], now=now)


def begin_sign_in(phone: str, asker: Asker, now: datetime) -> Try:
    """Count a sign-in before its password is looked at; raises `TooManyRequests`."""
    who = known_browsers.subject(phone)
    known = KnownBrowser.read(asker.known)
    if known is not None and known.knows(phone):
        return _take([_of(rules.KNOWN_BROWSER, f"{known.number}:{who}")], "sign_in", now)
    total = _total(rules.FAILURES, rules.HALL_FAILURES, asker, now)
    return _take([total, _of(rules.STRANGER, who)], "sign_in", now)


def begin_registration(asker: Asker, now: datetime) -> None:
    """Count a registration; raises `TooManyRequests`."""
    total = _total(rules.REGISTRATIONS, rules.HALL_REGISTRATIONS, asker, now)
    _take([total], "registrations", now)


def begin_proof(account_id: int, now: datetime) -> Try:
    """Count a proof by password of who is signed in; raises `TooManyRequests`."""
    return _take([_of(rules.PROOFS, str(account_id))], "sign_in", now)


def count_upload(account_id: int, now: datetime) -> None:
    """Count a file that an account sends in; raises `TooManyRequests`."""
    _take([_of(rules.UPLOADS, str(account_id))], "files", now)


def count_export(account_id: int, now: datetime) -> None:
    """Count a file that an account has made; raises `TooManyRequests`."""
    _take([_of(rules.EXPORTS, str(account_id))], "files", now)


def _total(everybody: Limit, of_hall: Limit, asker: Asker, now: datetime) -> Counted:
    if asker.hall:
        try:
            return _of(of_hall, str(halls.get_hall(asker.hall, now=now).id))
        except NotFound:
            pass  # Closed meanwhile: one of all, then.
    return _of(everybody, EVERYBODY)


def _of(limit: Limit, subject: str) -> Counted:
    return limit, f"{limit.name}:{subject}"


def _take(counted: Sequence[Counted], why: str, now: datetime) -> Try:
    wait = counters.take(counted, now)
    if wait:
        monitoring.count_limited(why)
        raise TooManyRequests(wait, why)
    return Try(tuple(counted))
