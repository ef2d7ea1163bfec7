"""The charts of the watchers' page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _

from app.services.watching import Flow, History, ScoreColumn
from app.web.charts import Chart, Series, Texts, columns, lines
from app.web.filters import number

AN_HOUR = timedelta(hours=1)


def charts(history: History) -> list[tuple[Chart, str]]:
    """The charts that have something on them, each with how it is drawn: "line" or "column"."""
    drawn = [(_hours(history), "line"), (_days(history), "column")]
    if history.scores:
        drawn.append((_scores(history.scores), "column"))
    return drawn


def _hours(history: History) -> Chart:
    labels = [str(format_datetime(hour, "H")) + _("h") for hour, _flow in history.hours]
    flows = [flow for _hour, flow in history.hours]
    over = history.at - history.hours[-1][0] > AN_HOUR
    title = _("24 giờ cuối của cuộc thi, theo từng giờ") if over else _("24 giờ qua, theo từng giờ")
    texts = Texts("hours", title, _busiest(labels, flows), _("Giờ bắt đầu"))
    return lines(texts, labels, _series(flows))


def _days(history: History) -> Chart:
    labels = [f"{day.day}/{day.month}" for day, _flow in history.days]
    flows = [flow for _day, flow in history.days]
    texts = Texts("days", _("Cả cuộc thi, theo từng ngày"), _busiest(labels, flows), _("Ngày"))
    return columns(texts, labels, _series(flows))


def _scores(scores: Sequence[ScoreColumn]) -> Chart:
    labels = [_score_label(score) for score in scores]
    best = max(range(len(scores)), key=lambda place: scores[place].people)
    people = scores[best].people
    summary = _(
        "Nhiều người nhất: %(label)s, %(people)s.", label=labels[best], people=number(people)
    )
    share = scores[0].share
    head = _("Phần trăm điểm tối đa") if share else _("Điểm")
    title = (
        _("Phổ điểm: số người theo phần trăm điểm tối đa")
        if share
        else _("Phổ điểm: số người theo điểm")
    )
    values = tuple(score.people for score in scores)
    return columns(Texts("scores", title, summary, head), labels, [Series(_("Số người"), values)])


def _score_label(score: ScoreColumn) -> str:
    return f"{score.low}–{score.high}" if score.share else str(score.low)


def _series(flows: Sequence[Flow]) -> list[Series]:
    return [
        Series(_("Lượt bắt đầu"), tuple(flow.began for flow in flows)),
        Series(_("Lượt kết thúc"), tuple(flow.ended for flow in flows)),
    ]


def _busiest(labels: Sequence[str], flows: Sequence[Flow]) -> str:
    most = max(range(len(flows)), key=lambda place: flows[place].began)
    begun = flows[most].began
    if not begun:
        return _("Chưa có lượt thi nào.")
    return str(
        ngettext(
            "Đông nhất: %(label)s, %(attempts)s lượt bắt đầu.",
            "Đông nhất: %(label)s, %(attempts)s lượt bắt đầu.",
            begun,
            label=labels[most],
            attempts=number(begun),
        )
    )
