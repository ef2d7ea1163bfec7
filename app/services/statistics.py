"""Statistics of questions and papers, derived in the background and kept as snapshots.

Everybody's first attempt of each round counts, as Moodle advises: who has seen a
question before answers it otherwise.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.attempts import newest
from app.domain.bank_codec import canonical_json
from app.domain.key_alarms import alarms
from app.domain.questions import Key, Question
from app.domain.scoring import mark
from app.domain.statistics import Marked, Tally, item_statistics, paper_statistics
from app.domain.statistics_codec import Statistics, from_plain, to_plain
from app.services import banks, contest_views, contests
from app.services.contest_views import ContestView, RoundView
from app.services.transactions import end_reading, writing
from app.storage import contests as contest_storage
from app.storage import journal
from app.storage import statistics as storage
from app.storage.statistics import Kept, Paper

BATCH = 500
GROWTH = 1.02
"""So much more results before statistics are derived again …"""
PATIENCE = 20
"""… and not before so many times as long has passed as the last derivation took."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Statistics of each bank version that the scope's rounds draw from, and their time."""

    banks: tuple[Statistics, ...]
    results: int
    as_of: datetime


def get_statistics(slug: str, *, round_number: int | None = None) -> Snapshot | None:
    """The statistics of a contest or of one round as last derived; None before the first time.

    Raises `NotFound`.
    """
    contest = contests.get_contest(slug)
    scope = contest.round_by_number(round_number).id if round_number else 0
    kept, content = storage.find_kept(contest.id, scope), storage.find_content(contest.id, scope)
    if kept is None or content is None:
        return None
    found = tuple(from_plain(one) for one in json.loads(content))
    return Snapshot(found, kept.results, kept.as_of)


def refresh(now: datetime, clock: Callable[[], float] = time.perf_counter) -> int:
    """Derive the statistics that are due; returns how many scopes. One turn of the worker."""
    derived = 0
    for contest_id in storage.list_running():
        contest = contest_views.get_view(contest_storage.find_contest_by_id(contest_id))
        for scope, rounds in _scopes(contest):
            if _is_due(contest, scope, rounds, now):
                _derive(contest, scope, rounds, now, clock)
                derived += 1
    return derived


def derive_now(slug: str, now: datetime) -> None:
    """Derive all statistics of a contest, however fresh they are; raises `NotFound`."""
    contest = contests.get_contest(slug)
    for scope, rounds in _scopes(contest):
        _derive(contest, scope, rounds, now, time.perf_counter)


def _scopes(contest: ContestView) -> Iterator[tuple[int, Sequence[RoundView]]]:
    yield 0, contest.rounds
    if len(contest.rounds) > 1:
        for one in contest.rounds:
            yield one.id, [one]


def _is_due(contest: ContestView, scope: int, rounds: Sequence[RoundView], now: datetime) -> bool:
    kept = storage.find_kept(contest.id, scope)
    results = storage.count_results([one.id for one in rounds])
    if kept is None:
        return results > 0
    if kept.keys != _keys(rounds):
        return True
    wait = timedelta(milliseconds=kept.cost_ms * PATIENCE)
    return results > kept.results * GROWTH and now >= kept.as_of + wait


def _keys(rounds: Sequence[RoundView]) -> str:
    return ",".join(f"{one.id}:{one.key_number}" for one in rounds)


def _derive(
    contest: ContestView,
    scope: int,
    rounds: Sequence[RoundView],
    now: datetime,
    clock: Callable[[], float],
) -> None:
    begun = clock()
    results = storage.count_results([one.id for one in rounds])
    versions: dict[int, list[RoundView]] = {}
    for one in rounds:
        versions.setdefault(one.bank_version_id, []).append(one)
    found = [_statistics(contest, version, of) for version, of in versions.items()]
    content = json.dumps([to_plain(one) for one in found], ensure_ascii=False)
    kept = Kept(_keys(rounds), results, now, round((clock() - begun) * 1000))
    with writing() as session:
        storage.put(session, contest.id, scope, kept, content)


def _statistics(contest: ContestView, version: int, rounds: Sequence[RoundView]) -> Statistics:
    tally = Tally()
    for paper in _papers(contest, version, rounds):
        tally.add(paper)
    return Statistics(
        version, paper_statistics(tally), tuple(item_statistics(tally)), tuple(alarms(tally))
    )


def _papers(
    contest: ContestView, version: int, rounds: Sequence[RoundView]
) -> Iterator[list[Marked]]:
    questions = banks.compiled(version).questions
    keys = {one.id: banks.compiled_keys(version, one.key_number) for one in rounds}
    last = 0
    while papers := storage.list_papers([one.id for one in rounds], last, BATCH):
        last = papers[-1].attempt_id
        entries = journal.list_many([one.attempt_id for one in papers])
        for paper in papers:
            answers = newest(entries.get(paper.attempt_id, ()))
            yield _marked(contest, paper, questions, keys[paper.round_id], answers)
        end_reading()  # A long reading would keep the database from tidying up.


def _marked(
    contest: ContestView,
    paper: Paper,
    questions: Sequence[Question],
    keys: Mapping[str, Key],
    answers: dict[int, object],
) -> list[Marked]:
    negative = contests.rules_of(contest.id, paper.rules_number).negative
    marked = []
    for place, index in enumerate(paper.paper.split(",")):
        question, response = questions[int(index)], answers.get(place)
        mark_ = mark(question, keys[question.id], response, negative=negative)
        text = None if response is None else canonical_json(response)
        marked.append(Marked(question.id, mark_.mills, mark_.max_mills, text, mark_.correct))
    return marked
