"""A report as a document: headings, paragraphs, tables and charts, whatever file it becomes.

Tables hold values, not words, so that a spreadsheet can count with them; `shown`
gives the words in which print shows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from typing import Final

NOTHING: Final = "—"
MOTTO: Final = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
NO_ROWS: Final = "Chưa có số liệu."


class Kind(StrEnum):
    """What a column holds: texts, whole numbers, points (perhaps with decimals), shares of 1."""

    TEXT = "text"
    COUNT = "count"
    POINTS = "points"
    SHARE = "share"


Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `width` is its share of the line beside the others'.

    One that is not `on_paper` is for workbooks only.
    """

    heading: str
    kind: Kind = Kind.TEXT
    width: float = 1.0
    on_paper: bool = True


@dataclass(frozen=True, slots=True)
class Chart:
    """One row of figures as a picture: upright `columns`, or `bars` lying down."""

    title: str
    labels: tuple[str, ...]
    values: tuple[int, ...]
    bars: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 for parts, 2 for what is in them."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title; `notes` say how to read it.

    `sheet` is its name in a workbook. On paper at most `printed` rows are shown and
    the rest is counted; one that is not `on_paper` is for workbooks only. `chart` is
    drawn from it: in a workbook from its own cells, `charted` being the column with
    the figures.
    """

    title: str
    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    printed: int | None = None
    on_paper: bool = True
    chart: Chart | None = None
    charted: int = 0


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class OfficialHead:
    """The head of an official paper, and the foot in which it is signed."""

    superior_body: str
    issuing_body: str
    number: str
    place_and_day: str
    signer_authority: str
    signer_title: str
    signer_name: str
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report. `last_lines` stand after the signature: of when it is, and its seal."""

    head: OfficialHead
    kind: str
    subject: str
    blocks: tuple[Block, ...]
    last_lines: tuple[str, ...]

    @property
    def tables(self) -> list[Table]:
        """The tables in order."""
        return [block for block in self.blocks if isinstance(block, Table)]


def shown(cell: Cell, kind: Kind) -> str:
    """A cell as Vietnamese print shows it: 1.234; 18,5; 87,5%."""
    if cell is None:
        return NOTHING
    if isinstance(cell, str):
        return cell
    if kind is Kind.SHARE:
        return f"{_decimal(Decimal(str(cell)) * 100, 1)}%"
    return _decimal(Decimal(str(cell)), 3 if kind is Kind.POINTS else 0)


def _decimal(value: Decimal, places: int) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    text = f"{rounded:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def printed_columns(table: Table) -> list[Column]:
    """The columns that paper shows."""
    return [column for column in table.columns if column.on_paper]


def printed_rows(table: Table) -> list[list[str]]:
    """The rows that paper shows, in words."""
    kept = table.rows if table.printed is None else table.rows[: table.printed]
    return [
        [
            shown(cell, column.kind)
            for cell, column in zip(row, table.columns, strict=True)
            if column.on_paper
        ]
        for row in kept
    ]


def printed_notes(table: Table) -> list[str]:
    """What paper says under a table, also of rows left out; nothing under an empty one."""
    if not table.rows:
        return []
    left_out = 0 if table.printed is None else max(0, len(table.rows) - table.printed)
    more = [f"Còn {left_out} dòng nữa: xem tệp Excel của báo cáo."] if left_out else []
    return [*table.notes, *more]
