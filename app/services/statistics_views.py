"""Statistics as pages, workbooks and the command line show them: questions with their texts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.domain.key_alarms import Alarm
from app.domain.questions import Key, Question
from app.domain.statistics import ItemStatistics, PaperStatistics
from app.domain.text import fold
from app.services import appeals, banks, contests, statistics
from app.services.contests import ContestView

FIGURES = (
    "facility",
    "deviation",
    "discrimination",
    "efficiency",
    "effective_weight",
    "intended_weight",
)
SORTS = ("order", *FIGURES, "count", "appeals")
MOST_CHOICES = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """One response: `response` as participants gave it, None for no answer; `share` of 1."""

    response: Any
    count: int
    share: float
    right: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One question with its figures; `alarm` when its key looks wrong."""

    bank_version_id: int
    place: int
    question: Question
    key: Key
    item: ItemStatistics
    choices: tuple[Choice, ...]
    others: int
    alarm: Alarm | None
    appeals: int


@dataclass(frozen=True, slots=True)
class StatisticsView:
    """A contest's or round's statistics; `papers` has a bank's title beside its figures.

    `as_of` is None before the first derivation; `alarms` are the lines to look at first.
    """

    contest: ContestView
    results: int = 0
    as_of: datetime | None = None
    papers: Sequence[tuple[str, PaperStatistics]] = ()
    lines: tuple[Line, ...] = ()
    alarms: tuple[Line, ...] = field(default=())


def show(
    slug: str,
    *,
    round_number: int | None = None,
    query: str = "",
    only_alarms: bool = False,
    sort: str = "order",
    descending: bool = False,
) -> StatisticsView:
    """Statistics as last derived, searched and sorted; a figure that is none comes last.

    Raises `NotFound`.
    """
    contest = contests.get_contest(slug)
    snapshot = statistics.get_statistics(slug, round_number=round_number)
    if snapshot is None:
        return StatisticsView(contest)
    lines = _lines(contest, snapshot)
    alarming = sorted((one for one in lines if one.alarm), key=_chance)
    wanted = alarming if only_alarms else lines
    folded = fold(query)
    found = [one for one in wanted if folded in fold(f"{one.question.id} {one.question.text}")]
    return StatisticsView(
        contest,
        snapshot.results,
        snapshot.as_of,
        [(_title(one.bank_version_id), one.paper) for one in snapshot.banks],
        tuple(_sorted(found, sort, descending=descending)),
        tuple(alarming),
    )


def _lines(contest: ContestView, snapshot: statistics.Snapshot) -> list[Line]:
    counted = appeals.count_by_question(contest)
    lines = []
    for found in snapshot.banks:
        version = found.bank_version_id
        bank = banks.compiled(version)
        keys = banks.compiled_keys(version, _key_number(contest, version))
        alarms = {one.question: one for one in found.alarms}
        places = {one.id: place for place, one in enumerate(bank.questions, start=1)}
        for item in found.items:
            name = item.question
            lines.append(
                Line(
                    version,
                    places[name],
                    bank.by_id[name],
                    keys[name],
                    item,
                    *_choices(item),
                    alarms.get(name),
                    counted.get((version, name), 0),
                )
            )
    return lines


def _choices(item: ItemStatistics) -> tuple[tuple[Choice, ...], int]:
    """The responses most given, and how often others were given."""
    shown: Mapping[str | None, int] = dict(list(item.choices.items())[:MOST_CHOICES])
    found = tuple(
        Choice(
            None if text is None else json.loads(text),
            count,
            count / item.count if item.count else 0.0,
            text in item.right,
        )
        for text, count in shown.items()
    )
    return found, sum(item.choices.values()) - sum(shown.values())


def _sorted(lines: Sequence[Line], sort: str, *, descending: bool) -> list[Line]:
    if sort == "order" or sort not in SORTS:
        ordered = sorted(lines, key=lambda one: (one.bank_version_id, one.place))
        return ordered[::-1] if descending else ordered
    known = [one for one in lines if _figure(one, sort) is not None]
    unknown = [one for one in lines if _figure(one, sort) is None]
    sign = -1 if descending else 1
    known.sort(key=lambda one: (sign * (_figure(one, sort) or 0), one.place))
    return known + unknown


def _figure(line: Line, name: str) -> float | None:
    if name == "appeals":
        return line.appeals
    value: float | None = getattr(line.item, name)
    return value


def _chance(line: Line) -> tuple[float, int]:
    return (line.alarm.chance if line.alarm else 1.0, line.place)


def _key_number(contest: ContestView, version: int) -> int:
    numbers = [one.key_number for one in contest.rounds if one.bank_version_id == version]
    return numbers[0] if numbers else banks.latest_key_number(version)


def _title(version: int) -> str:
    bank = banks.compiled(version)
    return f"{bank.title} ({bank.number})"
