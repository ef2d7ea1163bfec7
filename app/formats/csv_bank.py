"""Question tables as CSV, in whatever encoding and with whatever separator Excel writes."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO
from typing import Final

from app.domain.bank_losses import PlaceUnit
from app.domain.formula_guard import STARTS
from app.domain.questions import Bank
from app.formats.bank_source import Source
from app.formats.draft_bank import DraftBank, bounded
from app.formats.read_bank import Place, ReadBank
from app.formats.table_headings import SEARCHED_ROWS, find_columns
from app.formats.table_read import read_table
from app.formats.table_write import table_of
from app.formats.tables import Table
from app.formats.text_decode import Undecodable, decode
from app.formats.written_bank import WrittenBank, written

MOST_ROWS: Final = 30_000
_LONGEST_LINE: Final = 100_000
_SEPARATORS: Final = (",", ";", "\t", "|")
_SEPARATOR_LINE: Final = re.compile(r"sep=(.)\n")
_GUARDED: Final = (*STARTS, "'")
"""What spreadsheets take for the beginning of a formula, and the sign that guards against it."""
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


class _TooLarge(Exception):
    """More rows, or longer ones, than a bank can have."""


@bounded
def read(data: bytes, source: Source) -> ReadBank:
    """Read and check a bank in CSV; places are those of the sheet that Excel shows."""
    try:
        text, warnings = decode(data, source.legacy)
    except Undecodable as error:
        return ReadBank(None, (error.problem,), unit=PlaceUnit.CELL)
    bank = DraftBank(source.naming, PlaceUnit.CELL)
    bank.faults += warnings
    try:
        if not read_table(bank, _table(source.words(text))):
            bank.fault("table.no_heading", Place(1, 1))
    except _TooLarge:
        bank.fault("table.too_large", Place(1, 1), limit=str(MOST_ROWS))
    except csv.Error as error:
        bank.fault("csv.syntax", Place(1, 1), detail=str(error)[:100])
    return bank.finish(source.image_exists)


def write(bank: Bank) -> WrittenBank:
    """Return the bank as CSV that Excel opens with the right letters and without formulas."""
    output = StringIO()
    writer = csv.writer(output)
    for row in table_of(bank, topic_ids=True):
        writer.writerow([_guard(cell) for cell in row])
    return written(bank, output.getvalue().encode("utf-8-sig"), read)


def has_heading(text: str) -> bool:
    """Whether a text has the heading row of a question table under some separator."""
    try:
        return find_columns(_table(text).rows) is not None
    except (csv.Error, _TooLarge):
        return False


def _guard(cell: str) -> str:
    if cell.startswith(_GUARDED) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def _unguard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_GUARDED) else cell


def _table(text: str) -> Table:
    named = _SEPARATOR_LINE.match(text)
    if named:
        # Excel does not show this line, so that the rows after it count from 1.
        return Table(list(_rows(text[named.end() :], named[1])))
    separator = _separator(text)
    return Table(list(_rows(text, separator)))


def _separator(text: str) -> str:
    """Return the separator under which a heading row is found, else the most frequent one."""
    head = text[:_LONGEST_LINE]
    for separator in _SEPARATORS:
        try:
            rows = [
                row for row, _ in zip(_rows(head, separator), range(SEARCHED_ROWS), strict=False)
            ]
        except (csv.Error, _TooLarge):
            continue
        if find_columns(rows):
            return separator
    return max(_SEPARATORS, key=head.count)


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    lines = _lines(StringIO(text, newline=""))
    for number, row in enumerate(csv.reader(lines, delimiter=separator)):
        if number >= MOST_ROWS:
            raise _TooLarge
        yield [_unguard(cell.strip()) for cell in row]


def _lines(text: StringIO) -> Iterator[str]:
    for line in text:
        if len(line) > _LONGEST_LINE:
            raise _TooLarge
        yield line
