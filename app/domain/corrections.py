"""Corrections of a key: what changes, and who moves by it. Keys are never edited, only followed.

A correction names one question of a bank version and says what is right from now on;
it becomes the next key of that version and counts in the rounds of one contest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from app.domain.bank_codec import canonical_json
from app.domain.questions import Key, Question, QuestionType
from app.domain.responses import InvalidResponse, normalise


class Kind(StrEnum):
    REPLACE = "replace"
    """Another answer is right, and what was right is not."""
    ACCEPT = "accept"
    """A further answer is right as well."""
    VOID = "void"
    """Everybody who had the question gets all its points."""
    REVERSE = "reverse"
    """The key that counted before an earlier correction counts again."""


class State(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"


class InvalidCorrection(ValueError):
    """A correction that changes nothing or does not fit its question; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def corrected(question: Question, key: Key, kind: Kind, response: Any = None) -> Key:
    """The key after a correction by a response as participants give it.

    Raises `InvalidCorrection`: "no_response", "unreadable" or "no_change".
    """
    if kind is Kind.VOID:
        made = replace(key, voided=True)
    else:
        made = _with_response(question, key, kind, _read(question, response))
    if made == key:
        raise InvalidCorrection("no_change")
    return made


def _read(question: Question, response: Any) -> Any:
    try:
        read = normalise(question, response)
    except InvalidResponse:
        raise InvalidCorrection("unreadable") from None
    if read is None:
        raise InvalidCorrection("no_response")
    return read


def _with_response(question: Question, key: Key, kind: Kind, response: Any) -> Key:
    if kind is Kind.ACCEPT:
        also = {*key.also, canonical_json(response)}
        return replace(key, also=tuple(sorted(also)))
    plain = replace(key, voided=False, also=())
    return replace(plain, **_RIGHT[question.type](response))


_RIGHT: dict[QuestionType, Any] = {
    QuestionType.SINGLE: lambda response: {"options": frozenset({response})},
    QuestionType.MULTIPLE: lambda response: {"options": frozenset(response)},
    QuestionType.BOOLEAN: lambda response: {"truth": response},
    QuestionType.NUMBER: lambda response: {"number": _decimal(response)},
    QuestionType.TEXT: lambda response: {"texts": (response,)},
    QuestionType.ORDER: lambda response: {"order": tuple(response)},
    QuestionType.MATCH: lambda response: {"pairs": dict(response)},
}


def _decimal(response: Any) -> Any:
    from decimal import Decimal

    return Decimal(str(response))


@dataclass(frozen=True, slots=True)
class Move:
    """A person whose place changes: ranks from 1, marks in mills."""

    person_id: int
    rank_before: int
    rank_after: int
    mills_before: int
    mills_after: int


@dataclass(frozen=True, slots=True)
class Place:
    """A person's place-giving facts in one scope."""

    person_id: int
    rank_key: str
    mills: int


def moves(before: Sequence[Place], after: Mapping[int, Place]) -> list[Move]:
    """Everybody whose rank or marks change, best new rank first.

    `before` are all people of a scope; `after` those whose facts change.
    """
    new = [after.get(one.person_id, one) for one in before]
    old_ranks, new_ranks = _ranks(before), _ranks(new)
    found = [
        Move(
            one.person_id, old_ranks[one.rank_key], new_ranks[then.rank_key], one.mills, then.mills
        )
        for one, then in zip(before, new, strict=True)
        if old_ranks[one.rank_key] != new_ranks[then.rank_key] or one.mills != then.mills
    ]
    return sorted(found, key=lambda move: (move.rank_after, move.rank_before, move.person_id))


def _ranks(places: Sequence[Place]) -> dict[str, int]:
    ranks: dict[str, int] = {}
    for number, key in enumerate(sorted(one.rank_key for one in places), start=1):
        ranks.setdefault(key, number)
    return ranks
