"""`flask contest report`: the official report from the terminal."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app.storage import audit
from tests.factories_contests import a_draft
from tests.reporting import SLUG, a_played_contest, sheets_of


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["contest", "report", *arguments])


def test_the_ending_of_the_name_says_which_file_is_written(
    app: Flask, now: datetime, tmp_path: Path
) -> None:
    a_played_contest()
    for ending, start in ((".xlsx", b"PK"), (".DOCX", b"PK"), (".pdf", b"%PDF-")):
        out = tmp_path / f"bao-cao{ending}"
        result = run(app, SLUG, str(out))
        assert (result.exit_code, out.read_bytes().startswith(start)) == (0, True)
        assert "5 people\t6 attempts" in result.output
    assert [one.act for one in audit.list_entries()].count("report.create") == 3


def test_round_and_length_of_lists_are_heeded(app: Flask, now: datetime, tmp_path: Path) -> None:
    a_played_contest()
    out = tmp_path / "x.xlsx"
    assert run(app, SLUG, str(out), "--round", "2", "--listed", "1").exit_code == 0
    sheets = sheets_of(out.read_bytes())
    assert "Đ1 Ngày" not in sheets
    assert [row[0] for row in sheets["Giải cá nhân"]][-2:] == ["Hạng", 1]


@pytest.mark.parametrize("name", ["x.doc", "x", "khong-co/x.pdf"])
def test_a_name_that_cannot_be_written_is_refused(app: Flask, name: str, tmp_path: Path) -> None:
    a_draft()
    assert run(app, SLUG, str(tmp_path / name)).exit_code == 2


@pytest.mark.parametrize("arguments", [("khong-co",), (SLUG, "--round", "9")])
def test_what_is_not_there_is_said_plainly(
    app: Flask, arguments: tuple[str, ...], tmp_path: Path
) -> None:
    a_draft()
    slug, *options = arguments
    result = run(app, slug, str(tmp_path / "x.pdf"), *options)
    assert result.exit_code == 1
    assert "not_found" in result.output
    assert not (tmp_path / "x.pdf").exists()
