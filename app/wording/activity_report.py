"""What all units did, in words: the whole official paper, always in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.activities import Tally
from app.domain.activity_summaries import ActivitySummary
from app.domain.report_documents import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Kind,
    Paragraph,
    Table,
)
from app.domain.report_documents import shown as in_print
from app.domain.settings import ReportHeading
from app.wording.report_heads import official_head
from app.wording.report_lists import minute, moment

KIND = "BÁO CÁO"
_PRINTED = 60
"""Rows of activities on paper; the workbook has all."""


def document(summary: ActivitySummary, heading: ReportHeading) -> Document:
    """The paper of a summary under a heading."""
    return Document(
        head=official_head(heading, summary.taken_at),
        kind=KIND,
        subject=f"Tổng hợp hoạt động hưởng ứng: {summary.title}",
        blocks=tuple(_blocks(summary)),
        last_lines=(f"Số liệu tại thời điểm {moment(summary.taken_at)}.",),
    )


def _blocks(summary: ActivitySummary) -> Iterator[Block]:
    yield Heading("I. Kết quả chung")
    yield Paragraph(_said(summary))
    yield _units(summary)
    yield Heading("II. Các hoạt động")
    yield _activities(summary)
    yield Heading("III. Đơn vị chưa báo cáo")
    yield _missing(summary)


def _said(summary: ActivitySummary) -> str:
    total, answered = summary.total, len(summary.units)
    return (
        f"Có {_count(summary.asked)} đơn vị được yêu cầu báo cáo, "
        f"hạn gửi {minute(summary.deadline_at)}. Đến {moment(summary.taken_at)}, "
        f"{_count(answered)} đơn vị đã báo cáo {_count(total.activities)} hoạt động "
        f"với {_count(total.people)} lượt người được tiếp cận; "
        f"{_count(total.late)} báo cáo gửi muộn; "
        f"{_count(len(summary.missing))} đơn vị chưa báo cáo."
    )


def _count(number: int) -> str:
    return in_print(number, Kind.COUNT)


def _units(summary: ActivitySummary) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (place, one.name, *_figures(one.tally)) for place, one in enumerate(summary.units, start=1)
    ]
    if rows:
        rows.append((None, "Tổng cộng", *_figures(summary.total)))
    return Table(
        title="Số hoạt động theo đơn vị",
        sheet="Theo đơn vị",
        columns=(
            Column("TT", Kind.COUNT, 0.6),
            Column("Đơn vị", Kind.TEXT, 3.2),
            Column("Hoạt động", Kind.COUNT, 1.1),
            Column("Đã nhận", Kind.COUNT, 1.0),
            Column("Gửi muộn", Kind.COUNT, 1.0),
            Column("Người được tiếp cận", Kind.COUNT, 1.5),
            Column("Ảnh", Kind.COUNT, 0.8),
        ),
        rows=tuple(rows),
    )


def _figures(tally: Tally) -> tuple[int, int, int, int, int]:
    return tally.activities, tally.accepted, tally.late, tally.people, tally.photos


def _activities(summary: ActivitySummary) -> Table:
    return Table(
        title="Danh sách hoạt động",
        sheet="Hoạt động",
        columns=(
            Column("TT", Kind.COUNT, 0.6),
            Column("Đơn vị", Kind.TEXT, 2.0),
            Column("Hoạt động", Kind.TEXT, 3.0),
            Column("Ngày", Kind.TEXT, 1.2),
            Column("Nơi làm", Kind.TEXT, 2.0),
            Column("Người được tiếp cận", Kind.COUNT, 1.2),
            Column("Mô tả", Kind.TEXT, 3.0, on_paper=False),
            Column("Đã nhận", Kind.TEXT, 1.0, on_paper=False),
            Column("Gửi muộn", Kind.TEXT, 1.0, on_paper=False),
        ),
        rows=tuple(
            (
                place,
                one.unit,
                one.title,
                f"{one.held_on:%d/%m/%Y}",
                one.place,
                one.people,
                one.description,
                "có" if one.accepted else "chưa",
                "có" if one.late else "",
            )
            for place, one in enumerate(summary.activities, start=1)
        ),
        printed=_PRINTED,
    )


def _missing(summary: ActivitySummary) -> Table:
    return Table(
        title="Đơn vị chưa gửi báo cáo nào",
        sheet="Chưa báo cáo",
        columns=(Column("TT", Kind.COUNT, 0.6), Column("Đơn vị", Kind.TEXT, 6.0)),
        rows=tuple((place, name) for place, name in enumerate(summary.missing, start=1)),
    )
