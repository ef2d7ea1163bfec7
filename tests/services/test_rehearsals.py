"""A rehearsal says that all is there, and names what is not."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.formats import backup_write
from app.services import audit, backups, rehearsals
from app.services.rehearsals import Rehearsal
from app.services.transactions import end_reading
from tests.restored import a_lived_in_instance, everything, instance, made

LATER = timedelta(hours=1)
Content = dict[str, bytes]


@pytest.fixture
def backup(app: Flask, now: datetime, tmp_path: Path) -> Path:
    a_lived_in_instance(now)
    return made(tmp_path, now)


def rehearsed(path: Path, now: datetime) -> Rehearsal:
    found = rehearsals.rehearse(path, now=now + LATER, account_id=None)
    end_reading()
    return found


def test_all_is_as_it_was_and_the_real_instance_is_only_noted_in(
    backup: Path, now: datetime, tmp_path: Path
) -> None:
    before = everything(tmp_path)
    found = rehearsed(backup, now)
    assert [(one.name, one.ok) for one in found.checks if not one.ok] == []
    notes = {one.name: one.note for one in found.checks}
    assert notes["file"].startswith("as noted in the audit chain")
    assert notes["receipts"] == "4 of 4 are genuine"
    assert notes["boards"] == "4 attempts and 8 unit boards derived again"
    assert notes["published boards"] == "1 contests"
    after = everything(tmp_path)
    assert {name for name in before if before[name] != after[name]} == {"audit_entries"}
    [noted] = audit.list_acts(("backup.rehearse",))
    assert (noted["ok"], noted["failed"]) == (True, [])
    assert not list(instance().glob(".rehearsal-*"))


def test_a_backup_that_is_no_backup_is_a_rehearsal_that_failed(
    app: Flask, now: datetime, tmp_path: Path
) -> None:
    path = tmp_path / "b.zip"
    path.write_text("no backup")
    found = rehearsed(path, now)
    assert [one.name for one in found.checks if not one.ok] == ["restored"]
    [noted] = audit.list_acts(("backup.rehearse",))
    assert noted["failed"] == ["restored"]


def forged(path: Path, name: str, change: Callable[[list[Any]], None]) -> None:
    """The same backup with other rows of a table, and a list of contents that fits them."""
    with zipfile.ZipFile(path) as archive:
        content = {one: archive.read(one) for one in archive.namelist()}
    member = backup_write.table_member(name)
    plain = json.loads(content["manifest.json"])
    facts = next(one for one in plain["tables"] if one["name"] == name)
    columns = [column for column, _ in facts["columns"]]
    rows = [row for line in content[member].splitlines() for row in json.loads(line)]
    named = [dict(zip(columns, row, strict=True)) for row in rows]
    change(named)
    left = iter([list(row.values()) for row in named])
    lines = list(backup_write.lines_of(lambda count: list(islice(left, count))))
    weighed = backup_write.weigh(name, tuple(map(tuple, facts["columns"])), lines)
    facts.update(rows=weighed.rows, size=weighed.size, sha256=weighed.sha256)
    content[member] = b"".join(line for _, line in lines)
    content["manifest.json"] = json.dumps(plain).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, data in content.items():
            archive.writestr(one, data)
    path.write_bytes(packed.getvalue())


def better_marks(rows: list[Any]) -> None:
    rows[0]["mills"] += 1000


def another_answer(rows: list[Any]) -> None:
    rows[0]["response"] = '"b"' if rows[0]["response"] == '"a"' else '"a"'


def another_receipt(rows: list[Any]) -> None:
    rows[0]["receipt"] = "7KQM-2F9D-X1RT"


def without_the_last_act(rows: list[Any]) -> None:
    rows.pop()


def another_act(rows: list[Any]) -> None:
    rows[1]["detail"] = "{}" if rows[1]["detail"] != "{}" else '{"x":1}'


def another_digest(rows: list[Any]) -> None:
    rows[0]["digest"] = "0" * 64


@pytest.mark.parametrize(
    ("table", "change", "failed"),
    [
        ("results", better_marks, {"boards"}),
        ("answer_entries", another_answer, {"boards"}),
        ("attempts", another_receipt, {"receipts"}),
        ("audit_entries", without_the_last_act, {"audit"}),
        ("audit_entries", another_act, {"audit"}),
        ("published_boards", another_digest, {"published boards"}),
    ],
)
def test_what_was_forged_so_that_it_fits_is_named_all_the_same(
    backup: Path, now: datetime, table: str, change: Callable[[list[Any]], None], failed: set[str]
) -> None:
    forged(backup, table, change)
    backups.verify(backup)
    found = rehearsed(backup, now)
    assert {one.name for one in found.checks if not one.ok} == {"file", *failed}
    assert not found.ok


def test_lost_uploads_are_named(app: Flask, now: datetime, tmp_path: Path) -> None:
    a_lived_in_instance(now)
    [upload] = (instance() / "uploads").iterdir()
    upload.unlink()
    found = rehearsed(made(tmp_path, now), now)
    assert [one.name for one in found.checks if not one.ok] == ["files"]
