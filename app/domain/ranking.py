"""Who stands before whom: the tie-break chain as one sortable key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from app.domain.contest_rules import ChainStep
from app.domain.lots import HeldDraw

_WIDTH = 19
_TOP = 10**_WIDTH
_HALF = _TOP // 2
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Facts:
    """What ranking may look at: of one attempt, or of a person over several.

    `mills` thousandths of a point (may be below 0), `time_ms` used time,
    `ended_at` the submission (the last one, over several), `attempts` used,
    `ticket` the id of the attempt that takes part in a draw (the first, over several).
    """

    mills: int
    correct: int
    time_ms: int
    ended_at: datetime
    attempts: int = 1
    prediction: int | None = None
    ticket: int = 0


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known only later: the true number of a prediction, and the lots.

    Before, all are equal in these steps. `not_over` puts guesses above the true
    number behind all that are not.
    """

    settled: int | None = None
    not_over: bool = False
    draw: HeldDraw | None = None


UNKNOWN = Truth()
NO_GUESS = _HALF - 1
OVER = 10**18
"""From here on the distance of a guess is that of one above the true number."""


def rank_key(chain: Sequence[ChainStep], facts: Facts, truth: Truth = UNKNOWN) -> str:
    """A fixed-width string of digits that sorts as the chain does: less is better.

    Facts that are equal under the chain give equal keys, so equal rank. Once the
    prediction is settled, no prediction is farther off than any.
    """
    return "".join(f"{_VALUES[step](facts, truth) + _HALF:0{_WIDTH}d}" for step in chain)


def values_of(chain: Sequence[ChainStep], key: str) -> dict[ChainStep, int]:
    """What a key of this chain says at each step; smaller is better (so points are negative)."""
    return {
        step: int(key[place * _WIDTH : (place + 1) * _WIDTH]) - _HALF
        for place, step in enumerate(chain)
    }


def _distance(facts: Facts, truth: Truth) -> int:
    if truth.settled is None:
        return 0
    if facts.prediction is None:
        return NO_GUESS
    over = truth.not_over and facts.prediction > truth.settled
    return min(abs(facts.prediction - truth.settled), OVER - 1) + (OVER if over else 0)


def _lot(facts: Facts, truth: Truth) -> int:
    return 0 if truth.draw is None else truth.draw.lot(facts.ticket)


# Each gives a whole number that is smaller for the better.
_VALUES: dict[ChainStep, Callable[[Facts, Truth], int]] = {
    ChainStep.POINTS: lambda facts, _: -facts.mills,
    ChainStep.CORRECT: lambda facts, _: -facts.correct,
    ChainStep.PREDICTION: _distance,
    ChainStep.TIME: lambda facts, _: facts.time_ms,
    ChainStep.SUBMITTED: lambda facts, _: (facts.ended_at - _EPOCH) // _MILLISECOND,
    ChainStep.ATTEMPTS: lambda facts, _: facts.attempts,
    ChainStep.DRAW: _lot,
}


def counting(
    attempts: Sequence[Facts],
    counts: str,
    chain: Sequence[ChainStep],
    truth: Truth = UNKNOWN,
) -> int:
    """The place of the attempt that counts, of attempts given oldest first.

    "best" is best by the chain, the older of equal ones, for nobody draws lots with
    oneself; "first" and "last" as said.
    """
    if counts == "first":
        return 0
    if counts == "last":
        return len(attempts) - 1
    without = replace(truth, draw=None)
    return min(range(len(attempts)), key=lambda place: rank_key(chain, attempts[place], without))


def ranks(keys: Sequence[str]) -> list[int]:
    """Ranks of sorted keys: equal keys share one, and the next rank leaves them room (1, 1, 3)."""
    result: list[int] = []
    for place, key in enumerate(keys):
        shared = place > 0 and keys[place - 1] == key
        result.append(result[-1] if shared else place + 1)
    return result


def parting_step(
    chain: Sequence[ChainStep], one: Facts, other: Facts, truth: Truth = UNKNOWN
) -> ChainStep | None:
    """The first step of the chain in which two differ; None when they are equal."""
    return parted_by(chain, rank_key(chain, one, truth), rank_key(chain, other, truth))


def parted_by(chain: Sequence[ChainStep], key: str, other: str) -> ChainStep | None:
    """The first step of the chain in which two keys differ; None when they are equal."""
    own, theirs = values_of(chain, key), values_of(chain, other)
    return next((step for step in chain if own[step] != theirs[step]), None)


def chosen_rounds(
    parts: Sequence[Facts], over_rounds: str, best_k: int, chain: Sequence[ChainStep]
) -> list[int]:
    """The places of the rounds that count for the whole contest, of parts given by round.

    "sum" takes all, "best_k" the best ones by the chain (the earlier of equal ones),
    "last" the last one taken. What is settled or drawn later plays no part.
    """
    places = range(len(parts))
    if over_rounds == "last":
        return [places[-1]]
    if over_rounds == "best_k":
        return sorted(sorted(places, key=lambda place: rank_key(chain, parts[place]))[:best_k])
    return list(places)


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
        ticket=min(part.ticket for part in parts),
    )
