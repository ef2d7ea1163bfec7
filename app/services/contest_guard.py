"""The guard of a contest that people have begun: what a change touches, whom, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from app.domain.contest_dangers import ContestFacts, Danger, RoundFacts, dangers
from app.domain.errors import InvalidRequest, ReasonRequired
from app.domain.text import clean_line
from app.services.contest_checks import Texts
from app.storage import contest_planning as storage
from app.storage.contest_planning import RoundTouch
from app.storage.tables import Contest, Round

LONGEST_REASON = 300


class RoundLike(Protocol):
    """A round, as a row or as it is wanted."""

    @property
    def opens_at(self) -> datetime: ...
    @property
    def closes_at(self) -> datetime: ...
    @property
    def bank_version_id(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Touched:
    """Whom a change of a contest touches; `rounds` are those that somebody has begun."""

    everybody: RoundTouch
    rounds: tuple[RoundTouch, ...]

    def of_round(self, number: int | None) -> RoundTouch:
        """The people of one round, or of the whole contest."""
        if number is None:
            return self.everybody
        nobody = RoundTouch(number, 0, 0, 0)
        return next((one for one in self.rounds if one.number == number), nobody)


def touched(contest_id: int, now: datetime) -> Touched:
    """How many have begun, are answering now, and have ended an attempt: in all and by round."""
    return Touched(
        storage.count_touched(contest_id, now), tuple(storage.list_touched(contest_id, now))
    )


def find(
    contest: Contest, present: Iterable[Round], texts: Texts, wanted: Iterable[RoundLike]
) -> tuple[Danger, ...]:
    """The changes that need a reason; to be asked before any is made."""
    before = ContestFacts(contest.title, contest.description, contest.prizes, _facts(present))
    after = ContestFacts(texts.title, texts.description, texts.prizes, _facts(wanted))
    return dangers(before, after)


def reasoned(found: Sequence[Danger], reason: str) -> dict[str, Any]:
    """What the audit entry says of such changes: {} where there are none.

    Raises `ReasonRequired`, and `InvalidRequest` for a reason that is too long.
    """
    reason = clean_line(reason)
    if not found:
        return {}
    if not reason:
        raise ReasonRequired(found)
    if len(reason) > LONGEST_REASON:
        raise InvalidRequest((("reason", "too_long"),))
    return {"reason": reason, "changes": [_named(one) for one in found]}


def _facts(rounds: Iterable[RoundLike]) -> tuple[RoundFacts, ...]:
    return tuple(RoundFacts(one.opens_at, one.closes_at, one.bank_version_id) for one in rounds)


def _named(one: Danger) -> str:
    return one.kind.value if one.round_number is None else f"{one.kind.value} {one.round_number}"
