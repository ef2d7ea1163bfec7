"""Any list as an Excel workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.formats.sheets import Cell, Sheet, write

Row = Sequence[Cell]


def workbook(
    title: str,
    headings: Sequence[str],
    rows: Iterable[Row],
    preface: Sequence[str] = (),
) -> bytes:
    """A workbook of one sheet; `preface` are lines above the headings."""
    return write([Sheet(title, headings, rows, preface)])
