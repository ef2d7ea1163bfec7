"""Derives every result, standing and unit board of a contest again, and compares.

The source gives what is kept (journal, papers, keys, rules) beside what was
derived from it; it may be the database or an evidence bundle from elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from app.domain.attempts import Entry, newest
from app.domain.contest_rules import Rules
from app.domain.contests import elapsed_ms
from app.domain.divisions import board_keys
from app.domain.papers import answers_hash
from app.domain.questions import Key, Question
from app.domain.scoring import mark
from app.domain.unit_board_codec import rows_from_plain, rows_to_plain
from app.domain.unit_boards import Figures, roll_up, unit_rows
from app.services.board_refresh import standings_of
from app.services.contest_views import ContestView
from app.storage.derivations import Scored
from app.storage.standing_rows import Row

MOST_DIFFERENCES = 1000


class KeptResult(NamedTuple):
    """What a closed attempt was said to have earned."""

    key_number: int
    mills: int
    max_mills: int
    correct: int
    time_ms: int
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class KeptAttempt:
    """A closed attempt with its journal; `result` is what was derived from it.

    What is `voided` counts for no board.
    """

    id: int
    round_id: int
    rules_number: int
    places: Sequence[int]
    started_at: datetime
    deadline_at: datetime
    closed_at: datetime
    paused_ms: int
    prediction: int | None
    answers_hash: str
    entries: Sequence[Entry]
    result: KeptResult | None
    voided: bool = False


@dataclass(frozen=True, slots=True)
class KeptPerson:
    """One person's closed attempts by round and number, and standings; `id` may be a pseudonym.

    Who is `excluded` has played out of competition and stands on no board.
    """

    id: int
    group: str
    commune_code: str
    organisation_id: int | None
    attempts: Sequence[KeptAttempt]
    standings: Sequence[Row]
    excluded: bool = False


BoardName = tuple[int, str, str]
"""Scope, kind of unit, and group ("" for everybody)."""


class Source(Protocol):
    """Where a recount reads."""

    @property
    def contest(self) -> ContestView: ...
    def rules(self, number: int) -> Rules: ...
    def questions(self, bank_version_id: int) -> Sequence[Question]: ...
    def keys(self, bank_version_id: int, number: int) -> Mapping[str, Key]: ...
    def people(self) -> Iterator[KeptPerson]: ...
    def unit_boards(self) -> Mapping[BoardName, list[list[Any]]]: ...
    def unit_code(self, kind: str, unit: str | int, known: set[str]) -> str | None: ...


class Difference(NamedTuple):
    """Where what was kept is not what follows from the journal."""

    what: str
    subject: str
    kept: str
    derived: str


@dataclass(slots=True)
class Recount:
    """What was derived again, and every difference (the first thousand of them)."""

    attempts: int = 0
    people: int = 0
    boards: int = 0
    wrong: int = 0
    differences: list[Difference] = field(default_factory=list)

    @property
    def identical(self) -> bool:
        """Whether everything that was kept follows from the journal."""
        return self.wrong == 0

    def note(self, what: str, subject: str, kept: object, derived: object) -> None:
        """Note a difference, if it is one."""
        if kept == derived:
            return
        self.wrong += 1
        if len(self.differences) < MOST_DIFFERENCES:
            self.differences.append(Difference(what, subject, str(kept), str(derived)))


OwnFigures = dict[tuple[int, str, str], dict[str | int, Figures]]


def recount(source: Source, progress: Callable[[int], None] = lambda _: None) -> Recount:
    """Derive everything again; `progress` is told each person's count of attempts."""
    found, own = Recount(), OwnFigures()
    for person in source.people():
        _recount_person(source, person, found, own)
        progress(len(person.attempts))
    for name, plain in source.unit_boards().items():
        recount_board(source, name, plain, own, found)
    return found


