"""Writes the bank as a Word document: a typed list that people read and that reads back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any, Final

import docx
from docx.oxml import OxmlElement
from docx.text.paragraph import Paragraph

from app.domain.questions import Bank, Question
from app.formats import docx_read
from app.formats.list_write import lines_of, stands_alone
from app.formats.written_bank import WrittenBank, leave_out, written

_LONG_AGO: Final = datetime(2000, 1, 1)


def write(bank: Bank) -> WrittenBank:
    """Return the bank as a document; what looks like marks of a list is left out."""
    topics = {topic.id: topic.title for topic in bank.topics}
    left_out = []
    groups: list[list[str]] = [list(_head(bank))]

    def lines(question: Question, number: int = 1) -> list[str]:
        return list(lines_of(number, question, bank.keys[question.id], topics))

    for question in bank.questions:
        if stands_alone(bank, question, lines, loose=False):
            groups.append(lines(question, len(groups)))
        else:
            left_out.append(leave_out(question, "question.ambiguous"))
    return written(bank, _document(bank.title, groups), docx_read.read, left_out=left_out)


def _head(bank: Bank) -> Iterator[str]:
    values = {
        "Mã ngân hàng": bank.slug,
        "Ngôn ngữ": bank.language,
        "Mô tả": bank.description,
        "Giấy phép": bank.licence,
    }
    yield from (f"{name}: {value}" for name, value in values.items() if value)


def _document(title: str, groups: list[list[str]]) -> bytes:
    document = docx.Document()
    properties = document.core_properties
    properties.created = properties.modified = _LONG_AGO
    properties.author = ""
    properties.comments = ""
    document.add_paragraph(title, style="Title")
    end = document.element.body[-1]
    for group in groups:
        for number, text in enumerate(group):
            _add(end, document, text, first=number == 0 and group is not groups[0])
        _add(end, document, "", first=False)
    output = BytesIO()
    document.save(output)
    return output.getvalue()


def _add(end: Any, document: Any, text: str, *, first: bool) -> None:
    """Add a paragraph right before the end; the library's own way searches the whole document."""
    node = OxmlElement("w:p")
    end.addprevious(node)
    paragraph = Paragraph(node, document)
    if not first:
        paragraph.add_run(text)
        return
    label, _, rest = text.partition(". ")
    paragraph.add_run(f"{label}. ").bold = True
    paragraph.add_run(rest)
