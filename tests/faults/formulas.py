"""Formulas, fields and links in files, counted with LibreOffice and without it."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import iterparse

import openpyxl

from tests.faults.poison import SIGNS

OUR_FIELDS = {"PAGE", "NUMPAGES"}
"""What our own Word files hold: the number of the page and of all pages."""
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FIELD = re.compile(r"<w:instrText[^>]*>([^<]*)<|w:instr=\"([^\"]*)\"")
# Comma, quote, UTF-8, all lines; formulas are worked out: the last word is "true".
_CSV = "CSV:44,34,76,1,,0,false,true,false,false,0,true"


@dataclass(slots=True)
class Count:
    """`hostile` are cells whose words begin as a formula does and arrived as words."""

    cells: int = 0
    formulas: int = 0
    hostile: int = 0
    links: int = 0

    def __iadd__(self, other: Count) -> Count:
        self.cells += other.cells
        self.formulas += other.formulas
        self.hostile += other.hostile
        self.links += other.links
        return self


def begins_as_one(text: Any) -> bool:
    """Whether words begin as a formula does, guarded by an apostrophe or not."""
    return isinstance(text, str) and text.removeprefix("'").startswith(SIGNS) and len(text) > 1


def structure(data: bytes, ending: str) -> Count:
    """Count without any other program."""
    return {".xlsx": _book, ".csv": _lines, ".docx": _document, ".pdf": _pdf}[ending](data)


def _book(data: bytes) -> Count:
    found = Count()
    for page in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
        for row in page.iter_rows():
            for cell in row:
                if cell.value is None:
                    continue
                found.cells += 1
                found.formulas += cell.data_type == "f"
                found.links += cell.hyperlink is not None
                found.hostile += cell.data_type == "s" and begins_as_one(cell.value)
    return found


def _lines(data: bytes) -> Count:
    found = Count()
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        for cell in row:
            number = re.fullmatch(r"-?[0-9.]+(e-?\d+)?", cell)
            found.cells += 1
            found.formulas += cell.startswith(SIGNS) and not number
            found.hostile += cell.startswith("'") and begins_as_one(cell)
    return found


def _document(data: bytes) -> Count:
    found = Count()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8", "replace")
            if name.endswith(".rels"):
                found.links += text.count('TargetMode="External"')
            elif name.startswith("word/"):
                fields = [(a or b).strip().split(" ")[0] for a, b in _FIELD.findall(text)]
                found.formulas += sum(field not in OUR_FIELDS for field in fields)
                words = re.findall(r"<w:t[^>]*>([^<]*)<", text)
                found.cells += len(words)
                found.hostile += sum(map(begins_as_one, words))
    return found


def _pdf(data: bytes) -> Count:
    # Words in it are packed; what acts is not.
    acts = sum(data.count(sign) for sign in (b"/JavaScript", b"/Launch", b"/SubmitForm"))
    return Count(cells=1, formulas=acts, links=data.count(b"/URI"))


def soffice() -> str | None:
    """The program of LibreOffice, where there is one."""
    return shutil.which("soffice")


def opened(files: list[Path], folder: Path) -> Count:
    """Let LibreOffice open files (.xlsx, .csv) and count what it sees. Raises OSError."""
    found = Count()
    for ending, options in ((".xlsx", []), (".csv", [f"--infilter={_CSV}"])):
        chosen = [str(path) for path in files if path.suffix == ending]
        if not chosen:
            continue
        out = folder / f"opened{ending}"
        profile = f"-env:UserInstallation=file://{folder.resolve()}/profile"
        command = ["soffice", "--headless", profile, *options, "--convert-to", "fods",
                   "--outdir", str(out), *chosen]  # fmt: skip
        subprocess.run(command, capture_output=True, check=True, timeout=900)
        made = sorted(out.glob("*.fods"))
        if len(made) != len(chosen):
            raise OSError(f"LibreOffice opened {len(made)} of {len(chosen)} files")
        for path in made:
            found += _flat(path)
    return found


def _flat(path: Path) -> Count:
    found = Count()
    for _event, node in iterparse(path):
        if node.tag != f"{_TABLE}table-cell":
            continue
        words = "\n".join("".join(line.itertext()) for line in node.iter(f"{_TEXT}p"))
        if words:
            found.cells += int(node.get(f"{_TABLE}number-columns-repeated", "1"))
            found.formulas += f"{_TABLE}formula" in node.attrib
            found.links += any(True for _ in node.iter(f"{_TEXT}a"))
            found.hostile += begins_as_one(words)
        node.clear()
    return found
