"""Looking for signs, away from the answering path: a turn of the worker, or a job.

The same sign is found again under the same name and never listed twice; what was decided
stays decided unless new attempts come to it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from app.domain.attempts import ClosedBy, newest
from app.domain.bank_codec import canonical_json
from app.domain.evidence import Sign
from app.domain.evidence_devices import FEWEST_PEOPLE, OpenHall, Used, device_sign
from app.domain.evidence_likeness import Compared, Errors, compare
from app.domain.evidence_speed import Timed, count_words, speed_sign, spread
from app.domain.questions import Key, Question, QuestionType
from app.domain.scoring import mark
from app.services import banks, contest_views, contests, device_marks, halls
from app.services.contest_views import ContestView, RoundView
from app.services.transactions import end_reading, writing
from app.storage import contests as contest_storage
from app.storage import evidence as storage
from app.storage import evidence_sources as sources
from app.storage import journal, statistics
from app.storage.evidence import Look
from app.storage.evidence_sources import ClosedAttempt

BATCH = 200
GROWTH = 1.02
"""So much more results before a contest is looked through again …"""
PATIENCE = 20
"""… and not before so many times as long has passed as the last look took."""
OPEN_GUESS = 0.001
"""The chance to guess a number or a word."""


@dataclass(slots=True)
class _Seen:
    """What one pass over a contest gathers."""

    timed: list[Timed] = field(default_factory=list)
    errors: dict[int, list[Errors]] = field(default_factory=dict)
    responses: dict[tuple[int, str], int] = field(default_factory=dict)


def refresh(now: datetime, clock: Callable[[], float] = time.perf_counter) -> int:
    """Look through the contests for which it is due; returns how many."""
    looked = 0
    for contest_id in statistics.list_running():
        contest = contest_views.get_view(contest_storage.find_contest_by_id(contest_id))
        if _is_due(contest, now):
            _look(contest, now, clock)
            looked += 1
    device_marks.forget_old(now)
    return looked


def look_now(slug: str, now: datetime) -> int:
    """Look through one contest, however fresh its last look; returns how many signs are new.

    Raises `NotFound`.
    """
    return _look(contests.get_contest(slug), now, time.perf_counter)


def _is_due(contest: ContestView, now: datetime) -> bool:
    last = storage.find_look(contest.id)
    results = statistics.count_results([one.id for one in contest.rounds])
    if last is None:
        return results > 0
    wait = timedelta(milliseconds=last.cost_ms * PATIENCE)
    changed = last.keys != _keys(contest) or results > last.results * GROWTH
    return changed and now >= last.as_of + wait


def _keys(contest: ContestView) -> str:
    return ",".join(f"{one.id}:{one.key_number}" for one in contest.rounds)


def _look(contest: ContestView, now: datetime, clock: Callable[[], float]) -> int:
    begun = clock()
    results = statistics.count_results([one.id for one in contest.rounds])
    seen = _gather(contest)
    others = spread(one.per_answer for one in seen.timed)
    signs = [sign for one in seen.timed if (sign := speed_sign(one, others)) is not None]
    compared = [compare(papers) for _round, papers in sorted(seen.errors.items())]
    for one in compared:
        signs += one.signs
    signs += _device_signs(contest, now)
    look = _counted(contest, results, compared, now, clock() - begun)
    with writing() as session:
        new = sum(storage.put_sign(session, contest.id, sign, now) for sign in signs)
        storage.put_look(session, contest.id, look)
    return new


def _counted(
    contest: ContestView, results: int, compared: Sequence[Compared], now: datetime, took: float
) -> Look:
    pairs, cut = sum(one.pairs for one in compared), sum(one.cut_units for one in compared)
    return Look(_keys(contest), results, now, round(took * 1000), pairs, cut)


def _gather(contest: ContestView) -> _Seen:
    seen, rounds, last = _Seen(), {one.id: one for one in contest.rounds}, 0
    while batch := sources.list_closed(contest.id, last, BATCH):
        last = batch[-1].person_id
        entries = journal.list_many([one.id for one in batch])
        saves = sources.last_saves([one.id for one in batch])
        for _person, attempts in groupby(batch, key=lambda one: one.person_id):
            had: set[tuple[int, int]] = set()
            for one in attempts:
                round_ = rounds[one.round_id]
                marked = list(_marked(contest, round_, one, newest(entries.get(one.id, ()))))
                _note(seen, round_, one, marked, had, saves.get(one.id))
                had |= {(round_.bank_version_id, place) for place in _places(one)}
        end_reading()  # A long reading would keep the database from tidying up.
    return seen


def _places(one: ClosedAttempt) -> list[int]:
    return [int(place) for place in one.paper.split(",")]


@dataclass(frozen=True, slots=True)
class _Marked:
    place: int
    question: Question
    key: Key
    response: Any
    correct: bool


def _marked(
    contest: ContestView, round_: RoundView, one: ClosedAttempt, answers: dict[int, Any]
) -> Iterator[_Marked]:
    """The answered questions of an attempt."""
    questions = banks.compiled(round_.bank_version_id).questions
    keys = banks.compiled_keys(round_.bank_version_id, round_.key_number)
    negative = contests.rules_of(contest.id, one.rules_number).negative
    for number, place in enumerate(_places(one)):
        question, response = questions[place], answers.get(number)
        if response is not None:
            key = keys[question.id]
            correct = mark(question, key, response, negative=negative).correct
            yield _Marked(place, question, key, response, correct)


def _note(
    seen: _Seen, round_: RoundView, one: ClosedAttempt, marked: Sequence[_Marked],
    had: set[tuple[int, int]], saved_at: datetime | None,
) -> None:  # fmt: skip
    if not marked:
        return
    # Who let the time run out was done with the last answer saved.
    end = saved_at if one.closed_by == ClosedBy.DEADLINE and saved_at else one.closed_at
    new = [each for each in marked if (round_.bank_version_id, each.place) not in had]
    seen.timed.append(
        Timed(
            attempt_id=one.id,
            seconds=max((end - one.started_at).total_seconds(), 0.0),
            words=sum(count_words(each.question.text) for each in new),
            correct=sum(each.correct for each in marked),
            guesses=tuple(_guess(each) for each in marked),
        )
    )
    wrong = {each.place: _number(seen, each) for each in marked if not each.correct}
    errors = Errors(one.id, one.person_id, one.started_at.timestamp(), wrong, _units(one))
    seen.errors.setdefault(round_.id, []).append(errors)


def _number(seen: _Seen, one: _Marked) -> int:
    response = (one.place, canonical_json(one.response))
    return seen.responses.setdefault(response, len(seen.responses))


def _units(one: ClosedAttempt) -> tuple[str, ...]:
    commune = f"commune/{one.commune_code}"
    if one.organisation_id is None:
        return (commune,)
    return commune, f"organisation/{one.organisation_id}"


def _guess(one: _Marked) -> float:
    question = one.question
    if one.key.voided:
        return 1.0
    if question.type is QuestionType.SINGLE:
        return (len(one.key.options) + len(one.key.also)) / len(question.options)
    if question.type is QuestionType.BOOLEAN:
        return 0.5
    if question.type is QuestionType.MULTIPLE:
        return float(1 / (2 ** len(question.options) - 1))
    if question.type is QuestionType.ORDER:
        return 1 / math.factorial(len(question.options))
    return OPEN_GUESS


def _device_signs(contest: ContestView, now: datetime) -> list[Sign]:
    open_halls = [
        OpenHall(opened, min(closed or now, opened + halls.LASTS))
        for opened, closed in sources.list_halls(contest.id)
    ]
    uses = sources.list_device_uses(contest.id, FEWEST_PEOPLE)
    found = []
    for mark_, of in groupby(uses, key=lambda one: one.mark):
        used = [
            Used(one.attempt_id, one.person_id, str(one.organisation_id or ""),
                 one.started_at, one.ended_at)
            for one in of
        ]  # fmt: skip
        sign = device_sign(mark_, used, open_halls)
        if sign is not None:
            found.append(sign)
    return found
