"""What parts two people on a board, with both values: why one stands before the other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol

from flask_babel import format_datetime, format_decimal
from flask_babel import gettext as _

from app.domain.contest_rules import ChainStep
from app.domain.ranking import NO_GUESS, OVER

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def parting_text(step: ChainStep | str | None, better: int | None, worse: int | None) -> str:
    """Why one stands before another: the better value first, as `ranking.values_of` gives them."""
    if step is None or better is None or worse is None:
        return _("bằng nhau ở mọi điều được so, nên cùng hạng")
    said = {
        ChainStep.POINTS: _("nhiều điểm hơn: %(better)s so với %(worse)s"),
        ChainStep.CORRECT: _("đúng nhiều câu hơn: %(better)s so với %(worse)s"),
        ChainStep.PREDICTION: _("dự đoán gần đúng hơn: %(better)s, so với %(worse)s"),
        ChainStep.TIME: _("ít thời gian hơn: %(better)s so với %(worse)s"),
        ChainStep.SUBMITTED: _("nộp bài sớm hơn: %(better)s so với %(worse)s"),
        ChainStep.ATTEMPTS: _("dùng ít lượt thi hơn: %(better)s so với %(worse)s"),
        ChainStep.DRAW: _("được bốc thăm trước: số %(better)s so với %(worse)s"),
    }[ChainStep(step)]
    return said % {"better": _value(step, better, worse), "worse": _value(step, worse, better)}


class Beside(Protocol):
    """Somebody who stands next, as `app.services.neighbours` gives one."""

    @property
    def rank(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def parted_by(self) -> ChainStep | None: ...
    @property
    def own(self) -> int | None: ...
    @property
    def other(self) -> int | None: ...


def neighbour_text(one: Beside, *, ahead: bool) -> str:
    """Why somebody stands right ahead of the reader, or right behind."""
    name = one.name or _("Người dự thi đã xoá dữ liệu")
    if ahead:
        why = parting_text(one.parted_by, one.other, one.own)
        return _(
            "%(name)s, hạng %(rank)s, đứng ngay trước bạn: %(why)s.",
            name=name,
            rank=format_decimal(one.rank),
            why=why,
        )
    why = parting_text(one.parted_by, one.own, one.other)
    return _(
        "Bạn đứng ngay trước %(name)s, hạng %(rank)s: %(why)s.",
        name=name,
        rank=format_decimal(one.rank),
        why=why,
    )


def _value(step: ChainStep | str, value: int, other: int) -> str:
    kind = ChainStep(step)
    if kind is ChainStep.TIME:
        return _time(value, exact=value // 1000 == other // 1000)
    if kind is ChainStep.SUBMITTED:
        return _moment(value, exact=value // 1000 == other // 1000)
    if kind is ChainStep.PREDICTION:
        return _guess(value)
    if kind is ChainStep.POINTS:
        return str(format_decimal(-value / 1000))
    if kind is ChainStep.DRAW:
        # The first digits that differ would do; lots have nineteen.
        return f"{value:019d}"
    return str(format_decimal(abs(value)))


def _guess(value: int) -> str:
    if value == NO_GUESS:
        return _("không dự đoán")
    if value >= OVER:
        return _("dự đoán quá đáp số %(distance)s", distance=format_decimal(value - OVER))
    return _("lệch %(distance)s", distance=format_decimal(value))


def _time(milliseconds: int, *, exact: bool) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    shown = f"{seconds},{rest:03d}" if exact else str(seconds)
    if minutes:
        return _("%(minutes)s phút %(seconds)s giây", minutes=minutes, seconds=shown)
    return _("%(seconds)s giây", seconds=shown)


def _moment(milliseconds: int, *, exact: bool) -> str:
    moment = _EPOCH + timedelta(milliseconds=milliseconds)
    pattern = "HH:mm:ss,SSS, dd/MM/yyyy" if exact else "HH:mm:ss, dd/MM/yyyy"
    return str(format_datetime(moment, pattern))
