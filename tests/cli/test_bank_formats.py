"""`bank check` and `bank import` take every format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app.domain.legacy_tables import TCVN3
from app.formats.registry import FORMATS
from app.services import banks
from tests.bank_strategies import canary_bank

CSV = "Câu hỏi,A,B,Đáp án\nTrường học số cần gì?,Mạng,Giấy,A\n"
BAD = "Câu hỏi,A,B,Đáp án\nMột?,x,y,E\n"
GIFT = "::c1::Một? {=x ~y#sai rồi}\n\nHãy viết một đoạn {}\n"


def run(app: Flask, *args: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=["bank", *map(str, args)])


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("format", FORMATS)
def test_a_bank_of_every_format_is_checked_and_imported(
    app: Flask, tmp_path: Path, format: str
) -> None:
    file = tmp_path / f"de-thi{FORMATS[format].ending}"
    file.write_bytes(FORMATS[format].write(canary_bank()).data)
    checked = run(app, "check", file, "--json")
    report = json.loads(checked.output)
    assert (checked.exit_code, report["ok"]) == (0, True)
    assert set(report) == {"file", "ok", "questions", "problems"}
    for problem in report["problems"]:
        assert set(problem) == {"line", "column", "path", "code", "severity", "message"}
    imported = run(app, "import", file)
    assert imported.exit_code == 0
    (bank,) = banks.list_banks()
    assert bank.latest.question_count == report["questions"]
    assert imported.output.endswith(
        f"{bank.slug}: {bank.title}, bản 1, {report['questions']} câu hỏi\n"
    )


def test_several_files_of_several_formats_are_checked_at_once(app: Flask, tmp_path: Path) -> None:
    files = [write(tmp_path, "a.csv", CSV), write(tmp_path, "b.gift", GIFT)]
    result = run(app, "check", *files, write(tmp_path, "c.csv", BAD), "--json")
    assert result.exit_code == 1
    reports = [json.loads(line) for line in result.output.splitlines()]
    assert [report["ok"] for report in reports] == [True, True, False]
    (error,) = [p for p in reports[2]["problems"] if p["severity"] == "error"]
    assert (error["code"], error["line"], error["column"]) == ("key.unknown", 2, 4)


def test_places_are_told_as_people_find_them(app: Flask, tmp_path: Path) -> None:
    file = write(tmp_path, "a.csv", BAD)
    assert f"{file}: ô D2: lỗi key.unknown" in run(app, "check", file).output
    assert f"{file}: ô D2: lỗi key.unknown" in run(app, "import", file).output
    assert banks.list_banks() == []


def test_what_could_not_be_carried_over_is_told(app: Flask, tmp_path: Path) -> None:
    file = write(tmp_path, "a.gift", GIFT)
    for command in ("check", "import"):
        output = run(app, command, file).output
        assert f"{file}: Không mang theo được: dòng 3: Câu tự luận" in output
    assert banks.get_bank("a").latest.question_count == 1


def test_the_format_may_be_named(app: Flask, tmp_path: Path) -> None:
    file = write(tmp_path, "a.csv", GIFT)
    assert run(app, "import", file).exit_code == 1
    assert run(app, "check", file, "--format", "gift").exit_code == 0
    assert run(app, "import", file, "--format", "gift").exit_code == 0


def test_old_fonts_are_converted_when_asked(app: Flask, tmp_path: Path) -> None:
    codes = {letter: code for code, letter in TCVN3.items()}
    file = tmp_path / "cu.csv"
    file.write_bytes("".join(codes.get(char, char) for char in CSV).encode("cp1252"))
    refused = run(app, "import", file)
    assert refused.exit_code == 1
    assert "TCVN3" in refused.output
    assert run(app, "import", file, "--legacy", "TCVN3").exit_code == 0
    (question,) = banks.compiled(banks.get_bank("cu").latest.id).questions
    assert question.text == "Trường học số cần gì?"


def test_a_file_of_no_known_format_is_refused(app: Flask, tmp_path: Path) -> None:
    result = run(app, "import", write(tmp_path, "a.bin", "hello"))
    assert result.exit_code == 1
    assert "file.unknown_format" in result.output
