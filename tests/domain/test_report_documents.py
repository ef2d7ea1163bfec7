"""Cells of reports as Vietnamese print shows them."""

from __future__ import annotations

import pytest

from app.domain.report_documents import (
    Cell,
    Column,
    Kind,
    Table,
    printed_columns,
    printed_notes,
    printed_rows,
    shown,
)


@pytest.mark.parametrize(
    ("cell", "kind", "wanted"),
    [
        (None, Kind.COUNT, "—"),
        ("=1+1", Kind.TEXT, "=1+1"),
        (0, Kind.COUNT, "0"),
        (1234567, Kind.COUNT, "1.234.567"),
        (18.5, Kind.POINTS, "18,5"),
        (18.0, Kind.POINTS, "18"),
        (1200.125, Kind.POINTS, "1.200,125"),
        (-0.25, Kind.POINTS, "-0,25"),
        (0.875, Kind.SHARE, "87,5%"),
        (1.0, Kind.SHARE, "100%"),
        (0.0004, Kind.SHARE, "0%"),
    ],
)
def test_cells_read_as_vietnamese_print_does(cell: Cell, kind: Kind, wanted: str) -> None:
    assert shown(cell, kind) == wanted


def test_paper_shows_part_of_a_table_and_says_what_is_missing() -> None:
    columns = (Column("A"), Column("B", on_paper=False), Column("C", Kind.COUNT))
    rows = tuple(("a", "b", number) for number in range(5))
    table = Table("T", "t", columns, rows, notes=("Ghi chú",), printed=2)
    assert [column.heading for column in printed_columns(table)] == ["A", "C"]
    assert printed_rows(table) == [["a", "0"], ["a", "1"]]
    assert printed_notes(table) == ["Ghi chú", "Còn 3 dòng nữa: xem tệp Excel của báo cáo."]


def test_nothing_is_noted_under_an_empty_table() -> None:
    assert printed_notes(Table("T", "t", (Column("A"),), (), notes=("Ghi chú",))) == []
