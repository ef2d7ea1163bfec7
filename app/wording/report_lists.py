"""The lists of a report as tables: prizes of people and units, units with nobody, questions.

Reports are official papers and so always in Vietnamese, whoever asks for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from fractions import Fraction

from app.domain.contest_rules import ChainStep, Rules
from app.domain.report_documents import Cell, Column, Kind, Paragraph, Table
from app.domain.reports import (
    MOST_HARD,
    Report,
    Section,
    Winner,
    WinnerList,
    awarded,
    local,
    with_nobody,
)
from app.domain.unit_boards import UnitRow
from app.wording.labels import formula_label, group_label
from app.wording.rules import ranking_sentence, unit_sentences

DELETED = "(người dự thi đã xóa thông tin)"
_POINTS = Column("Điểm", Kind.POINTS, 1.1)
Value = Callable[[Winner], Cell]


def clock(milliseconds: int) -> str:
    """A used time to the millisecond: 8:05,123."""
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes}:{rest // 1000:02d},{rest % 1000:03d}"


def moment(at: datetime) -> str:
    """A moment on Vietnamese clocks, to the second: 20:30:07 24/11/2026."""
    return local(at).strftime("%H:%M:%S %d/%m/%Y")


def minute(at: datetime) -> str:
    """A moment in running text: 20:30 ngày 24/11/2026."""
    return local(at).strftime("%H:%M ngày %d/%m/%Y")


def winners_table(report: Report, section: Section, winners: WinnerList, prefix: str) -> Table:
    """A prize list of people: every tie-break has its column, in the order of the chain."""
    whose = winners.division or (group_label(winners.group) if winners.group else "")
    of = f" – {whose}" if whose else ""
    columns: list[tuple[Column, Value]] = [
        (Column("Hạng", Kind.COUNT, 1.0), lambda one: one.rank),
        (Column("Họ và tên", Kind.TEXT, 2.6), lambda one: one.full_name or DELETED),
        (Column("Xã, phường", Kind.TEXT, 2.0), lambda one: one.commune),
        (Column("Đơn vị", Kind.TEXT, 2.6), lambda one: one.organisation),
    ]
    if winners.group is None:
        columns.append((Column("Nhóm", Kind.TEXT, 1.6), lambda one: group_label(one.group)))
    columns += _chain_columns(report.rules, section)
    notes = [ranking_sentence(report.rules)]
    if ChainStep.TIME in report.rules.chain:
        notes.append("Thời gian làm bài ghi theo phút:giây.")
    if section.settled is not None and _predicts(report.rules, section):
        notes.append(f"Đáp số của câu dự đoán: {section.settled}.")
    return Table(
        title=f"Danh sách cá nhân xếp hạng cao (giải cá nhân){of}",
        sheet=f"{prefix}Giải cá nhân{of}",
        columns=tuple(column for column, _ in columns),
        rows=tuple(tuple(value(one) for _, value in columns) for one in winners.rows),
        notes=tuple(notes),
    )


def _chain_columns(rules: Rules, section: Section) -> Iterator[tuple[Column, Value]]:
    predicts = _predicts(rules, section)
    chain = [step for step in rules.chain if predicts or step != ChainStep.PREDICTION]
    if ChainStep.POINTS not in chain:
        yield _POINTS, _points
    for step in chain:
        if step in _STEPS:
            yield from _STEPS[step](section)


def _predicts(rules: Rules, section: Section) -> bool:
    return ChainStep.PREDICTION in rules.chain and section.predicts


def _prediction_columns(section: Section) -> list[tuple[Column, Value]]:
    columns: list[tuple[Column, Value]] = [
        (Column("Dự đoán", Kind.COUNT, 1.1), lambda one: one.prediction)
    ]
    settled = section.settled
    if settled is not None:
        columns.append(
            (
                Column("Lệch dự đoán", Kind.COUNT, 1.1),
                lambda one: None if one.prediction is None else abs(one.prediction - settled),
            )
        )
    return columns


def _points(one: Winner) -> Cell:
    return one.mills / 1000


_STEPS: dict[ChainStep, Callable[[Section], list[tuple[Column, Value]]]] = {
    ChainStep.POINTS: lambda _: [(_POINTS, _points)],
    ChainStep.CORRECT: lambda _: [
        (Column("Câu đúng", Kind.COUNT, 1.0), lambda one: one.correct),
    ],
    ChainStep.PREDICTION: _prediction_columns,
    ChainStep.TIME: lambda _: [
        (Column("Thời gian", Kind.TEXT, 1.5), lambda one: clock(one.time_ms)),
    ],
    ChainStep.SUBMITTED: lambda _: [
        (Column("Nộp bài lúc", Kind.TEXT, 1.7), lambda one: moment(one.ended_at)),
    ],
    ChainStep.ATTEMPTS: lambda _: [
        (Column("Lượt thi", Kind.COUNT, 1.0), lambda one: one.attempts),
    ],
}


def awarded_table(
    report: Report, rows: tuple[UnitRow, ...], *, unit: str, title: str, sheet: str
) -> Table:
    """A prize list of units, with the formula and the minimum size under it."""
    rules = report.rules
    kind = {"rate": Kind.SHARE, "participants": Kind.COUNT, "entries": Kind.COUNT}.get(
        rules.unit_formula, Kind.POINTS
    )
    counts: list[tuple[Column, Callable[[UnitRow], Cell]]] = [
        (Column("Hạng", Kind.COUNT, 0.9), lambda row: row.rank),
        (Column(unit, Kind.TEXT, 4.0), lambda row: row.unit.name),
        (
            Column(formula_label(rules.unit_formula, rules.top_n), kind, 2.2),
            lambda row: _value(row.value, kind),
        ),
    ]
    if rules.unit_formula != "participants":
        counts.append((Column("Số người dự thi", Kind.COUNT, 1.2), lambda row: row.participants))
    if rules.unit_formula != "entries":
        counts.append((Column("Số lượt thi", Kind.COUNT, 1.2), lambda row: row.entries))
    return Table(
        title=title,
        sheet=sheet,
        columns=tuple(column for column, _ in counts),
        rows=tuple(
            tuple(value(row) for _, value in counts) for row in awarded(rows, report.listed)
        ),
        notes=tuple(unit_sentences(rules)),
    )


def _value(value: Fraction | None, kind: Kind) -> Cell:
    if value is None:
        return None
    if kind is Kind.COUNT:
        return int(value)
    return round(float(value), 6) if kind is Kind.SHARE else round(float(value / 1000), 3)


def nobody(
    rows: tuple[UnitRow, ...], *, unit: str, units: str, sheet: str
) -> Iterator[Table | Paragraph]:
    """The units from which nobody came: run in on paper, a list of their own in a workbook."""
    found = with_nobody(rows)
    if not found:
        if rows:
            yield Paragraph(f"Tất cả {units} đều có người dự thi.")
        return
    names = "; ".join(row.unit.name for row in found)
    yield Paragraph(f"Có {len(found)} {units} chưa có người dự thi: {names}.")
    yield Table(
        title=f"Danh sách {units} chưa có người dự thi",
        sheet=sheet,
        columns=(
            Column("STT", Kind.COUNT, 0.8),
            Column(unit, Kind.TEXT, 4.0),
            Column("Tổng số người", Kind.COUNT, 1.2),
        ),
        rows=tuple(
            (place, row.unit.name, row.unit.headcount) for place, row in enumerate(found, start=1)
        ),
        on_paper=False,
    )


def hardest_table(section: Section, prefix: str) -> Table:
    """The questions that were answered rightly least often."""
    note = f"Nhiều nhất {MOST_HARD} câu, câu khó nhất đứng đầu."
    if section.least_shown > 1:
        note += f" Chỉ xét câu đã ra trong ít nhất {section.least_shown} lượt thi."
    return Table(
        title="Các câu hỏi khó nhất",
        sheet=f"{prefix}Câu khó nhất",
        columns=(
            Column("STT", Kind.COUNT, 0.8),
            Column("Mã câu", Kind.TEXT, 1.6, on_paper=False),
            Column("Câu hỏi", Kind.TEXT, 6.0),
            Column("Số lần ra", Kind.COUNT, 1.0),
            Column("Số lần đúng", Kind.COUNT, 1.0),
            Column("Tỉ lệ đúng", Kind.SHARE, 1.0),
        ),
        rows=tuple(
            (place, one.id, " ".join(one.text.split()), one.shown, one.right, one.share)
            for place, one in enumerate(section.hardest, start=1)
        ),
        notes=(note,),
    )
