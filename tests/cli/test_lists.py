"""`flask unit import` and `flask user import` take over Excel lists."""

from __future__ import annotations

from pathlib import Path

from click.testing import Result
from flask import Flask

from app.services import accounts, people, units
from tests.factories import MINH_XUAN, an_organisation, some_communes
from tests.lists import ORGANISATION_HEADINGS, PEOPLE_HEADINGS, a_list, rows_of


def run(app: Flask, *args: str) -> Result:
    return app.test_cli_runner().invoke(args=[*args])


def a_file(folder: Path, data: bytes) -> str:
    path = folder / "ds.xlsx"
    path.write_bytes(data)
    return str(path)


def test_units_are_taken_over_and_faulty_rows_are_named(app: Flask, tmp_path: Path) -> None:
    an_organisation("so-y-te", "Sở Y tế")
    rows = [
        ("so-y-te", "Sở Y tế", "", "", 7),
        ("cdc", "CDC", "", "so-y-te", 3),
        ("x", "", "", "", ""),
    ]
    file = a_file(tmp_path, a_list(ORGANISATION_HEADINGS, *rows))
    checked = run(app, "unit", "import", file, "--check")
    assert checked.exit_code == 1
    assert len(units.list_organisations()) == 1
    result = run(app, "unit", "import", file)
    assert result.exit_code == 1
    assert "B4: Tên: Ô này còn trống." in result.stderr
    assert result.stdout.splitlines() == ["new\t1", "changed\t1", "unchanged\t0", "problems\t1"]
    assert [(one.code, one.headcount) for one in units.list_organisations()] == [
        ("cdc", 3),
        ("so-y-te", 7),
    ]


def test_headcounts_of_communes_are_taken_over(app: Flask, tmp_path: Path) -> None:
    some_communes()
    file = a_file(tmp_path, a_list(("Mã", "Số người"), (2215, 42)))
    result = run(app, "unit", "import", file, "--communes")
    assert result.exit_code == 0
    found = units.find_commune(MINH_XUAN)
    assert found is not None
    assert found.headcount == 42


def test_a_file_that_is_no_list_is_refused_in_words(app: Flask, tmp_path: Path) -> None:
    result = run(app, "unit", "import", a_file(tmp_path, b"x"))
    assert result.exit_code == 1
    assert "Đây không phải tệp Excel" in result.output
    assert "Traceback" not in result.output


def test_people_are_taken_over_with_codes_to_print(app: Flask, tmp_path: Path) -> None:
    some_communes()
    data = a_list(PEOPLE_HEADINGS, ("Hoàng Thị Mỷ", "0912345678", "", "", ""))
    file, codes = a_file(tmp_path, data), tmp_path / "codes.xlsx"
    options = ["--source", "Sở", "--purpose", "dự thi", "--commune", MINH_XUAN]
    checked = run(app, "user", "import", file, *options, "--check")
    assert (checked.exit_code, checked.stdout.splitlines()[0]) == (0, "new\t1")
    assert people.count_people() == 0
    result = run(app, "user", "import", file, *options, "--codes", str(codes))
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1:] == ["new\t1", "present\t0", "problems\t0"]
    row = rows_of(codes.read_bytes())[3]
    assert row[:2] == ("Hoàng Thị Mỷ", "0912 345 678")
    assert accounts.find_signed_in(accounts.Identity(1, 0)) is not None
    assert people.count_people() == 1


def test_a_list_of_people_needs_its_source(app: Flask, tmp_path: Path) -> None:
    file = a_file(tmp_path, a_list(PEOPLE_HEADINGS, ("A", "0912345678", "", "", "")))
    assert run(app, "user", "import", file, "--purpose", "x").exit_code == 2
    result = run(app, "user", "import", file, "--source", " ", "--purpose", "x")
    assert result.exit_code == 1
    assert "source: missing" in result.output
