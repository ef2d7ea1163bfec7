"""All bank formats by name: their readers, their writers, and how a file shows which it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Final

from app.domain.questions import Bank
from app.formats import (
    aiken,
    bank_yaml,
    csv_bank,
    docx_read,
    docx_write,
    gift_read,
    gift_write,
    moodle_xml_read,
    moodle_xml_write,
    qti1_write,
    qti_package,
    xlsx_read,
    xlsx_write,
)
from app.formats.bank_source import Source
from app.formats.read_bank import ReadBank
from app.formats.text_decode import Undecodable, decode
from app.formats.written_bank import Reader, WrittenBank
from app.formats.zip_guard import ZipRefused, is_zip, open_package


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, reader and writer, and the ending its files usually have."""

    name: str
    read: Reader
    write: Callable[[Bank], WrittenBank]
    ending: str


def _read_yaml(data: bytes, source: Source) -> ReadBank:
    if source.legacy:
        with suppress(Undecodable):  # The reader itself says what is wrong with the bytes.
            data = source.words(decode(data, source.legacy)[0]).encode()
    return bank_yaml.read(data, image_exists=source.image_exists)


def _write_yaml(bank: Bank) -> WrittenBank:
    return WrittenBank(bank_yaml.write(bank), ())


_QTI: Final = {
    "qti": qti_package.QTI_22,
    "qti21": qti_package.QTI_21,
    "qti22": qti_package.QTI_22,
    "qti30": qti_package.QTI_30,
}
FORMATS: Final[Mapping[str, Format]] = {
    each.name: each
    for each in (
        Format("yaml", _read_yaml, _write_yaml, ".yaml"),
        Format("gift", gift_read.read, gift_write.write, ".gift"),
        Format("aiken", aiken.read, aiken.write, ".txt"),
        Format("moodle-xml", moodle_xml_read.read, moodle_xml_write.write, ".xml"),
        *(
            Format(name, qti_package.read, partial(qti_package.write, dialect=dialect), ".zip")
            for name, dialect in _QTI.items()
        ),
        Format("qti12", qti_package.read, qti1_write.write, ".xml"),
        Format("csv", csv_bank.read, csv_bank.write, ".csv"),
        Format("xlsx", xlsx_read.read, xlsx_write.write, ".xlsx"),
        Format("docx", docx_read.read, docx_write.write, ".docx"),
    )
}
_BY_ENDING: Final = {
    ".yaml": "yaml", ".yml": "yaml", ".gift": "gift", ".aiken": "aiken", ".csv": "csv",
    ".tsv": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx", ".docx": "docx", ".docm": "docx",
    ".zip": "qti", ".imscc": "qti",
}  # fmt: skip
_OLD: Final = b"\xd0\xcf\x11\xe0"
"""How the files of old Word and Excel begin."""
_HEAD: Final = 4_000
_ROOT: Final = re.compile(
    r"<\s*(?:\w+:)?(quiz|questestinterop|assessmentItem|qti-assessment-item)\b"
)
_GIFT: Final = re.compile(
    r"^\s*(?:::|\$CATEGORY:)|\{[^{}]*[=~#][^{}]*\}|\{\s*(?:T|F|TRUE|FALSE)\s*\}", re.M
)
_YAML: Final = re.compile(r"^(?:format|bank|questions)\s*:", re.M)
_CSV_NAMES: Final = re.compile(r"^[^\n]*[,;\t][^\n]*$", re.M)


def guess(data: bytes, file_name: str) -> str:
    """Return the name of the format that a file's name and bytes show, or an empty string.

    "old-office" is what Word and Excel wrote before 2007, which is not read.
    """
    if data.startswith(_OLD):
        return "old-office"
    if is_zip(data):
        return _guess_zip(data)
    head = data[:_HEAD].decode(
        "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace"
    )
    root = _ROOT.search(head)
    if root and head.lstrip("\ufeff \t\r\n").startswith("<"):
        return {"quiz": "moodle-xml", "questestinterop": "qti12"}.get(root[1], "qti")
    named = _BY_ENDING.get(ending_of(file_name), "")
    if named and named not in ("xlsx", "docx", "qti"):
        return named
    return _guess_text(head)


def ending_of(file_name: str) -> str:
    """Return the ending of a file's name in small letters, with its dot."""
    return f".{file_name.rpartition('.')[2].lower()}" if "." in file_name else ""


def _guess_zip(data: bytes) -> str:
    try:
        names = open_package(data).names
    except ZipRefused:
        # Any of the readers of zip files says what is wrong with it.
        return "qti"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    return "docx" if any(name.startswith("word/") for name in names) else "qti"


def _guess_text(head: str) -> str:
    if _YAML.search(head):
        return "yaml"
    if re.search(r"^\s*(?:ANSWER|Đáp án)\s*:", head, re.M | re.I):
        return "aiken"
    if _GIFT.search(head):
        return "gift"
    first = _CSV_NAMES.search(head)
    if first and csv_bank.has_heading(head):
        return "csv"
    return "aiken" if re.search(r"^\s*(?:Câu\s*\d|A[.)]\s)", head, re.M) else ""
