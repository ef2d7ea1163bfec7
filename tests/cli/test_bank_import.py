from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app.services import bank_images, banks
from app.services.transactions import end_reading
from tests.conftest import NOW
from tests.formats.test_images import a_drawing, as_file

HEAD = "format: 1\nbank: thu\ntitle: Thử\nlanguage: vi\nquestions:\n"
QUESTION = "  - {id: a, type: boolean, text: Một?, answer: true, explanation: x, source: y%s}\n"
FAULTS = Path(__file__).parents[1] / "formats" / "data" / "fifteen_faults.yaml"


def run(app: Flask, *args: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=["bank", "import", *map(str, args)])


def write(folder: Path, extra: str = "") -> Path:
    file = folder / "bank.yaml"
    file.write_text(HEAD + QUESTION % extra, encoding="utf-8")
    return file


def test_a_good_bank_is_stored_and_told_with_version_and_questions(
    app: Flask, tmp_path: Path
) -> None:
    result = run(app, write(tmp_path), "--format", "yaml")
    assert (result.exit_code, result.output) == (0, "thu: Thử, bản 1, 1 câu hỏi\n")
    assert banks.get_bank("thu").latest.question_count == 1


def test_other_content_is_the_next_version_and_the_same_none(app: Flask, tmp_path: Path) -> None:
    run(app, write(tmp_path))
    assert "bản 2" in run(app, write(tmp_path, ", points: 2")).output
    again = run(app, write(tmp_path, ", points: 2"))
    assert again.exit_code == 0
    assert again.output == "thu: Thử, bản 2, 1 câu hỏi (đã có sẵn đúng nội dung này)\n"
    assert len(banks.get_bank("thu").versions) == 2


def test_a_refused_bank_exits_with_1_and_all_its_problems(app: Flask) -> None:
    result = run(app, FAULTS)
    assert result.exit_code == 1
    *problems, summary = result.output.splitlines()
    assert len(problems) == 15
    assert problems[0].startswith(f"{FAULTS}:7:10: lỗi id.format Mã “An toàn”")
    assert summary == f"{FAULTS}: chưa nhập gì, 15 lỗi, 0 cảnh báo"
    assert banks.list_banks() == []


def test_warnings_are_told_and_do_not_block(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "w.yaml"
    file.write_text(HEAD + "  - {id: a, type: boolean, text: Một?, answer: true}\n", "utf-8")
    result = run(app, file)
    assert result.exit_code == 0
    assert result.output.count("cảnh báo") == 2
    assert result.output.endswith("bản 1, 1 câu hỏi\n")


@pytest.mark.parametrize(("name", "code"), [("images/x.png", 0), ("images/y.png", 1)])
def test_images_are_looked_for_beside_the_file(
    app: Flask, tmp_path: Path, name: str, code: int
) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "x.png").write_bytes(b"png")
    file = write(tmp_path, f", image: {{file: {name}, alt: Hình}}")
    assert run(app, file).exit_code == code


def test_uploaded_images_are_known_and_heavy_ones_beside_the_file_are_noticed(
    app: Flask, tmp_path: Path
) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "x.png").write_bytes(b"x" * 160_000)
    heavy = run(app, write(tmp_path, ", image: {file: images/x.png, alt: Hình}"))
    assert heavy.exit_code == 0
    assert "cảnh báo image.heavy" in heavy.output
    data = as_file(a_drawing(), "PNG")
    bank_images.add_image(data, file_name="so-do.png", account_id=None, now=NOW)
    end_reading()
    uploaded = run(app, write(tmp_path, ", image: {file: images/so-do.png, alt: Hình}"))
    assert uploaded.exit_code == 0, uploaded.output
    assert "image" not in uploaded.output


def test_an_unknown_format_is_said(app: Flask, tmp_path: Path) -> None:
    assert run(app, write(tmp_path), "--format", "tarot").exit_code == 2
