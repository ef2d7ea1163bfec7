"""The evidence behind a sign, read from the journal: what was answered, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.attempts import newest
from app.domain.questions import Question
from app.domain.scoring import mark
from app.services import banks, contests
from app.services.contest_views import RoundView
from app.services.evidence import SignView
from app.storage import evidence_sources as sources
from app.storage import journal
from app.storage.evidence_sources import Concerned


@dataclass(frozen=True, slots=True)
class Side:
    """One of two answers to the same question; `wrong` only when there is an answer."""

    response: Any
    wrong: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """A question that both had, and whether both have the same wrong answer."""

    question: Question
    first: Side
    second: Side

    @property
    def alike(self) -> bool:
        """The same wrong answer on both sides."""
        both = self.first.wrong and self.second.wrong
        return both and self.first.response == self.second.response


@dataclass(frozen=True, slots=True)
class Moment:
    """Something saved: so many seconds after the start, these questions of the paper."""

    saved_at: datetime
    seconds: float
    questions: tuple[int, ...]


def side_by_side(sign: SignView) -> list[Compared]:
    """The questions that the two attempts of a sign have in common, by the first one's order."""
    first, second = sign.attempts[:2]
    one, other = _answers(sign.contest_slug, first), _answers(sign.contest_slug, second)
    questions = banks.compiled(_round(sign.contest_slug, first).bank_version_id).questions
    return [
        Compared(questions[place], side, other[place])
        for place, side in one.items()
        if place in other
    ]


def timeline(attempt: Concerned) -> list[Moment]:
    """When the answers of an attempt were saved; what came in one request is one moment."""
    found: dict[datetime, list[int]] = {}
    for entry in sources.list_saves(attempt.id):
        found.setdefault(entry.saved_at, []).append(entry.question + 1)
    return [
        Moment(at, (at - attempt.started_at).total_seconds(), tuple(sorted(set(places))))
        for at, places in found.items()
    ]


def _round(slug: str, attempt: Concerned) -> RoundView:
    rounds = contests.get_contest(slug).rounds
    return next(one for one in rounds if one.id == attempt.round_id)


def _answers(slug: str, attempt: Concerned) -> Mapping[int, Side]:
    """Both sides of every question of a paper, by its place in the bank version."""
    round_ = _round(slug, attempt)
    questions = banks.compiled(round_.bank_version_id).questions
    keys = banks.compiled_keys(round_.bank_version_id, round_.key_number)
    held = newest(journal.list_entries(attempt.id))
    found = {}
    for number, place in enumerate(int(one) for one in attempt.paper.split(",")):
        question, response = questions[place], held.get(number)
        right = mark(question, keys[question.id], response).correct
        found[place] = Side(response, response is not None and not right)
    return found
