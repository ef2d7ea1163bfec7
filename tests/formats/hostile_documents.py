"""Files made to hurt the readers of bank formats, at or beyond each of their limits."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from io import BytesIO

import docx

Maker = Callable[[], bytes]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(*files: tuple[str, bytes], packed: bool = False) -> bytes:
    output = BytesIO()
    kind = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(output, "w", kind) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return output.getvalue()


def book(sheet: str, strings: str = "", *extra: tuple[str, bytes]) -> bytes:
    """A workbook of one sheet, not packed, so that the guard of ratios does not help."""
    parts = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_SHEET}.{kind}+xml"/>'
        for name, kind in (
            ("workbook", "sheet.main"),
            ("worksheets/sheet1", "worksheet"),
            ("sharedStrings", "sharedStrings"),
        )
    )
    default = f'<Default Extension="rels" ContentType="{_RELATIONS}"/>'
    relation = (
        '<Relationships xmlns="%s/relationships">'
        '<Relationship Id="rId1" Type="%s/%s" Target="%s"/></Relationships>'
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{default}{parts}</Types>',
        "_rels/.rels": relation % (_PACKAGE, _OFFICE, "officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relation
        % (_PACKAGE, _OFFICE, "worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{sheet}</sheetData>'
        "</worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{strings}</sst>',
    }
    return zipped(*((name, text.encode()) for name, text in files.items()), *extra)


def document(body: str, *extra: tuple[str, bytes]) -> bytes:
    """A Word document with this body, not packed."""
    plain = BytesIO()
    docx.Document().save(plain)
    source = zipfile.ZipFile(plain)
    text = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'.encode()
    files = [
        (name, text if name == "word/document.xml" else source.read(name))
        for name in source.namelist()
    ]
    return zipped(*files, *extra)


def many_entries() -> bytes:
    return zipped(*((str(number), b"") for number in range(30_000)))


def lying_directory() -> bytes:
    """A zip whose end claims a list of files as long as four gigabytes."""
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 0xFFFFFF00, 0, 0)
    return b"PK\x03\x04" + b"\0" * 1_000 + end


def nameless() -> bytes:
    """A zip with a file that has no name."""
    output = BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), b"x")
    return output.getvalue()


def escaped(markup: str, times: int, questions: int) -> bytes:
    """A Moodle file whose texts are full of escaped markup."""
    text = (markup * times).replace("&", "&amp;").replace("<", "&lt;")
    question = f"<question type='essay'><questiontext><text>{text}</text></questiontext></question>"
    return f"<quiz>{question * questions}</quiz>".encode()


def lines(line: str, *, times: int = 149_000, head: str = "") -> bytes:
    return (head + line * times).encode()


def long_lines(line: str) -> bytes:
    return "\n".join([line[:280_000]] * 25).encode()


_Q = "Câu 1. x\n"
_P = "<w:p><w:r><w:t>%s</w:t></w:r></w:p>"
_BOLD = "<w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t></w:r>"
_ENTITIES = "".join(f'<!ENTITY z{n + 1} "&z{n};&z{n};">' for n in range(30))
_LAUGHS = f'<!DOCTYPE q [<!ENTITY z0 "ha">{_ENTITIES}]><quiz>&z30;</quiz>'

CASES: list[tuple[str, str, Maker, str]] = [
    ("16 MB of elements", "moodle-xml", lambda: b"<quiz>" + b"<a/>" * 4_000_000, "xml.too_much"),
    ("800,000 questions", "moodle-xml",
     lambda: b"<quiz>" + b"<question type='x'/>" * 800_000, "xml.too_much"),
    ("3 million levels", "qti", lambda: b"<a>" * 3_000_000, "xml.too_much"),
    ("a million attributes", "qti",
     lambda: b"<a " + b" ".join(b"x%d='1'" % i for i in range(1_000_000)) + b"/>", "xml.too_much"),
    ("billion laughs", "moodle-xml", lambda: _LAUGHS.encode(), "xml.forbidden"),
    ("an external entity", "qti",
     lambda: b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "xml.forbidden"),
    ("an external DTD", "qti", lambda: b'<!DOCTYPE a SYSTEM "http://x/y.dtd"><a/>',
     "xml.forbidden"),
    ("50 MB of XML", "qti", lambda: b"<a>" + b" " * 50_000_000, "file.too_large"),
    ("open tags in text", "moodle-xml", lambda: escaped("<b>x", 10_000, 60), "file.too_much"),
    ("broken tags in text", "moodle-xml", lambda: escaped('<a x="', 8_000, 150), "file.too_much"),
    ("open comments in text", "moodle-xml", lambda: escaped("<!--", 8_000, 150), "file.too_much"),
    ("8 MB of braces", "gift", lambda: b"{" * 8_000_000, "file.too_much"),
    ("50 MB of spaces", "gift", lambda: b" " * 50_000_000, "file.too_large"),
    ("questions without end", "gift", lambda: lines("q{T}\n\n", times=70_000), "file.too_much"),
    ("descriptions without end", "gift", lambda: lines("a\n\n", times=70_000), "file.too_much"),
    ("answers without end", "gift",
     lambda: ("q{" + "=a" * 150 + "}\n\n").encode() * 19_000, "file.too_much"),
    ("answers on long lines", "gift", lambda: long_lines("q{" + "=a" * 140_000), "gift.braces"),
    ("categories without end", "gift",
     lambda: b"".join(b"$CATEGORY:a%d\n\nq{T}\n\n" % i for i in range(37_000)), "file.too_much"),
    ("a path without end", "gift", lambda: long_lines("$CATEGORY:" + "top/" * 70_000),
     "file.no_questions"),
    ("NUL bytes", "gift", lambda: b"a{T}\0", "file.binary"),
    ("150,000 empty lines", "aiken", lambda: lines("\n"), "file.no_questions"),
    ("150,000 lines", "aiken", lambda: lines("x\n"), "file.no_questions"),
    ("150,000 options", "aiken", lambda: lines("A. x\n", head=_Q), "file.too_much"),
    ("150,000 questions", "aiken", lambda: lines(_Q), "file.too_much"),
    ("one text of 150,000 lines", "aiken", lambda: lines("y" * 20 + "\n", head=_Q),
     "file.no_questions"),
    ("answers in each line", "aiken", lambda: lines("Đáp án: A\n", head=_Q), "field.range"),
    ("long runs of blanks", "aiken", lambda: long_lines("A. a" + " " * 270_000 + "b"),
     "field.range"),
    ("blanks after a mark", "aiken", lambda: long_lines("Câu" + " " * 270_000 + "x"),
     "file.no_questions"),
    ("options on long lines", "aiken", lambda: long_lines("A. x\tB. y\t" * 29_000),
     "list.option_order"),
    ("8 MB of commas", "csv", lambda: b"," * 8_000_000, "file.too_much"),
    ("commas on long lines", "csv", lambda: long_lines("," * 270_000), "table.too_large"),
    ("a quote without end", "csv", lambda: lines("a\n", head='"'), "csv.syntax"),
    ("100,000 rows", "csv", lambda: lines("a,b,c,A\n", times=100_000, head="Câu hỏi,A,B,Đáp án\n"),
     "table.too_large"),
    ("a zip bomb", "qti", lambda: zipped(("a.xml", b" " * 60_000_000), packed=True), "zip.bomb"),
    ("30,000 files", "qti", many_entries, "zip.bomb"),
    ("a list of 4 GB", "qti", lying_directory, "zip.bomb"),
    ("a file without a name", "xlsx", nameless, "zip.damaged"),
    ("a workbook bomb", "xlsx",
     lambda: zipped(("xl/worksheets/sheet1.xml", b" " * 60_000_000), packed=True), "zip.bomb"),
    ("empty rows", "xlsx", lambda: book("<row/>" * 780_000), "table.too_large"),
    ("cells in one row", "xlsx", lambda: book("<row>" + "<c/>" * 780_000 + "</row>"),
     "xml.too_much"),
    ("cells in many rows", "xlsx",
     lambda: book(("<row>" + "<c><v>1</v></c>" * 30 + "</row>") * 6_400), "table.no_heading"),
    ("the farthest cells", "xlsx",
     lambda: book("".join(f'<row r="{i}"><c r="XFD{i}"/></row>' for i in range(1, 24_000))),
     "table.no_heading"),
    ("the last row", "xlsx", lambda: book('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
     "table.too_large"),
    ("shared strings", "xlsx", lambda: book("", "<si><t/></si>" * 195_000), "table.no_heading"),
    ("a DTD in a workbook", "xlsx",
     lambda: book("", "", ("xl/x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>')), "xml.forbidden"),
    ("a DTD hidden in UTF-16", "xlsx",
     lambda: book("", "", ("xl/x.xml", "<!DOCTYPE a><a/>".encode("utf-16"))), "xml.forbidden"),
    ("empty paragraphs", "docx", lambda: document("<w:p/>" * 700_000), "file.too_much"),
    ("runs in one paragraph", "docx",
     lambda: document(_P % _Q + "<w:p>" + (_BOLD + "<w:r><w:t>a</w:t></w:r>") * 40_000 + "</w:p>"),
     "file.too_much"),
    ("breaks in one paragraph", "docx",
     lambda: document("<w:p>" + "<w:r><w:br/></w:r>" * 180_000 + "</w:p>"), "file.too_much"),
    ("tables in tables", "docx",
     lambda: document("<w:tbl><w:tr><w:tc>" * 80 + "<w:p/>" * 300_000
                      + "</w:tc></w:tr></w:tbl>" * 80), "file.too_much"),
    ("tables of one cell", "docx",
     lambda: document("<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>" * 59_000),
     "file.no_questions"),
    ("lines of text", "docx", lambda: document(_P % "A. x B. y" * 59_000), "file.too_much"),
    ("300 levels", "docx", lambda: document("<w:tbl><w:tr><w:tc>" * 300), "docx.damaged"),
    ("a DTD in a document", "docx",
     lambda: document("", ("word/x.xml", b"<!DOCTYPE a><a/>")), "xml.forbidden"),
]  # fmt: skip
