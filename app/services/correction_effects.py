"""The dry run of a correction: who would move by it, on which board. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.domain.attempts import newest
from app.domain.corrections import Move, Place, moves
from app.domain.scoring import Mark, mark
from app.services import banks, board_refresh, contests
from app.services.contest_views import ContestView
from app.services.corrections import CorrectionView
from app.storage import corrections as storage
from app.storage import derivations, journal
from app.storage.corrections import Drawn
from app.storage.db import db
from app.storage.derivations import Pending, Scored
from app.storage.standing_rows import Row

BATCH = 500


@dataclass(frozen=True, slots=True)
class ScopeMoves:
    """Who moves on the board of a round (its number), or of the whole contest (None)."""

    round_number: int | None
    people: int
    moved: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Effects:
    """What an approval would do; `attempts` had the question, of which `changed` change."""

    attempts: int
    changed: int
    people: int
    scopes: tuple[ScopeMoves, ...]


Change = tuple[int, int]
"""By how many mills and right answers a result changes."""


def dry_run(contest: ContestView, correction: CorrectionView) -> Effects:
    """Compute what a correction would change, from the journal and the present boards."""
    attempts, changes, people = 0, {}, set()
    for drawn, change in _changes(contest, correction):
        attempts += 1
        if change != (0, 0):
            changes[drawn.attempt_id] = change
            people.add(drawn.person_id)
    after = _standings_after(contest, sorted(people), changes)
    scopes = [(one.id, one.number) for one in contest.rounds]
    numbers: list[tuple[int, int | None]] = [(0, None), *scopes]
    return Effects(
        attempts,
        len(changes),
        len(people),
        tuple(_moves(contest, scope, number, after) for scope, number in numbers),
    )


def _moves(
    contest: ContestView, scope: int, number: int | None, after: dict[tuple[int, int], Row]
) -> ScopeMoves:
    present = storage.list_standees(contest.id, scope)
    places = [Place(one.person_id, one.rank_key, one.mills) for one in present]
    new = {
        person: Place(person, row.rank_key, row.mills)
        for (of, person), row in after.items()
        if of == scope
    }
    return ScopeMoves(number, len(places), tuple(moves(places, new)))


def _changes(contest: ContestView, correction: CorrectionView) -> Iterator[tuple[Drawn, Change]]:
    bank = banks.compiled(correction.bank_version_id)
    place = bank.questions.index(correction.question)
    rounds = [one.id for one in contest.rounds if one.bank_version_id == correction.bank_version_id]
    last = 0
    while drawn := storage.list_drawn(rounds, place, last, BATCH):
        last = drawn[-1].attempt_id
        answers = journal.list_many([one.attempt_id for one in drawn])
        for one in drawn:
            number = one.paper.split(",").index(str(place))
            response = newest(answers.get(one.attempt_id, ())).get(number)
            rules = contests.rules_of(contest.id, one.rules_number)
            before, then = (
                mark(correction.question, key, response, negative=rules.negative)
                for key in (correction.before, correction.after)
            )
            yield one, _difference(before, then)


def _difference(before: Mark, after: Mark) -> Change:
    return after.mills - before.mills, int(after.correct) - int(before.correct)


def _standings_after(
    contest: ContestView, people: Sequence[int], changes: dict[int, Change]
) -> dict[tuple[int, int], Row]:
    after: dict[tuple[int, int], Row] = {}
    for first in range(0, len(people), BATCH):
        part = people[first : first + BATCH]
        pending = [Pending(0, contest.id, person) for person in part]
        scored = derivations.list_scored(db.session(), pending)
        for person, results in groupby(scored, key=lambda one: one.person_id):
            changed = list(_changed(contest, results, changes))
            for row in board_refresh.standings_of(contest, changed) if changed else ():
                after[row.scope, person] = row
    return after


def _changed(
    contest: ContestView, results: Iterable[Scored], changes: dict[int, Change]
) -> Iterator[Scored]:
    for one in results:
        if contest.freeze.withholds(one.ended_at):
            continue
        mills, correct = changes.get(one.attempt_id, (0, 0))
        yield one._replace(mills=one.mills + mills, correct=one.correct + correct)
