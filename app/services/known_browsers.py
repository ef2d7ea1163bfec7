"""Browsers in which a phone has signed in before: strangers' guesses do not lock them out.

The cookie holds a random number and, for each phone, a digest keyed with the site's secret:
nobody can make one, and nobody can read a phone out of it. It lets nobody in: it only says
whose wrong passwords are counted apart from those of strangers.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass

from flask import current_app

from app.domain.errors import PhoneInvalid
from app.domain.phones import normalise

MOST = 8
"""Phones of one browser that are remembered: a family, or a helpful neighbour."""
_DIGEST = 32
_COOKIE = re.compile(r"([A-Za-z0-9_-]{16})((?:\.[0-9a-f]{32}){1,8})")


@dataclass(frozen=True, slots=True)
class KnownBrowser:
    """The cookie of a browser: its number, and the digests of its phones, newest last."""

    number: str
    digests: tuple[str, ...]

    @staticmethod
    def read(cookie: str | None) -> KnownBrowser | None:
        """The cookie's content; None for what is none of ours."""
        found = _COOKIE.fullmatch(cookie or "")
        return KnownBrowser(found[1], tuple(found[2].split(".")[1:])) if found else None

    def written(self) -> str:
        """The content as a cookie."""
        return ".".join((self.number, *self.digests))

    def knows(self, phone: str) -> bool:
        """Whether this phone has signed in here."""
        mine = _digest(self.number, phone)
        return any(hmac.compare_digest(mine, one) for one in self.digests)

    def joined_by(self, digest: str) -> KnownBrowser:
        """The same with one more digest; the oldest goes when there are too many."""
        others = [one for one in self.digests if one != digest]
        return KnownBrowser(self.number, (*others, digest)[-MOST:])


def remember(cookie: str | None, phone: str, *, number: str) -> str:
    """The cookie after this phone has signed in; `number` is for a browser without one."""
    known = KnownBrowser.read(cookie) or KnownBrowser(number, ())
    return known.joined_by(_digest(known.number, phone)).written()


def pretend(cookie: str | None, *, number: str, chance: str) -> str:
    """A cookie that looks like one that remembers a phone, and knows none more."""
    known = KnownBrowser.read(cookie) or KnownBrowser(number, ())
    secret = f"pretended:{known.number}:{chance}"
    return known.joined_by(_keyed(secret)[:_DIGEST]).written()


def subject(phone: str) -> str:
    """What is counted of a phone: a keyed digest, the same for a known and an unknown one."""
    return _keyed(f"phone:{_one_form(phone)}")[:_DIGEST]


def _digest(number: str, phone: str) -> str:
    return _keyed(f"known:{number}:{_one_form(phone)}")[:_DIGEST]


def _one_form(phone: str) -> str:
    try:
        return normalise(phone)
    except PhoneInvalid:
        return "none"


def _keyed(text: str) -> str:
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()
