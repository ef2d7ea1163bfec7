"""A report in words: the whole official paper, always in Vietnamese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import Final

from flask_babel import force_locale

from app.domain.report_documents import (
    Block,
    Document,
    Heading,
    Kind,
    Paragraph,
    Table,
    shown,
)
from app.domain.reports import Report, Section
from app.domain.settings import ReportHeading
from app.wording.report_counts import (
    communes_table,
    days_table,
    groups_table,
    mean,
    organisations_table,
    scope_name,
    scores_table,
    summary_table,
)
from app.wording.report_heads import official_head
from app.wording.report_lists import (
    awarded_table,
    hardest_table,
    minute,
    moment,
    nobody,
    winners_table,
)
from app.wording.rules import ranking_sentence, unit_sentences

KIND: Final = "BÁO CÁO"
_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_MARKDOWN = re.compile(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}|^#+\s*")
_LIST = re.compile(r"^\s*[-*+]\s+")


def document(report: Report, heading: ReportHeading) -> Document:
    """The paper of a report under a heading."""
    with force_locale("vi"):
        return Document(
            head=official_head(heading, report.taken_at),
            kind=KIND,
            subject=f"Kết quả cuộc thi “{report.contest}”",
            blocks=tuple(_numbered(_blocks(report))),
            last_lines=_last_lines(report),
        )


def _blocks(report: Report) -> Iterator[Block]:
    yield Heading("Thông tin chung")
    yield from (Paragraph(text) for text in _general(report))
    yield summary_table(report)
    many = len(report.sections) > 1
    for section in report.sections:
        name = scope_name(section)
        yield Heading("Kết quả" if not many and section.round is None else f"Kết quả: {name}")
        yield from _section(report, section, f"Đ{section.round} " if many and section.round else "")


def _general(report: Report) -> Iterator[str]:
    first = report.sections[0]
    spoken = f"đợt {first.round}" if first.round is not None else f"{report.rounds} đợt thi"
    yield (
        f"Cuộc thi “{report.contest}” ({spoken}) mở lúc {minute(first.opens_at)} và đóng lúc "
        f"{minute(first.closes_at)}. Mỗi lượt thi có {report.rules.question_count} câu hỏi, "
        f"làm trong {report.rules.minutes} phút."
    )
    yield _said(report, first)
    yield ranking_sentence(report.rules)
    yield " ".join(unit_sentences(report.rules))
    prizes = [_plain(line) for line in report.prizes.splitlines() if line.strip()]
    if prizes:
        yield "Giải thưởng theo thể lệ:"
        yield from prizes


def _said(report: Report, first: Section) -> str:
    people, attempts = shown(first.people, Kind.COUNT), shown(first.attempts, Kind.COUNT)
    said = f"Tính đến {moment(report.taken_at)}, có {people} người dự thi với {attempts} lượt thi"
    if first.people:
        points = shown(mean(first.mills, first.people), Kind.POINTS)
        said += (
            f"; điểm trung bình là {points}; {shown(first.full, Kind.COUNT)} người đạt điểm tối đa"
        )
    said += ". "
    if report.final:
        return said + "Kết quả là chính thức."
    return said + " ".join(["Kết quả chưa được chốt là chính thức.", *_still(report)])


def _still(report: Report) -> Iterator[str]:
    """What may still change the figures."""
    if report.open_attempts:
        yield f"Còn {shown(report.open_attempts, Kind.COUNT)} lượt thi đang làm chưa được tính."
    if report.waiting:
        yield f"Còn {shown(report.waiting, Kind.COUNT)} lượt thi đã nộp đang chờ lên bảng."
    if report.frozen_at is not None:
        yield (
            f"Bảng xếp hạng tạm dừng công bố từ {minute(report.frozen_at)}: "
            f"{shown(report.withheld, Kind.COUNT)} lượt thi kết thúc sau đó chưa được tính."
        )
    if report.rescoring:
        yield "Kết quả đang được chấm lại theo đáp án đã sửa."


def _plain(line: str) -> str:
    bare = _LIST.sub("- ", line.strip())
    return (
        _MARKDOWN.sub("", bare) if not bare.startswith("- ") else "- " + _MARKDOWN.sub("", bare[2:])
    )


def _section(report: Report, section: Section, prefix: str) -> Iterator[Block]:
    yield days_table(section, prefix)
    yield groups_table(section, prefix)
    yield communes_table(report, section, prefix)
    yield organisations_table(report, section, prefix)
    yield scores_table(section, prefix)
    yield hardest_table(section, prefix)
    for winners in section.winners:
        yield winners_table(report, section, winners, prefix)
    yield awarded_table(
        report,
        section.organisations,
        unit="Đơn vị",
        title="Danh sách đơn vị xếp hạng cao (giải tập thể)",
        sheet=f"{prefix}Giải tập thể đơn vị",
    )
    yield awarded_table(
        report,
        section.communes,
        unit="Xã, phường",
        title="Danh sách xã, phường xếp hạng cao (giải tập thể)",
        sheet=f"{prefix}Giải tập thể xã",
    )
    yield Heading("Nơi chưa có người dự thi", 2)
    yield from nobody(
        section.communes, unit="Xã, phường", units="xã, phường", sheet=f"{prefix}Xã chưa có ai"
    )
    yield from nobody(
        section.organisations, unit="Đơn vị", units="đơn vị", sheet=f"{prefix}Đơn vị chưa có ai"
    )


def _numbered(blocks: Iterator[Block]) -> Iterator[Block]:
    """Parts get Roman numbers, what is in them numbers that begin anew."""
    from dataclasses import replace

    parts, inner = count(1), count(1)
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            inner = count(1)
            yield replace(block, text=f"{roman(next(parts))}. {block.text.upper()}")
        elif isinstance(block, Heading):
            yield replace(block, text=f"{next(inner)}. {block.text}")
        elif isinstance(block, Table) and block.on_paper:
            yield replace(block, title=f"{next(inner)}. {block.title}")
        else:
            yield block


def roman(number: int) -> str:
    """A number from 1 on in Roman digits."""
    said = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        said += letters * times
    return said


def _last_lines(report: Report) -> tuple[str, ...]:
    return (
        f"Mọi số liệu trong báo cáo lấy từ cùng một thời điểm: {moment(report.taken_at)} "
        "(giờ Việt Nam).",
        f"Nhật ký kiểm toán tại thời điểm đó: mục số {report.audit_number}, "
        f"mã {report.audit_digest}.",
    )
