"""Questions in figures: how hard, how telling, and whose key looks wrong."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.domain.permissions import allows
from app.services import contests, jobs, lists, statistics, statistics_views
from app.services.contests import ContestView
from app.services.statistics_views import SORTS, Line, StatisticsView
from app.web import downloads
from app.web.access import person, requires
from app.web.clock import now
from app.web.filters import day_time
from app.web.organiser import bp
from app.web.papers import key_words, response_words
from app.web.small_numbers import small_int
from app.wording.statistics import FIGURE_HELP, PAPER_FIGURES, figure_label

LONGEST_SEARCH = 100
AT_ONCE = 2_000
"""Attempts up to which statistics are derived while the page waits."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks to see; what it does not know is taken as the usual."""

    round_number: int | None
    query: str
    only_alarms: bool
    sort: str
    descending: bool

    def arguments(self, **changed: Any) -> dict[str, Any]:
        """The arguments of an address that asks for the same but for what is changed."""
        wanted = {
            "round": self.round_number,
            "q": self.query or None,
            "show": "alarms" if self.only_alarms else None,
            "sort": self.sort if self.sort != "order" else None,
            "down": 1 if self.descending else None,
            **changed,
        }
        return {name: value for name, value in wanted.items() if value is not None}


@bp.get("/contests/<slug>/statistics")
@requires("correct_keys")
def show_statistics(slug: str) -> str:
    """All questions of a contest or round with their figures, alarms on top."""
    asked, shown = _shown(slug)
    return render_template(
        "organiser/statistics.html",
        contest=shown.contest,
        shown=shown,
        asked=asked,
        arguments=asked.arguments(slug=slug),
        alarms=[_alarm_row(one) for one in shown.alarms],
        rows=[_row(one) for one in shown.lines],
        papers=[(title, paper, _paper_rows(paper)) for title, paper in shown.papers],
        columns=[(name, figure_label(name), _turn(asked, name)) for name in SORTS],
        helps=[(figure_label(name), str(text)) for name, text in FIGURE_HELP.items()],
        may_wait=allows("organise", person().roles),
    )


@bp.post("/contests/<slug>/statistics")
@requires("correct_keys")
def derive_statistics(slug: str) -> AnyResponse:
    """Derive everything anew; for a large contest in the background."""
    contest = contests.get_contest(slug)
    if _is_long(contest):
        token = jobs.add(
            kind="statistics.derive",
            account_id=person().account_id,
            params={"title": contest.title, "slug": slug},
            now=now(),
        )
        if allows("organise", person().roles):
            return redirect(url_for("organiser.show_job", token=token), 303)
        flash(_("Đang tính lại ở chế độ nền; ít phút nữa hãy tải lại trang."), "info")
    else:
        statistics.derive_now(slug, now())
        flash(_("Đã tính lại thống kê."), "success")
    return redirect(url_for("organiser.show_statistics", slug=slug), 303)


@bp.get("/contests/<slug>/statistics.xlsx")
@requires("correct_keys")
def export_statistics(slug: str) -> Response:
    """The questions that the page shows, with all choices, as a workbook."""
    _asked, shown = _shown(slug)
    headings = [
        _("Mã câu"),
        _("Câu hỏi"),
        _("Đáp án"),
        *(figure_label(name) for name in SORTS[1:]),
        _("Lựa chọn"),
        _("Đáp án có vẻ sai"),
    ]
    rows = [_cells(one) for one in shown.lines]
    preface = [shown.contest.title]
    if shown.as_of:
        preface.append(_("Số liệu lúc %(time)s.", time=day_time(shown.as_of)))
    data = lists.workbook(_("Thống kê câu hỏi"), headings, rows, preface)
    return downloads.excel(data, "thong-ke-cau-hoi", now())


def _shown(slug: str) -> tuple[Asked, StatisticsView]:
    given = request.args
    asked = Asked(
        round_number=given.get("round", 0, type=small_int) or None,
        query=given.get("q", "").strip()[:LONGEST_SEARCH],
        only_alarms=given.get("show") == "alarms",
        sort=given.get("sort", "") if given.get("sort") in SORTS else "order",
        descending=given.get("down") == "1",
    )
    view = statistics_views.show(
        slug,
        round_number=asked.round_number,
        query=asked.query,
        only_alarms=asked.only_alarms,
        sort=asked.sort,
        descending=asked.descending,
    )
    return asked, view


def _turn(asked: Asked, name: str) -> dict[str, Any]:
    """Sorting by a column, the other way round when it is sorted by it already."""
    down = 1 if asked.sort == name and not asked.descending else None
    return asked.arguments(sort=name, down=down)


def _row(line: Line) -> dict[str, Any]:
    return {
        "line": line,
        "figures": [
            (name, figure_label(name), _share(getattr(line.item, name)))
            for name in statistics_views.FIGURES
        ],
        "key": key_words(line.question, line.key),
        "choices": [
            {
                "text": _choice_text(line, one.response),
                "count": one.count,
                "percent": round(100 * one.share),
                "right": one.right,
            }
            for one in line.choices
        ],
    }


def _alarm_row(line: Line) -> dict[str, Any]:
    alarm = line.alarm
    assert alarm is not None  # noqa: S101 - only lines with an alarm are asked
    rival = None if alarm.rival is None else _response_text(line, alarm.rival)
    return {**_row(line), "alarm": alarm, "rival": rival, "chance": _chance(alarm.chance)}


def _response_text(line: Line, canonical: str) -> str:
    return _choice_text(line, json.loads(canonical))


def _choice_text(line: Line, response: Any) -> str:
    return " + ".join(response_words(line.question, response)) or _("không trả lời")


def _share(value: float | None) -> str:
    if value is None:
        return _("không có")
    return f"{format_decimal(round(value * 100, 2), format='#,##0.##')} %"


def _chance(chance: float) -> str:
    """A small chance in words: 1 in 5.000."""
    if chance <= 1e-9:
        return _("chưa tới một phần tỉ")
    return _("khoảng 1 trên %(many)s", many=format_decimal(round(1 / chance)))


def _paper_rows(paper: Any) -> list[tuple[str, str, str]]:
    return [
        (str(label), _paper_figure(getattr(paper, name), kind), str(text))
        for name, (label, kind, text) in PAPER_FIGURES.items()
    ]


def _paper_figure(value: float | None, kind: str) -> str:
    if value is None:
        return _("không có")
    if kind == "share":
        return _share(value)
    return str(format_decimal(round(value, 2), format="#,##0.##"))


def _cells(line: Line) -> lists.Row:
    item = line.item
    shares = [getattr(item, name) for name in statistics_views.FIGURES]
    choices = [
        f"{_choice_text(line, one.response)}{' ✓' if one.right else ''}: {one.count}"
        for one in line.choices
    ]
    return [
        line.question.id,
        line.question.text,
        "; ".join(key_words(line.question, line.key)),
        *(None if one is None else round(one * 100, 2) for one in shares),
        item.count,
        line.appeals,
        "\n".join(choices),
        _chance(line.alarm.chance) if line.alarm else None,
    ]


def _is_long(contest: ContestView) -> bool:
    return contests.count_participation(contest.id).attempts > AT_ONCE
