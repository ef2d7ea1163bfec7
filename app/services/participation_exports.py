"""Who takes part, as an Excel workbook: by commune and organisation, by hour and day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask_babel import format_datetime
from flask_babel import gettext as _

from app.domain.unit_boards import UnitRow
from app.formats import sheets
from app.formats.sheets import Cell, Sheet
from app.services import watching
from app.services.watching import Flow, Participation

_TIME = "HH:mm, dd/MM/yyyy"


def workbook(slug: str, *, now: datetime) -> bytes:
    """The participation of a contest as an xlsx file; raises `NotFound`, for drafts too."""
    shown = watching.watch(slug, now=now)
    head = [shown.contest.title]
    counted = _("Số liệu lúc %(time)s.", time=_time(shown.history.at))
    return sheets.write(
        [
            _units(_("Xã, phường"), shown.communes, head),
            _units(_("Đơn vị"), shown.organisations, head),
            _absent(_("Xã, phường chưa có ai"), shown.communes, head),
            _absent(_("Đơn vị chưa có ai"), shown.organisations, head),
            _flows(
                _("Theo ngày"),
                _("Ngày"),
                ((day.strftime("%d/%m/%Y"), flow) for day, flow in shown.history.days),
                [*head, counted],
            ),
            _flows(
                _("Theo giờ"),
                _("Giờ bắt đầu"),
                ((_time(hour), flow) for hour, flow in shown.history.hours),
                [*head, counted],
            ),
        ]
    )


def _units(title: str, units: Participation, head: Sequence[str]) -> Sheet:
    headings = (
        _("Mã"),
        _("Tên"),
        _("Số người dự thi"),
        _("Tổng số người"),
        _("Tỉ lệ (%)"),
        _("Số lượt thi"),
    )
    return Sheet(title, headings, [_row(row) for row in units.rows], _preface(units, head))


def _row(row: UnitRow) -> Sequence[Cell]:
    rate = None if row.rate is None else round(float(row.rate) * 100, 2)
    code, name = str(row.unit.id), row.unit.name
    return code, name, row.participants, row.unit.headcount, rate, row.entries


def _absent(title: str, units: Participation, head: Sequence[str]) -> Sheet:
    rows = [(str(row.unit.id), row.unit.name, row.unit.headcount) for row in units.absent]
    return Sheet(title, (_("Mã"), _("Tên"), _("Tổng số người")), rows, _preface(units, head))


def _flows(
    title: str, head: str, flows: Iterable[tuple[str, Flow]], preface: Sequence[str]
) -> Sheet:
    rows = [(label, flow.began, flow.ended) for label, flow in flows]
    return Sheet(title, (head, _("Lượt bắt đầu"), _("Lượt kết thúc")), rows, preface)


def _preface(units: Participation, head: Sequence[str]) -> list[str]:
    if units.as_of is None:
        return [*head, _("Chưa có kết quả nào.")]
    return [*head, _("Bảng cập nhật lúc %(time)s.", time=_time(units.as_of))]


def _time(moment: datetime) -> str:
    return str(format_datetime(moment, _TIME))
