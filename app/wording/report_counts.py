"""The counts of a report as tables: by unit, group, day and score, with their charts."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from app.domain.contest_rules import Rules
from app.domain.report_documents import Cell, Chart, Column, Kind, Table, shown
from app.domain.reports import Report, ScoreBin, Section, local
from app.domain.unit_boards import UnitRow
from app.wording.labels import formula_label, group_label
from app.wording.rules import unit_sentences

PRINTED_UNITS = 300
"""Rows of a board of units on paper; a workbook has all."""
CHARTED_UNITS = 10
WHOLE = "Toàn cuộc thi"


def scope_name(section: Section) -> str:
    """What a section is about: the whole contest, or a round by its number and title."""
    if section.round is None:
        return WHOLE
    title = section.title.strip()
    plain = f"Đợt {section.round}"
    return plain if title.casefold() in ("", plain.casefold()) else f"{plain} – {title}"


def summary_table(report: Report) -> Table:
    """One line for the whole contest and one for each round."""
    return Table(
        title="Số liệu tổng hợp",
        sheet="Tổng hợp",
        columns=(
            Column("Phạm vi", Kind.TEXT, 2.4),
            Column("Mở", Kind.TEXT, 1.5),
            Column("Đóng", Kind.TEXT, 1.5),
            Column("Số người dự thi", Kind.COUNT, 1.1),
            Column("Số lượt thi", Kind.COUNT, 1.1),
            Column("Điểm trung bình", Kind.POINTS, 1.1),
            Column("Số người đạt điểm tối đa", Kind.COUNT, 1.2),
        ),
        rows=tuple(
            (
                scope_name(one),
                local(one.opens_at).strftime("%H:%M %d/%m/%Y"),
                local(one.closes_at).strftime("%H:%M %d/%m/%Y"),
                one.people,
                one.attempts,
                mean(one.mills, one.people),
                one.full,
            )
            for one in report.sections
        ),
        notes=(
            "Người dự thi là người có ít nhất một lượt thi đã kết thúc; "
            "điểm trung bình lấy từ lượt được tính của mỗi người.",
        ),
    )


def mean(mills: int, people: int) -> float | None:
    """The mean in points, to three decimals; None of nobody."""
    return round(mills / people / 1000, 3) if people else None


def communes_table(report: Report, section: Section, prefix: str) -> Table:
    """People and attempts of every commune, with a chart of those with most people."""
    ordered = sorted(section.communes, key=lambda row: -row.participants)
    top = [row for row in islice(ordered, CHARTED_UNITS) if row.participants]
    return _units(
        report.rules,
        section.communes,
        unit="Xã, phường",
        title="Theo xã, phường",
        sheet=f"{prefix}Xã, phường",
        notes=tuple(unit_sentences(report.rules)),
        chart=Chart(
            "Các xã, phường có nhiều người dự thi nhất",
            tuple(row.unit.name for row in top),
            tuple(row.participants for row in top),
            bars=True,
            unit="người",
        ),
    )


def organisations_table(report: Report, section: Section, prefix: str) -> Table:
    """People and attempts of every organisation with headcount and rate, parts rolled up."""
    notes = [*unit_sentences(report.rules)]
    notes.append("Số của đơn vị cấp trên gồm cả các đơn vị trực thuộc.")
    if section.without_organisation:
        people = shown(section.without_organisation, Kind.COUNT)
        notes.append(f"Ngoài ra có {people} người dự thi không thuộc đơn vị nào.")
    return _units(
        report.rules,
        section.organisations,
        unit="Đơn vị",
        title="Theo cơ quan, đơn vị, tổ chức",
        sheet=f"{prefix}Đơn vị",
        notes=tuple(notes),
    )


def _units(
    rules: Rules,
    rows: tuple[UnitRow, ...],
    *,
    unit: str,
    title: str,
    sheet: str,
    notes: tuple[str, ...],
    chart: Chart | None = None,
) -> Table:
    columns: list[tuple[Column, Callable[[UnitRow], Cell]]] = [
        (Column("Hạng", Kind.COUNT, 0.9), lambda row: row.rank),
        (Column(unit, Kind.TEXT, 4.0), lambda row: row.unit.name),
        (Column("Tổng số người", Kind.COUNT, 1.1), lambda row: row.unit.headcount),
        (Column("Số người dự thi", Kind.COUNT, 1.1), lambda row: row.participants),
        (
            Column("Tỉ lệ", Kind.SHARE, 1.0),
            lambda row: None if row.rate is None else round(float(row.rate), 6),
        ),
        (Column("Số lượt thi", Kind.COUNT, 1.1), lambda row: row.entries),
        (Column("Điểm trung bình", Kind.POINTS, 1.1), lambda row: _points(row.mean_mills)),
    ]
    if rules.unit_formula == "top_n_mean":
        label = formula_label(rules.unit_formula, rules.top_n)
        columns.append((Column(label, Kind.POINTS, 1.4), lambda row: _points(row.top_mean_mills)))
    return Table(
        title=title,
        sheet=sheet,
        columns=tuple(column for column, _ in columns),
        rows=tuple(tuple(value(row) for _, value in columns) for row in rows),
        notes=notes,
        printed=PRINTED_UNITS,
        chart=chart if chart and chart.values else None,
        charted=3,
    )


def _points(mills: int | None) -> float | None:
    return None if mills is None else mills / 1000


def groups_table(section: Section, prefix: str) -> Table:
    """People, attempts and mean by group."""
    return Table(
        title="Theo nhóm đối tượng",
        sheet=f"{prefix}Nhóm",
        columns=(
            Column("Nhóm", Kind.TEXT, 4.0),
            Column("Số người dự thi", Kind.COUNT, 1.3),
            Column("Tỉ lệ trong tổng số", Kind.SHARE, 1.3),
            Column("Số lượt thi", Kind.COUNT, 1.3),
            Column("Điểm trung bình", Kind.POINTS, 1.3),
        ),
        rows=tuple(
            (
                group_label(one.group),
                one.people,
                round(one.people / section.people, 6) if section.people else None,
                one.attempts,
                mean(one.mills, one.people),
            )
            for one in section.groups
        ),
    )


def days_table(section: Section, prefix: str) -> Table:
    """People and attempts by day of UTC+7."""
    labels = tuple(one.day.strftime("%d/%m") for one in section.days)
    return Table(
        title="Theo ngày",
        sheet=f"{prefix}Ngày",
        columns=(
            Column("Ngày", Kind.TEXT, 2.0),
            Column("Số người dự thi", Kind.COUNT),
            Column("Số lượt thi", Kind.COUNT),
        ),
        rows=tuple(
            (one.day.strftime("%d/%m/%Y"), one.people, one.attempts) for one in section.days
        ),
        notes=("Ngày tính theo giờ Việt Nam, lúc lượt thi kết thúc.",),
        chart=Chart(
            "Số lượt thi theo ngày",
            labels,
            tuple(one.attempts for one in section.days),
            unit="lượt",
        )
        if section.days
        else None,
        charted=2,
    )


def scores_table(section: Section, prefix: str) -> Table:
    """How many people have which score."""
    labels = tuple(_bin(one, "Từ {low} đến dưới {high}") for one in section.scores)
    short = tuple(_bin(one, "{low}–<{high}") for one in section.scores)
    return Table(
        title="Phổ điểm",
        sheet=f"{prefix}Phổ điểm",
        columns=(
            Column("Điểm", Kind.TEXT, 2.0),
            Column("Số người", Kind.COUNT),
            Column("Tỉ lệ", Kind.SHARE),
        ),
        rows=tuple(
            (label, one.people, round(one.people / section.people, 6) if section.people else None)
            for label, one in zip(labels, section.scores, strict=True)
        ),
        notes=("Mỗi người được tính một lần, theo kết quả trên bảng xếp hạng.",),
        chart=Chart(
            "Số người theo điểm", short, tuple(one.people for one in section.scores), unit="người"
        )
        if section.scores
        else None,
        charted=1,
    )


def _bin(one: ScoreBin, pattern: str) -> str:
    low = shown(one.low / 1000, Kind.POINTS)
    if one.low == one.high:
        return low
    if one.last:
        return f"{low}–{shown(one.high / 1000, Kind.POINTS)}"
    return pattern.format(low=low, high=shown((one.high + 1) / 1000, Kind.POINTS))
