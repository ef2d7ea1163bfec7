from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask_babel import Babel

from app.cli.bank import bank

QUESTION = "  - {id: a, type: boolean, text: Một?, answer: true, explanation: x, source: y%s}\n"
HEAD = "format: 1\nbank: thu\ntitle: Thử\nlanguage: vi\nquestions:\n"


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    Babel(app, default_locale="vi")
    app.cli.add_command(bank)
    return app


def run(app: Flask, *args: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=["bank", "check", *map(str, args)])


def write(folder: Path, name: str, extra: str = "") -> Path:
    file = folder / name
    file.write_text(HEAD + QUESTION % extra, encoding="utf-8")
    return file


def test_a_good_bank_exits_with_0_and_a_summary(app: Flask, tmp_path: Path) -> None:
    file = write(tmp_path, "good.yaml")
    result = run(app, file)
    assert (result.exit_code, result.output) == (0, f"{file}: 1 câu hỏi, 0 lỗi, 0 cảnh báo\n")


def test_problems_are_printed_with_file_line_column_and_code(app: Flask, tmp_path: Path) -> None:
    file = write(tmp_path, "bad.yaml", ", points: -1")
    result = run(app, file)
    assert result.exit_code == 1
    first, summary = result.output.splitlines()
    assert first.startswith(f"{file}:6:89: lỗi field.range Giá trị của “points”")
    assert summary == f"{file}: 1 câu hỏi, 1 lỗi, 0 cảnh báo"


def test_json_has_one_object_for_each_file(app: Flask, tmp_path: Path) -> None:
    good, bad = write(tmp_path, "good.yaml"), write(tmp_path, "bad.yaml", ", x: 1")
    result = run(app, "--json", good, bad)
    assert result.exit_code == 1
    reports = [json.loads(line) for line in result.output.splitlines()]
    assert reports[0] == {"file": str(good), "ok": True, "questions": 1, "problems": []}
    (problem,) = reports[1]["problems"]
    assert problem.pop("message")
    assert problem == {
        "line": 6,
        "column": 81,
        "path": "questions[0].x",
        "code": "field.unknown",
        "severity": "error",
    }


def test_warnings_alone_do_not_fail(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "warn.yaml"
    file.write_text(
        HEAD + "  - {id: a, type: boolean, text: Một?, answer: true}\n", encoding="utf-8"
    )
    result = run(app, file, "--json")
    assert result.exit_code == 0
    severities = {p["severity"] for p in json.loads(result.output)["problems"]}
    assert severities == {"warning"}


def test_images_are_looked_for_beside_the_bank_and_nowhere_else(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "bank"
    (folder / "images").mkdir(parents=True)
    (folder / "images" / "x.png").write_bytes(b"png")
    (tmp_path / "secret.png").write_bytes(b"png")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    for name, code in [("images/x.png", 0), ("link.png", 1), ("images", 1), ("no.png", 1)]:
        file = write(folder, "b.yaml", f", image: {{file: {name}, alt: X}}")
        assert run(app, file).exit_code == code, name


@pytest.mark.parametrize("lang", ["vi", "en", "ru"])
def test_every_language_can_be_asked_for(app: Flask, tmp_path: Path, lang: str) -> None:
    result = run(app, write(tmp_path, "good.yaml"), "--lang", lang)
    assert result.exit_code == 0


def test_a_file_that_is_not_there_is_named(app: Flask, tmp_path: Path) -> None:
    result = run(app, tmp_path / "none.yaml")
    assert result.exit_code == 2
    assert "none.yaml" in result.output
