"""A recount's source that is this instance's own database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from app.domain.contest_rules import Rules
from app.domain.questions import Key, Question
from app.services import banks, contests
from app.services.contest_views import ContestView
from app.services.recounting import (
    BoardName,
    KeptAttempt,
    KeptPerson,
    KeptResult,
    Recount,
    recount,
)
from app.services.transactions import end_reading
from app.services.unit_derivation import living_codes
from app.storage import boards, exclusions, journal, voids
from app.storage import recounts as storage
from app.storage.recounts import AttemptRow, PersonRow

BATCH = 200


class DatabaseSource:
    """What is kept of one contest here. A final contest's people stay in the units they had."""

    def __init__(self, contest: ContestView) -> None:
        self.contest = contest
        self._codes = {
            kind: living_codes(boards.list_units(kind)) for kind in ("commune", "organisation")
        }
        self._own_codes = {
            kind: {one.id: one.code for one in boards.list_units(kind)} for kind in self._codes
        }

    def rules(self, number: int) -> Rules:
        """The rules of this number."""
        return contests.rules_of(self.contest.id, number)

    def questions(self, bank_version_id: int) -> Sequence[Question]:
        """The questions of a bank version."""
        return banks.compiled(bank_version_id).questions

    def keys(self, bank_version_id: int, number: int) -> Mapping[str, Key]:
        """The keys of a bank version under a number."""
        return banks.compiled_keys(bank_version_id, number)

    def people(self) -> Iterator[KeptPerson]:
        """Everybody with a closed attempt, in batches of short readings."""
        last = 0
        while people := storage.list_people(self.contest.id, last, BATCH):
            last = people[-1].id
            yield from self._kept(people)
            end_reading()

    def unit_boards(self) -> Mapping[BoardName, list[list[Any]]]:
        """The unit boards as they were last derived."""
        found = storage.list_unit_boards(self.contest.id)
        return {name: json.loads(rows) for name, rows in found.items()}

    def unit_code(self, kind: str, unit: str | int, known: set[str]) -> str | None:
        """The code under which a unit stands on a board with these codes."""
        own = self._own_codes[kind].get(unit)
        return own if own in known else self._codes[kind].get(unit)

    def unit_codes(self) -> dict[str, dict[str, tuple[str, str]]]:
        """Each unit's own code and the one under which it counts now, by kind and id."""
        return {
            kind: {str(unit): (code, self._codes[kind][unit]) for unit, code in own.items()}
            for kind, own in self._own_codes.items()
        }

    def _kept(self, people: Sequence[PersonRow]) -> Iterator[KeptPerson]:
        ids = [one.id for one in people]
        attempts = storage.list_attempts(self.contest.id, ids)
        entries = journal.list_many([one.id for one in attempts])
        voided = voids.list_attempts(self.contest.id)
        by_person = {
            person: [
                _attempt(row, entries.get(row.id, ()), voided=row.id in voided) for row in rows
            ]
            for person, rows in groupby(attempts, key=lambda row: row.person_id)
        }
        standings: dict[int, list[Any]] = {}
        for row in storage.list_standings(self.contest.id, ids):
            standings.setdefault(row.person_id, []).append(row)
        excluded = exclusions.list_people(self.contest.id)
        for one in people:
            kept = self._person(one, by_person.get(one.id, []), standings.get(one.id, []))
            yield replace(kept, excluded=one.id in excluded)

    def _person(
        self, row: PersonRow, attempts: list[KeptAttempt], standings: list[Any]
    ) -> KeptPerson:
        units = row
        if self.contest.finalised_at is not None and standings:
            units = standings[0]
        return KeptPerson(
            row.id, units.group, units.commune_code, units.organisation_id, attempts, standings
        )


def _attempt(row: AttemptRow, entries: Any, *, voided: bool) -> KeptAttempt:
    result = None
    if row.key_number is not None:
        result = KeptResult(*row[-6:])  # type: ignore[arg-type]
    return KeptAttempt(
        id=row.id,
        round_id=row.round_id,
        rules_number=row.rules_number,
        places=[int(place) for place in row.paper.split(",")],
        started_at=row.started_at,
        deadline_at=row.deadline_at,
        closed_at=row.closed_at,
        paused_ms=row.paused_ms,
        prediction=row.prediction,
        answers_hash=row.answers_hash,
        entries=entries,
        result=result,
        voided=voided,
    )


def recount_contest(slug: str, progress: Callable[[int], None] = lambda _: None) -> Recount:
    """Derive all of a contest again from this database; raises `NotFound`."""
    return recount(DatabaseSource(contests.get_contest(slug)), progress)
