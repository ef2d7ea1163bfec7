"""Reads typed lists and tables of questions out of Word documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import Any, Final

import docx
from docx.oxml.ns import qn

from app.domain.bank_losses import PlaceUnit
from app.formats.bank_source import Source
from app.formats.draft_bank import DraftBank, TooMuch, bounded, refused
from app.formats.list_lines import Line
from app.formats.question_list import read_lines
from app.formats.read_bank import Place, ReadBank
from app.formats.table_headings import find_columns
from app.formats.table_read import read_table
from app.formats.tables import Table
from app.formats.word_numbering import Numbering
from app.formats.word_paragraphs import line_of
from app.formats.zip_guard import Package, ZipRefused, check_xml_parts, is_zip, open_package

MOST_FILES: Final = 3_000
MOST_MARKS: Final = 800_000
MOST_PARAGRAPHS: Final = 60_000
LONGEST_PARAGRAPH: Final = 40_000
_NUMBER: Final = re.compile(r"(?:câu\s*)?([0-9]{1,5})\W*$", re.IGNORECASE)
_LETTER: Final = re.compile(r"([A-Z])\W*$")
_TITLE: Final = "Title"
GUIDE_STYLE: Final = "Guide"
"""The style of what the template says to people; nothing is lost with it."""
_UNIT: Final = PlaceUnit.PARAGRAPH


@bounded
def read(data: bytes, source: Source) -> ReadBank:
    """Read and check a bank in a Word document; places are the numbers of its paragraphs."""
    if not is_zip(data):
        return refused("docx.not_docx", unit=_UNIT)
    try:
        package = open_package(data, most_files=MOST_FILES)
        check_xml_parts(package, most_marks=MOST_MARKS)
        bank = DraftBank(source.naming, _UNIT)
        _lose_parts(bank, package)
        reader = _open(bank, source, data)
    except ZipRefused as error:
        return ReadBank(None, (error.problem,), unit=_UNIT)
    except _Damaged:
        return refused("docx.damaged", unit=_UNIT)
    reader.read()
    return bank.finish(source.image_exists)


class _Damaged(Exception):
    """The document's parts do not fit together."""


def _open(bank: DraftBank, source: Source, data: bytes) -> _Reader:
    try:
        document = docx.Document(BytesIO(data))
        return _Reader(bank, source, document)
    except Exception as error:
        # Whatever is wrong inside, python-docx and lxml show it by some exception of theirs.
        raise _Damaged from error


class _Reader:
    def __init__(self, bank: DraftBank, source: Source, document: Any) -> None:
        self.bank = bank
        self.source = source
        self.body = document.element.body
        self.numbering = Numbering(_numbering_of(document), document.styles.element)
        self.count = 0
        self.lines: list[Line] = []

    def read(self) -> None:
        for node in _blocks(self.body):
            if node.tag == qn("w:tbl"):
                self._take_table(node)
            else:
                self._take_paragraph(node)
        self._flush()

    def _take_paragraph(self, node: Any) -> None:
        properties = node.find(qn("w:pPr"))
        line = self._line(node)
        if _style(properties) == _TITLE and line.text.strip():
            self.bank.head.setdefault("title", line.text.strip())
        elif _style(properties) != GUIDE_STYLE:
            self.lines.append(line)

    def _line(self, node: Any) -> Line:
        self.count += 1
        properties = node.find(qn("w:pPr"))
        label = self.numbering.label(properties, _style(properties))
        line, lost = line_of(node, label, self.count)
        for code, detail in lost:
            self.bank.lose(code, Place(self.count, 1), detail)
        if len(line.text) > LONGEST_PARAGRAPH or self.count > MOST_PARAGRAPHS:
            raise TooMuch(_UNIT, Place(self.count, 1))
        return replace(line, text=self.source.words(line.text)) if self.source.legacy else line

    def _take_table(self, node: Any) -> None:
        rows = [
            [[self._line(p) for p in cell.iter(qn("w:p"))] for cell in row.iterchildren(qn("w:tc"))]
            for row in node.iterchildren(qn("w:tr"))
        ]
        texts = [["\n".join(line.text for line in cell).strip() for cell in row] for row in rows]
        numbers = [row[0][0].number if row and row[0] else self.count for row in rows]
        answers = answers_in(texts)
        if answers:
            self.lines.append(Line("", numbers[0], answers=answers))
        elif find_columns(texts):
            self._flush()
            read_table(self.bank, Table(list(texts), numbers=numbers))
        else:
            self.lines += [line for row in rows for cell in row for line in cell]

    def _flush(self) -> None:
        if any(line.text.strip() or line.answers for line in self.lines):
            read_lines(self.bank, self.lines)
        self.lines = []


def answers_in(rows: Sequence[Sequence[str]]) -> dict[int, str]:
    """Return what a table of answers says, numbers and letters in rows or in columns."""
    found: dict[int, str] = {}
    for upper, lower in pairwise(rows):
        for number, letter in zip(upper, lower, strict=False):
            _pair(found, number, letter)
    for row in rows if not found else ():
        for number, letter in zip(row[::2], row[1::2], strict=False):
            _pair(found, number, letter)
    cells = sum(1 for row in rows for cell in row if cell.strip())
    return found if found and 2 * len(found) >= 0.6 * cells else {}


def _pair(found: dict[int, str], number: str, letter: str) -> None:
    left, right = _NUMBER.match(number.strip()), _LETTER.match(letter.strip())
    if left and right:
        found.setdefault(int(left[1]), right[1])


def _blocks(body: Any) -> Iterator[Any]:
    """Give paragraphs and tables in order, also those inside content controls."""
    for node in body.iterchildren():
        if node.tag in (qn("w:p"), qn("w:tbl")):
            yield node
        elif node.tag == qn("w:sdt"):
            for content in node.iterchildren(qn("w:sdtContent")):
                yield from (n for n in content.iterchildren() if n.tag in (qn("w:p"), qn("w:tbl")))


def _numbering_of(document: Any) -> Any:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering") and not relation.is_external:
            return getattr(relation.target_part, "element", None)
    return None


def _style(properties: Any) -> str:
    node = properties.find(qn("w:pStyle")) if properties is not None else None
    return str(node.get(qn("w:val"), "")) if node is not None else ""


def _lose_parts(bank: DraftBank, package: Package) -> None:
    for name in package.names:
        if name.endswith("vbaProject.bin"):
            bank.lose("macros", Place(1, 1), name)
        elif name == "word/comments.xml":
            bank.lose("comments", Place(1, 1), name)
