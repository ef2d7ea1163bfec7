"""Files to take along hold no formula that somebody else wrote."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.faults import exports, formulas


def _book(value: str) -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_formula_that_is_there_is_counted() -> None:
    assert formulas.structure(_book("=1+1"), ".xlsx").formulas == 1
    assert formulas.structure(_book("1+1"), ".xlsx").formulas == 0
    assert formulas.structure("=1+1,'=1,-5\r\n".encode("utf-8-sig"), ".csv").formulas == 1


def test_a_field_that_is_there_is_counted() -> None:
    document = docx.Document()
    document.add_paragraph("a")
    out = io.BytesIO()
    document.save(out)
    assert formulas.structure(out.getvalue(), ".docx").formulas == 0
    run = document.paragraphs[0].add_run()
    field = docx.oxml.OxmlElement("w:instrText")
    field.text = ' DDEAUTO c:\\\\x "a"'
    run._r.append(field)
    out = io.BytesIO()
    document.save(out)
    assert formulas.structure(out.getvalue(), ".docx").formulas == 1


@pytest.mark.long
def test_no_export_holds_a_formula_or_a_link_that_people_wrote(tmp_path: Path) -> None:
    total, wrong, kept = exports.take_all(tmp_path)
    assert wrong == {}
    assert total.hostile > 500, "few words that begin as formulas have arrived at all"
    assert len(kept) > 20