def _recount_person(source: Source, person: KeptPerson, found: Recount, own: OwnFigures) -> None:
    found.people += 1
    scored = []
    for attempt in person.attempts:
        found.attempts += 1
        answers, result = derived_result(source, attempt)
        subject = f"attempt {attempt.id}"
        found.note("answers_hash", subject, attempt.answers_hash, answers_hash(answers))
        found.note("result", subject, attempt.result, result)
        withheld = attempt.voided or source.contest.freeze.withholds(result.ended_at)
        if not (person.excluded or withheld):
            scored.append(scored_of(source, person, attempt, result))
    rows = standings_of(source.contest, scored) if scored else []
    kept = {row.scope: row for row in person.standings}
    for row in rows:
        found.note("standing", f"person {person.id}, scope {row.scope}", kept.get(row.scope), row)
        add_figures(own, row, source.contest.rules)
    for scope in kept.keys() - {row.scope for row in rows}:
        found.note("standing", f"person {person.id}, scope {scope}", kept[scope], None)


def derived_result(source: Source, attempt: KeptAttempt) -> tuple[dict[str, Any], KeptResult]:
    """The answers that an attempt's journal holds, and what they earn under the source's keys."""
    round_ = next(one for one in source.contest.rounds if one.id == attempt.round_id)
    bank = source.questions(round_.bank_version_id)
    questions = [bank[place] for place in attempt.places]
    keys = source.keys(round_.bank_version_id, round_.key_number)
    negative = source.rules(attempt.rules_number).negative
    held = newest(attempt.entries)
    answers = {questions[place].id: response for place, response in held.items()}
    marks = [mark(one, keys[one.id], answers.get(one.id), negative=negative) for one in questions]
    return answers, KeptResult(
        round_.key_number,
        sum(one.mills for one in marks),
        sum(one.max_mills for one in marks),
        sum(one.correct for one in marks),
        elapsed_ms(attempt.started_at, attempt.closed_at, attempt.deadline_at, attempt.paused_ms),
        attempt.closed_at,
    )


def scored_of(
    source: Source, person: KeptPerson, attempt: KeptAttempt, result: KeptResult
) -> Scored:
    """A derived result, with what ranking needs of the person."""
    return Scored(
        contest_id=source.contest.id,
        person_id=person.id,
        round_id=attempt.round_id,
        mills=result.mills,
        max_mills=result.max_mills,
        correct=result.correct,
        time_ms=result.time_ms,
        ended_at=result.ended_at,
        prediction=attempt.prediction,
        group=person.group,
        commune_code=person.commune_code,
        organisation_id=person.organisation_id,
        attempt_id=attempt.id,
    )


def add_figures(own: OwnFigures, row: Row, rules: Rules) -> None:
    """Count a standing for the person's units, on every board on which it counts."""
    one = Figures(1, row.entries, row.mills, [row.mills])
    for kind, unit in (("commune", row.commune_code), ("organisation", row.organisation_id)):
        for group in board_keys(rules.divisions, row.group):
            if unit is not None:
                units = own.setdefault((row.scope, kind, group), {})
                units.setdefault(unit, Figures()).add(one, rules.top_n)


def recount_board(
    source: Source, name: BoardName, plain: list[list[Any]], own: OwnFigures, found: Recount
) -> None:
    """Derive a unit board from what its people did, and note where it differs."""
    found.boards += 1
    kept = rows_from_plain(plain)
    # As the board was published: later renaming or another headcount is no difference.
    units = [row.unit for row in kept]
    codes, rules = {str(unit.id) for unit in units}, source.contest.rules
    figures: dict[str | int, Figures] = {}
    for unit, part in own.get(name, {}).items():
        code = source.unit_code(name[1], unit, codes)
        if code is not None:
            figures.setdefault(code, Figures()).add(part, rules.top_n)
    derived = unit_rows(
        roll_up(figures, units, rules.top_n),
        units,
        formula=rules.unit_formula,
        top_n=rules.top_n,
        min_size=rules.min_unit_size,
    )
    again = {row[0]: row for row in rows_to_plain(derived)}
    for row in plain:
        found.note("unit_board", f"{name}, {row[0]}", list(row), again.get(row[0]))
