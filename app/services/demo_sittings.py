"""Invented people sitting down in a round: when, how fast, and what they write."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import NamedTuple

from flask import current_app

from app.domain.contests import deadline
from app.domain.eligibility import Candidate, why_not
from app.services import banks
from app.services.contests import ContestView, RoundView
from app.services.demo_people import DemoPerson
from app.services.demo_sheets import Desk, Sheet
from app.storage.types import from_microseconds, to_microseconds

_SECONDS_A_QUESTION = (6.0, 32.0)
_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Span:
    """When invented people took their attempts."""

    since: datetime
    until: datetime


class Sitting(NamedTuple):
    """One attempt before it has an id; moments in microseconds."""

    number: int
    sheet: Sheet
    started: int
    deadline: int
    ended: int
    saved: Sequence[int]
    prediction: int | None


class Table:
    """A round as it is now, at which invented people sit down."""

    def __init__(
        self, contest: ContestView, round_: RoundView, chance: random.Random, span: Span
    ) -> None:
        self.contest, self.round, self._chance = contest, round_, chance
        self._desk = _desk(contest, round_)
        self._since = to_microseconds(span.since)
        self._length = max(1, to_microseconds(span.until) - self._since)

    def sit(self, person: DemoPerson, share: int) -> list[Sitting]:
        """So many attempts of a person, one after another within the span."""
        rules = self.contest.rules
        candidate = Candidate(person.group, in_province=True, birth_year=person.birth_year)
        if why_not(rules, candidate, self.round.opens_at) is not None:
            return []
        slot = self._length // max(1, share)
        return [self._sit(person, one + 1, self._since + one * slot, slot) for one in range(share)]

    def _sit(self, person: DemoPerson, number: int, begin: int, slot: int) -> Sitting:
        chance, rules = self._chance, self.contest.rules
        sheet = self._desk.write(chance, person.skill)
        count = len(sheet.places)
        wanted = int(count * chance.uniform(*_SECONDS_A_QUESTION) * _SECOND)
        longest = rules.minutes * 60 * _SECOND
        length = min(wanted, longest, slot)
        started = begin + int(chance.random() * (slot - length))
        until = to_microseconds(
            deadline(from_microseconds(started), rules.minutes, self.round.closes_at)
        )
        paces = list(accumulate(0.5 + chance.random() for _ in range(count + 1)))
        saved = [min(until, started + int(length * pace / paces[-1])) for pace in paces]
        prediction = int(chance.lognormvariate(6.5, 0.6)) if rules.prediction else None
        return Sitting(number, sheet, started, until, saved[-1], saved[:-1], prediction)


def _desk(contest: ContestView, round_: RoundView) -> Desk:
    kept = current_app.extensions.setdefault("thiso_demo_desk", {})
    key = (contest.id, contest.rules_number, round_.bank_version_id, round_.key_number)
    if key not in kept:
        kept.clear()
        questions = banks.compiled(round_.bank_version_id).questions
        keys = banks.compiled_keys(round_.bank_version_id, round_.key_number)
        kept[key] = Desk(questions, keys, contest.rules)
    desk: Desk = kept[key]
    return desk
