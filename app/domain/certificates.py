"""Certificates: which ones a result earns, their codes, and the facts that they state."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.domain.bank_codec import canonical_json

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXY"
"""Nothing that looks like another; 29 is a prime, so that the check sign catches every
wrong sign and every two that changed places."""
LENGTH = 10
HALF = LENGTH // 2
WHOLE_CONTEST = 0
"""The scope of what was earned in all rounds; other scopes are numbers of rounds."""


class Kind(StrEnum):
    PRIZE = "prize"
    ACHIEVEMENT = "achievement"
    PARTICIPATION = "participation"


class Since(StrEnum):
    """When a certificate of participation may be had."""

    NEVER = "never"
    CLOSED = "closed"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Prize:
    """A prize for the ranks `first` to `last` of one board: of a scope, and of all or a group."""

    text: str
    first: int
    last: int
    scope: int = WHOLE_CONTEST
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Awards:
    """What an organiser lets results earn.

    `share` is how many per cent of the points an achievement asks for, None for no such
    certificates; `own` says whether participants fetch their certificates themselves.
    """

    participation: Since = Since.FINAL
    share: int | None = 50
    prizes: tuple[Prize, ...] = ()
    own: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """What a certificate states; a participation states no rank and no points.

    `scope` is a round's number or 0, marks are thousandths of a point, units are the names
    under which the board has them.
    """

    kind: Kind
    scope: int
    commune: str | None
    organisation: str | None
    prize: str | None = None
    group: str | None = None
    rank: int | None = None
    total: int | None = None
    mills: int | None = None
    max_mills: int | None = None

    def plain(self) -> dict[str, Any]:
        """The facts as JSON values."""
        return {name: getattr(self, name) for name in self.__slots__}


def facts_from_plain(plain: Mapping[str, Any]) -> Facts:
    """The facts that `Facts.plain` wrote."""
    return Facts(**{**plain, "kind": Kind(plain["kind"])})


def prize_for(prizes: Sequence[Prize], rank: int) -> Prize | None:
    """The prize of a rank; where several fit, the first as the organiser has put them."""
    return next((prize for prize in prizes if prize.first <= rank <= prize.last), None)


def reaches(share: int | None, mills: int, max_mills: int) -> bool:
    """Whether points are at least `share` per cent of what could be had."""
    return share is not None and max_mills > 0 and mills * 100 >= share * max_mills


def is_out(kind: Kind, awards: Awards, *, closed: bool, final: bool) -> bool:
    """Whether certificates of a kind may be given yet: prizes and points only when final."""
    if kind is not Kind.PARTICIPATION:
        return final
    allowed = {Since.NEVER: False, Since.CLOSED: closed or final, Since.FINAL: final}
    return allowed[awards.participation]


def stands(given: Facts, on_board: Facts | None, won: Facts | None) -> bool:
    """Whether a certificate still says the truth by today's boards.

    `on_board` is what the board of the whole contest says of its owner, `won` the prize of
    its scope; None where there is nothing. Points and prize must be the same; a rank may
    only have become better, as when somebody ahead was taken off the board.
    """
    if given.kind is Kind.PARTICIPATION:
        return on_board is not None
    today = on_board if given.kind is Kind.ACHIEVEMENT else won
    if today is None or given.rank is None or today.rank is None:
        return False
    same = ("prize", "mills", "max_mills", "scope")
    return today.rank <= given.rank and all(
        getattr(given, name) == getattr(today, name) for name in same
    )


def new_code(below: Callable[[int], int]) -> str:
    """A code as "K7QM2-F9DXA", its last sign a check; `below(n)` gives chance from 0 to n - 1."""
    values = [below(len(ALPHABET)) for _ in range(LENGTH - 1)]
    return _written("".join(ALPHABET[value] for value in [*values, _check(values)]))


def read_code(typed: str) -> str | None:
    """A code as people type it, in its one written form; None when it cannot be one."""
    letters = _letters(typed)
    if len(letters) != LENGTH or any(letter not in ALPHABET for letter in letters):
        return None
    *values, check = (ALPHABET.index(letter) for letter in letters)
    return _written(letters) if check == _check(values) else None


def looks_like_code(typed: str) -> bool:
    """Whether something typed is meant as a certificate's code: it has as many signs."""
    return len(_letters(typed)) == LENGTH


def _letters(typed: str) -> str:
    return "".join(typed.upper().replace("-", " ").split())


def _written(letters: str) -> str:
    return f"{letters[:HALF]}-{letters[HALF:]}"


def _check(values: Sequence[int]) -> int:
    return sum(weight * value for weight, value in enumerate(values, start=1)) % len(ALPHABET)


def digest_of(
    secret: str, *, code: str, contest_id: int, person_id: int, facts: Facts, issued_at: datetime
) -> str:
    """HMAC-SHA256 over everything that a certificate states, in hexadecimal.

    Of the owner it holds the number alone: the name may be deleted without breaking the seal.
    """
    stated = {
        "code": code,
        "contest": contest_id,
        "person": person_id,
        "facts": facts.plain(),
        "issued_at": issued_at.isoformat(),
    }
    text = "certificate|" + canonical_json(stated)
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
