"""The number that settles a prediction, counted where the rules say what is counted."""

from __future__ import annotations

from itertools import groupby

from app.domain.ranking import Facts, counting
from app.services.contest_views import ContestView, RoundView
from app.storage import settlements as storage


def count_quantity(contest: ContestView, round_: RoundView) -> int | None:
    """What the round's prediction asked for, as it stands now.

    None where the organiser announces it, or no prediction is asked. Who is out of
    competition is not counted; what a freeze hides from boards is.
    """
    prediction = contest.rules.prediction
    if prediction is None or prediction.quantity == "announced":
        return None
    if prediction.quantity == "all_right":
        return _count_all_right(contest, round_)
    counted = storage.count_closed(round_.id)
    return counted.people if prediction.quantity == "participants" else counted.attempts


def _count_all_right(contest: ContestView, round_: RoundView) -> int:
    rules, found = contest.rules, 0
    for _, own in groupby(storage.list_results(round_.id), key=lambda one: one.person_id):
        results = list(own)
        facts = [
            Facts(one.mills, one.correct, one.time_ms, one.ended_at, ticket=one.attempt_id)
            for one in results
        ]
        # By the chain as it was before the prediction was settled: else the number
        # would depend on itself.
        best = results[counting(facts, rules.counts, rules.chain)]
        found += best.correct >= rules.question_count
    return found
