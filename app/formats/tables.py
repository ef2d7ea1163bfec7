"""A table of text cells, as every spreadsheet and Word table is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.formats.read_bank import Place


@dataclass(slots=True)
class Table:
    """Rows of cells as text; `first` is the number of the first row in the file.

    `wide` names rows (counted from 0) that are one cell across: headings
    between questions. `merged` leads from a covered cell to the one whose
    value it shows. `part` names the sheet when there are several.
    `numbers` are those of the rows where they do not just count on.
    """

    rows: list[Sequence[str]] = field(default_factory=list)
    first: int = 1
    wide: set[int] = field(default_factory=set)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    part: str = ""
    numbers: list[int] = field(default_factory=list)

    def cell(self, row: int, column: int | None) -> str:
        """Return a cell, stripped; an empty string where there is none."""
        if column is None or column >= len(self.rows[row]):
            return ""
        return self.rows[row][column].strip()

    def shown(self, row: int, column: int | None) -> str:
        """Return what a cell shows, also where it is covered by a merged one."""
        own = self.cell(row, column)
        if own or column is None or (row, column) not in self.merged:
            return own
        return self.cell(*self.merged[row, column])

    def place(self, row: int, column: int | None = None) -> Place:
        """Return the place of a cell in the file."""
        number = self.numbers[row] if self.numbers else self.first + row
        return Place(number, (column or 0) + 1, self.part)
