"""`flask backup …` as it is typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from app.services.transactions import end_reading
from tests.databases import Databases
from tests.factories import a_person
from tests.restored import a_lived_in_instance, elsewhere


@pytest.fixture
def lived_in(app: Flask, now: datetime) -> Iterator[Flask]:
    a_lived_in_instance(now)
    yield app


def run(app: Flask, *args: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["backup", *args])
    end_reading()
    return result.exit_code, result.output


def test_create_verify_rehearse_and_restore(
    lived_in: Flask, databases: Databases, tmp_path: Path
) -> None:
    out = str(tmp_path / "a.zip")
    code, said = run(lived_in, "create", out)
    assert code == 0
    assert "sha256 " in said
    code, said = run(lived_in, "verify", out)
    assert (code, said.strip().splitlines()[-1]) == (0, "the backup is whole")
    code, said = run(lived_in, "rehearse", out)
    assert code == 0, said
    assert "4 of 4 are genuine" in said
    with elsewhere(databases, databases.empty("sqlite"), tmp_path) as other:
        code, said = run(other, "restore", out)
        assert code == 0, said
        assert "start the server now" in said
        code, said = run(other, "restore", out)
        assert code == 1
        assert "not empty" in said


def test_a_damaged_file_is_refused_with_exit_1(lived_in: Flask, tmp_path: Path) -> None:
    out = tmp_path / "a.zip"
    run(lived_in, "create", str(out))
    out.write_bytes(out.read_bytes()[:-100])
    for command in ("verify", "restore", "rehearse"):
        code, said = run(lived_in, command, str(out))
        assert code == 1, command
        assert "cut short" in said or "not empty" in said


def test_a_file_that_is_there_is_not_overwritten(lived_in: Flask, tmp_path: Path) -> None:
    out = tmp_path / "a.zip"
    out.write_text("dear")
    code, said = run(lived_in, "create", str(out))
    assert (code, out.read_text()) == (1, "dear")
    assert "choose another name" in said


def test_nightly_makes_one_in_the_folder_and_rehearse_finds_it(app: Flask, tmp_path: Path) -> None:
    a_person()
    assert run(app, "nightly")[0] == 1
    assert "name a file" in run(app, "rehearse")[1]
    folder = tmp_path / "backups"
    folder.mkdir()
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], backup_dir=folder)
    code, said = run(app, "nightly")
    assert (code, len(list(folder.iterdir()))) == (0, 1), said
    code, said = run(app, "rehearse")
    assert code == 0, said
