"""How often each question was put and answered rightly: from the journal and the round's keys."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from app.domain.questions import Key, Question
from app.domain.reports import HardQuestion
from app.domain.scoring import mark
from app.services import banks
from app.services.contest_views import RoundView
from app.storage import reports as storage

Progress = Callable[[int, int], None]
TOLD_EVERY = 2000
"""Attempts between two words about the progress."""


@dataclass(slots=True)
class Tally:
    """Of one bank version: how often each question, by its place, was put and right."""

    shown: Counter[int] = field(default_factory=Counter)
    right: Counter[int] = field(default_factory=Counter)


def tally(round_: RoundView, progress: Progress) -> Tally:
    """Look through the attempts of a round that are on the boards; voided questions are left out.

    `progress` is told attempts done and all.
    """
    counted, papers = Tally(), storage.list_papers(round_.id)
    places = {attempt_id: _places(paper) for attempt_id, paper in papers.items()}
    for drawn in places.values():
        counted.shown.update(drawn)
    for place in _voided(round_):
        del counted.shown[place]
    is_right = _marker(round_)
    for done, (attempt_id, taps) in enumerate(storage.list_answers(round_.id), start=1):
        drawn = places[attempt_id]
        # By seq, so that a later tap of a question overwrites an earlier one.
        newest = {question: response for _, question, response in sorted(taps)}
        for question, response in newest.items():
            if is_right(drawn[question], response):
                counted.right[drawn[question]] += 1
        if done % TOLD_EVERY == 0:
            progress(done, len(places))
    progress(len(places), len(places))
    return counted


def questions_of(tallies: Iterable[tuple[int, Tally]]) -> list[HardQuestion]:
    """The questions of tallies given with their bank versions; the same ones are added up."""
    shown: Counter[tuple[int, int]] = Counter()
    right: Counter[tuple[int, int]] = Counter()
    for version, counted in tallies:
        shown.update({(version, place): count for place, count in counted.shown.items()})
        right.update({(version, place): count for place, count in counted.right.items()})
    return [_hard(version, place, count, right[version, place])
            for (version, place), count in shown.items()]  # fmt: skip


def _hard(version: int, place: int, shown: int, right: int) -> HardQuestion:
    question = banks.compiled(version).questions[place]
    return HardQuestion(question.id, question.text, shown, right)


def _places(paper: str) -> tuple[int, ...]:
    return tuple(int(place) for place in paper.split(","))


def _marker(round_: RoundView) -> Callable[[int, str], bool]:
    """Whether a response, as JSON, is right; each one is looked at once, however often given."""
    questions = banks.compiled(round_.bank_version_id).questions
    keys = _keys(round_)
    known: dict[tuple[int, str], bool] = {}

    def is_right(place: int, response: str) -> bool:
        found = known.get((place, response))
        if found is None:
            question = questions[place]
            found = known[place, response] = _is_right(question, keys[question.id], response)
        return found

    return is_right


def _voided(round_: RoundView) -> list[int]:
    keys, questions = _keys(round_), banks.compiled(round_.bank_version_id).questions
    return [place for place, question in enumerate(questions) if keys[question.id].voided]


def _keys(round_: RoundView) -> Mapping[str, Key]:
    return banks.compiled_keys(round_.bank_version_id, round_.key_number)


def _is_right(question: Question, key: Key, response: str) -> bool:
    return mark(question, key, json.loads(response)).correct
