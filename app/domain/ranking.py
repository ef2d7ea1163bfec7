"""Who stands before whom: the tie-break chain as one sortable key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.domain.contest_rules import ChainStep

_WIDTH = 19
_TOP = 10**_WIDTH
_HALF = _TOP // 2
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Facts:
    """What ranking may look at: of one attempt, or of a person over several.

    `mills` thousandths of a point (may be below 0), `time_ms` used time,
    `ended_at` the submission (the last one, over several), `attempts` used.
    """

    mills: int
    correct: int
    time_ms: int
    ended_at: datetime
    attempts: int = 1
    prediction: int | None = None


def rank_key(chain: Sequence[ChainStep], facts: Facts, *, settled: int | None = None) -> str:
    """A fixed-width string of digits that sorts as the chain does: less is better.

    Facts that are equal under the chain give equal keys, so equal rank. Before
    the prediction is `settled` it is equal for all; afterwards no prediction is
    farther off than any.
    """
    return "".join(f"{_VALUES[step](facts, settled) + _HALF:0{_WIDTH}d}" for step in chain)


def _distance(facts: Facts, settled: int | None) -> int:
    if settled is None:
        return 0
    return _HALF - 1 if facts.prediction is None else abs(facts.prediction - settled)


# Each gives a whole number that is smaller for the better.
_VALUES: dict[ChainStep, Callable[[Facts, int | None], int]] = {
    ChainStep.POINTS: lambda facts, _: -facts.mills,
    ChainStep.CORRECT: lambda facts, _: -facts.correct,
    ChainStep.PREDICTION: _distance,
    ChainStep.TIME: lambda facts, _: facts.time_ms,
    ChainStep.SUBMITTED: lambda facts, _: (facts.ended_at - _EPOCH) // _MILLISECOND,
    ChainStep.ATTEMPTS: lambda facts, _: facts.attempts,
}


def counting(
    attempts: Sequence[Facts],
    counts: str,
    chain: Sequence[ChainStep],
    *,
    settled: int | None = None,
) -> int:
    """The place of the attempt that counts, of attempts given oldest first.

    "best" is best by the chain, the older of equal ones; "first" and "last" as said.
    """
    if counts == "first":
        return 0
    if counts == "last":
        return len(attempts) - 1
    return min(
        range(len(attempts)), key=lambda place: rank_key(chain, attempts[place], settled=settled)
    )


def ranks(keys: Sequence[str]) -> list[int]:
    """Ranks of sorted keys: equal keys share one, and the next rank leaves them room (1, 1, 3)."""
    result: list[int] = []
    for place, key in enumerate(keys):
        shared = place > 0 and keys[place - 1] == key
        result.append(result[-1] if shared else place + 1)
    return result


def parting_step(
    chain: Sequence[ChainStep], one: Facts, other: Facts, *, settled: int | None = None
) -> ChainStep | None:
    """The first step of the chain in which two differ; None when they are equal."""
    for step in chain:
        if _VALUES[step](one, settled) != _VALUES[step](other, settled):
            return step
    return None


def total(parts: Sequence[Facts]) -> Facts:
    """A person's facts over several rounds: everything added, the last submission.

    Predictions belong to single rounds and are left out.
    """
    return Facts(
        mills=sum(part.mills for part in parts),
        correct=sum(part.correct for part in parts),
        time_ms=sum(part.time_ms for part in parts),
        ended_at=max(part.ended_at for part in parts),
        attempts=sum(part.attempts for part in parts),
        prediction=parts[0].prediction if len(parts) == 1 else None,
    )
