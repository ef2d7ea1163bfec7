"""The dry run of a correction as people read it: with names, at once or in the background."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.corrections import Move
from app.services import contests, correction_effects, corrections
from app.services.contests import ContestView
from app.services.jobs import Outcome
from app.storage import people

JOB = "correction.try"
LONG = 5_000
"""Attempts from which a dry run is a job."""
FIRST_PLACES = 20

Plain = dict[str, Any]


def is_long(contest: ContestView) -> bool:
    """Whether the dry run of a correction here is work for the background."""
    return contests.count_participation(contest.id).attempts > LONG


def try_correction(slug: str, correction_id: int) -> Plain:
    """What an approval would do, as plain values; raises `NotFound`.

    `attempts` have the question, `changed` of them and `people` change; each of `boards`
    says how many `moved`, and who moves within, into or out of the first places.
    """
    contest = contests.get_contest(slug)
    correction = corrections.get_correction(slug, correction_id)
    found = correction_effects.dry_run(contest, correction)
    shown = {scope.round_number: _first(scope.moved) for scope in found.scopes}
    names = _names({move.person_id for moves in shown.values() for move in moves})
    titles = {one.number: one.title for one in contest.rounds}
    return {
        "attempts": found.attempts,
        "changed": found.changed,
        "people": found.people,
        "boards": [
            {
                "round": titles.get(scope.round_number or 0),
                "people": scope.people,
                "moved": sum(one.rank_before != one.rank_after for one in scope.moved),
                "first": [_row(move, names) for move in shown[scope.round_number]],
            }
            for scope in found.scopes
            if scope.round_number is None or len(contest.rounds) > 1
        ],
    }


def try_job(params: Mapping[str, Any]) -> Outcome:
    """The same as a job's result."""
    return Outcome(try_correction(params["slug"], params["correction"]))


def _first(moved: Sequence[Move]) -> list[Move]:
    return [
        one for one in moved
        if min(one.rank_before, one.rank_after) <= FIRST_PLACES
    ]  # fmt: skip


def _names(person_ids: set[int]) -> dict[int, str]:
    return {person_id: people.get_person(person_id).full_name for person_id in person_ids}


def _row(move: Move, names: Mapping[int, str]) -> Plain:
    return {
        "name": names[move.person_id],
        "before": move.rank_before,
        "after": move.rank_after,
        "mills_before": move.mills_before,
        "mills_after": move.mills_after,
    }
