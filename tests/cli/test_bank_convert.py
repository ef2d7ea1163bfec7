from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask_babel import Babel

from app.cli.bank import bank
from app.formats import bank_yaml
from tests.bank_strategies import canary_bank


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    Babel(app, default_locale="vi")
    app.cli.add_command(bank)
    return app


@pytest.fixture
def yaml_file(tmp_path: Path) -> Path:
    file = tmp_path / "bank.yaml"
    file.write_bytes(bank_yaml.write(canary_bank()))
    return file


def run(app: Flask, *args: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=["bank", "convert", *map(str, args)])


def test_a_workbook_carries_everything_and_the_exit_code_is_0(app: Flask, yaml_file: Path) -> None:
    target = yaml_file.with_suffix(".xlsx")
    result = run(app, yaml_file, target)
    assert (result.exit_code, result.output) == (0, f"{target}: 6 câu hỏi\n")
    again = yaml_file.with_name("again.yaml")
    assert run(app, target, again).exit_code == 0
    assert again.read_bytes() == yaml_file.read_bytes()


def test_losses_are_listed_and_the_exit_code_is_3(app: Flask, yaml_file: Path) -> None:
    target = yaml_file.with_suffix(".txt")
    result = run(app, yaml_file, target, "--to", "aiken")
    assert result.exit_code == 3
    assert "Không mang theo được: câu order: Cả câu hỏi" in result.output
    assert result.output.endswith(f"{target}: 1 câu hỏi\n")


def test_what_the_source_held_is_listed_with_its_line(app: Flask, tmp_path: Path) -> None:
    source, target = tmp_path / "a.gift", tmp_path / "a.yaml"
    source.write_text("Một? {=x ~y#sai}\n\nViết {}\n", encoding="utf-8")
    result = run(app, source, target)
    assert result.exit_code == 3
    assert "Không mang theo được: dòng 3: Câu tự luận" in result.output
    assert "Không mang theo được: dòng 1: Lời nhắn riêng" in result.output


def test_a_refused_file_exits_with_1_names_the_place_and_writes_nothing(
    app: Flask, tmp_path: Path
) -> None:
    source, target = tmp_path / "a.csv", tmp_path / "a.yaml"
    source.write_text("Câu hỏi,A,B,Đáp án\nMột?,x,y,E\n", encoding="utf-8")
    result = run(app, source, target)
    assert result.exit_code == 1
    assert f"{source}: ô D2: Đáp án “E” không có trong các phương án" in result.output
    assert not target.exists()


def test_the_format_may_be_named_and_must_be_known(app: Flask, yaml_file: Path) -> None:
    target = yaml_file.with_name("bank.bin")
    assert run(app, yaml_file, target).exit_code == 2
    assert run(app, yaml_file, target, "--to", "qti30").exit_code == 3
    back = yaml_file.with_name("back.yaml")
    assert run(app, target, back, "--from", "gift").exit_code == 1
    assert run(app, target, back, "--from", "qti").exit_code == 0


def test_old_fonts_are_converted_when_asked(app: Flask, tmp_path: Path) -> None:
    source, target = tmp_path / "a.txt", tmp_path / "a.yaml"
    source.write_text("Tr\u00adêng häc nµo?\nA. §¹i\nB. Cao\nANSWER: A\n", encoding="utf-8")
    assert "TCVN3" in run(app, source, target).output
    run(app, source, target, "--legacy", "auto")
    assert "Trường học nào?" in target.read_text(encoding="utf-8")
