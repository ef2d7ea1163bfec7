"""Documents as reports have them, also with texts that would like to be more than text."""

from __future__ import annotations

from app.domain.report_documents import (
    Chart,
    Column,
    Document,
    Heading,
    Kind,
    OfficialHead,
    Paragraph,
    Table,
)


def a_table(text: str, *, sheet: str = "Đơn vị") -> Table:
    """Two rows with every kind of cell, and a chart with lying bars."""
    return Table(
        title=f"Bảng {text}",
        sheet=sheet,
        columns=(
            Column("Hạng", Kind.COUNT),
            Column(text, Kind.TEXT, 3),
            Column("Số người", Kind.COUNT),
            Column("Tỉ lệ", Kind.SHARE),
            Column("Điểm", Kind.POINTS),
        ),
        rows=((1, text, 1200, 0.5, 18.5), (None, "Xã Đồng Văn", 3, None, None)),
        notes=(text,),
        chart=Chart(text, (text, "Xã Đồng Văn"), (1200, 3), bars=True, unit="người"),
        charted=2,
    )


def a_document(text: str = "Sở Khoa học và Công nghệ") -> Document:
    """A report in which one text stands wherever a user's text can stand."""
    days = Table(
        "Theo ngày",
        "Ngày",
        (Column("Ngày"), Column("Số lượt", Kind.COUNT)),
        (("23/11/2026", 10), ("24/11/2026", 7)),
        chart=Chart("Lượt thi", ("23/11", "24/11"), (10, 7), unit="lượt"),
        charted=1,
    )
    return Document(
        head=OfficialHead(text, text, text, text, text, text, text, (text,)),
        kind="BÁO CÁO",
        subject=text,
        blocks=(
            Heading("I. PHẦN MỘT"),
            Paragraph(text),
            a_table(text),
            Heading(text, 2),
            days,
            Table("Không in", "Chỉ Excel", (Column(text),), ((text,),), on_paper=False),
            Table("Trống", "Trống", (Column("A"),), ()),
        ),
        last_lines=(f"Lúc {text}", "Mã abc"),
    )
