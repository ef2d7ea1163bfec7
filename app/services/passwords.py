"""Passwords: refused when easy to guess, kept as Argon2id, hashed only a few at a time."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from zxcvbn import zxcvbn
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from app.domain.errors import PasswordTooWeak
from app.domain.passwords import own_words, refuse_unfit
from app.domain.text import nfc
from app.services.hashing import Turns

NEVER = "!"
"""Kept in place of a hash where nobody can sign in with a password."""

# The smallest that OWASP recommends for Argon2id: strong, and kind to a small server.
MEMORY_KIB = 19_456
PASSES = 2
LANES = 1

# Guesses rise with length, and so does the estimate's cost: seconds for a hostile one.
_JUDGED = 24
_LEAST_SCORE = 2
_COMMON_HERE = (
    "matkhau", "tuyenquang", "hagiang", "vietnam", "hanoi", "anhyeuem", "emyeuanh", "conyeume",
    "giadinh", "hanhphuc", "chuyendoiso", "thiso", "tantrao", "congdoan", "doanthanhnien",
)  # fmt: skip


def refuse_weak(password: str, *, phone: str, full_name: str) -> None:
    """Pass a password that is hard enough to guess, also for those who know the person.

    Raises `PasswordTooWeak` with the reason "short", "long", "own" or "common".
    """
    refuse_unfit(password, phone=phone, full_name=full_name)
    if password.casefold() in FREQUENCY_LISTS["passwords"]:
        raise PasswordTooWeak("common")
    known = [*_COMMON_HERE, *own_words(phone, full_name)]
    judged = zxcvbn(password[:_JUDGED], user_inputs=known)
    if judged["score"] < _LEAST_SCORE:
        raise PasswordTooWeak("common")


def hash_password(password: str) -> str:
    """The hash to keep. Never call this inside a transaction: it takes its time on purpose.

    Raises `TooManyRequests` when too many wait for their turn.
    """
    hasher = _hasher(_fast())
    return _turns().run(lambda: hasher.hash(_bytes(password)))


def verify(kept: str | None, password: str) -> bool:
    """Whether the password belongs to the kept hash; equally slow for None and `NEVER`.

    Raises `TooManyRequests` when too many wait for their turn.
    """
    dummy = _dummy(_fast())
    hasher = _hasher(_fast())
    known = kept is not None and kept != NEVER
    tried = kept if kept and known else dummy
    return _turns().run(lambda: _fits(hasher, tried, password)) and known


def _fits(hasher: PasswordHasher, kept: str, password: str) -> bool:
    try:
        return hasher.verify(kept, _bytes(password))
    except (VerificationError, InvalidHashError):
        return False


def place() -> AbstractContextManager[None]:
    """A place among the few that may hash, taken before anything else is done for a sign-in.

    Raises `TooManyRequests` when there is none.
    """
    return _turns().place()


def needs_rehash(kept: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher(_fast()).check_needs_rehash(kept)


def _turns() -> Turns:
    extensions = current_app.extensions
    if "thiso_hashing" not in extensions:
        extensions.setdefault("thiso_hashing", Turns(Path(current_app.instance_path)))
    kept: Turns = extensions["thiso_hashing"]
    return kept


def _fast() -> bool:
    return bool(current_app.config.get("ARGON2_FAST"))


@cache
def _hasher(fast: bool) -> PasswordHasher:
    if fast:
        return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)


@cache
def _dummy(fast: bool) -> str:
    return _hasher(fast).hash(os.urandom(32))


def _bytes(password: str) -> bytes:
    # Keyboards write accents composed or apart; to a person it is one password.
    return nfc(password).encode("utf-8", "surrogatepass")
