"""Who may try once more: signing in, registering, proving a password, files in and out.

Of our own, and not a library for routes: what is counted here is an account, a browser that
its owner has used, and all failures together; a success gives back what it took.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from app.domain import limits as rules
from app.domain.errors import NotFound, TooManyRequests
from app.domain.limits import Limit
from app.services import counters, halls, known_browsers, monitoring, passwords
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


@contextmanager
def sign_in(phone: str, asker: Asker, now: datetime) -> Iterator[Try]:
    """A sign-in, counted before its password is looked at; raises `TooManyRequests`."""
    who = known_browsers.subject(phone)
    known = KnownBrowser.read(asker.known)
    if known is not None and known.knows(phone):
        counted = [_of(rules.KNOWN_BROWSER, f"{known.number}:{who}")]
    else:
        total = _total(rules.FAILURES, rules.HALL_FAILURES, asker, now)
        counted = [total, _of(rules.STRANGER, who)]
    with _tried(counted, now) as begun:
        yield begun


def begin_registration(asker: Asker, now: datetime) -> None:
    """Count a registration; raises `TooManyRequests`."""
    total = _total(rules.REGISTRATIONS, rules.HALL_REGISTRATIONS, asker, now)
    _take([total], "registrations", now)


@contextmanager
def proof(account_id: int, now: datetime) -> Iterator[Try]:
    """A proof by password of who is signed in, counted before; raises `TooManyRequests`."""
    with _tried([_of(rules.PROOFS, str(account_id))], now) as begun:
        yield begun


@contextmanager
def _tried(counted: Sequence[Counted], now: datetime) -> Iterator[Try]:
    # What is refused anyway must not take a place from those who may try, and what finds no
    # place must not count: the first look reads, and only the second decides.
    _refuse(counters.look(counted, now), "sign_in")
    with passwords.place():
        yield _take(counted, "sign_in", now)


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
    _refuse(counters.take(counted, now), why)
    return Try(tuple(counted))


def _refuse(wait: int, why: str) -> None:
    if wait:
        monitoring.count_limited(why)
        raise TooManyRequests(wait, why)
