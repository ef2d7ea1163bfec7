"""A backup is made while others write, holds what was there at its moment, and is whole or none."""

from __future__ import annotations

import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask
from flask_migrate import downgrade

from app.domain.backups import BackupRefused
from app.formats.backup_read import Archive
from app.services import audit, audit_heads, backup_files, backups, materials
from app.services.transactions import end_reading, writing
from app.storage import backups as storage
from app.storage import transactions
from app.storage.backups import Snapshot
from app.storage.db import db
from app.storage.tables import Person
from tests.factories import a_person
from tests.factories_contests import a_contest, a_finished_attempt
from tests.restored import PDF, a_lived_in_instance, instance, made


def rows_in(path: Path, name: str) -> int:
    with Archive(path) as archive:
        return next(one.rows for one in archive.manifest.tables if one.name == name)


def test_a_backup_names_all_that_an_instance_needs(
    app: Flask, now: datetime, tmp_path: Path
) -> None:
    a_lived_in_instance(now)
    (instance() / "setup-code").write_text("K7MQ-2RXT-9WPH\n")
    (instance() / "boards").mkdir()
    (instance() / "boards" / "latest.html").write_text("derived")
    done = backups.create(tmp_path / "a.zip", now=now)
    paths = {one.path.split("/")[0] for one in done.manifest.files}
    assert paths == {
        "secret_key", "answer-file-key.pem", "audit-head.jsonl", "setup-code", "uploads",
    }  # fmt: skip
    assert {one.name for one in done.manifest.tables} == {
        *db.metadata.tables,
    } - {"leases"}
    with Archive(done.path) as archive:
        assert archive.content("secret_key") == app.config["SECRET_KEY"].encode()
    assert backups.verify(done.path) == done.manifest
    assert done.manifest.lost == ()


def test_only_its_owner_may_read_it_and_nothing_else_is_left(
    app: Flask, now: datetime, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    done = backups.create(folder / "a.zip", now=now)
    assert done.path.stat().st_mode & 0o077 == 0
    assert list(folder.iterdir()) == [done.path]
    assert not list(instance().glob(".backup-*"))


def test_it_is_noted_in_the_audit_chain_with_its_digest(
    app: Flask, now: datetime, tmp_path: Path
) -> None:
    done = backups.create(tmp_path / "a.zip", now=now)
    [noted] = audit.list_acts(("backup.create",))
    assert noted["sha256"] == done.sha256
    assert (noted["name"], noted["at"]) == ("a.zip", now)


@contextmanager
def during_the_reading(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> Iterator[None]:
    """Do something once between the snapshot and the reading of its rows."""
    original, left = Snapshot.scalar, [act]

    def scalar(self: Snapshot, statement: str) -> Any:
        if left:
            left.pop()()
        return original(self, statement)

    monkeypatch.setattr(Snapshot, "scalar", scalar)
    yield
    assert left == []


def elsewhere_in_this_process(app: Flask, act: Callable[[], object]) -> Callable[[], None]:
    """The same as another process would do it: with a connection of its own."""

    def run() -> None:
        with app.app_context():
            act()
            db.session.remove()

    return run


def test_what_is_written_meanwhile_is_not_half_in_it(
    app: Flask, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_contest()
    a_finished_attempt(a_person(), at=now)
    end_reading()

    def more() -> None:
        a_finished_attempt(a_person(), at=now)

    with during_the_reading(monkeypatch, elsewhere_in_this_process(app, more)):
        path = made(tmp_path, now)
    counts = [rows_in(path, name) for name in ("people", "attempts", "answer_entries", "results")]
    assert counts == [1, 1, 3, 1]


def test_a_file_that_is_deleted_meanwhile_is_still_in_it(
    app: Flask, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_lived_in_instance(now)
    [(_, [material])] = materials.list_materials()
    end_reading()

    def delete() -> None:
        materials.delete_material(material.id, account_id=None, now=now)

    with during_the_reading(monkeypatch, elsewhere_in_this_process(app, delete)):
        done = backups.create(tmp_path / "a.zip", now=now)
    assert list((instance() / "uploads").iterdir()) == []
    assert done.manifest.lost == ()
    with Archive(done.path) as archive:
        [upload] = [one for one in archive.manifest.files if one.path.startswith("uploads/")]
        assert b"".join(archive.parts(upload)) == PDF


def test_a_head_that_is_published_meanwhile_does_not_make_the_chain_look_cut(
    app: Flask, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_lived_in_instance(now)
    (instance() / "audit-head.jsonl").unlink()

    def publish() -> None:
        a_contest("moi")
        audit_heads.publish_due(now)

    with during_the_reading(monkeypatch, elsewhere_in_this_process(app, publish)):
        done = backups.create(tmp_path / "a.zip", now=now)
    assert (instance() / "audit-head.jsonl").exists()
    assert "audit-head.jsonl" not in {one.path for one in done.manifest.files}


@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_uploads_that_were_lost_before_are_named(
    app: Flask, now: datetime, tmp_path: Path, damage: str
) -> None:
    a_lived_in_instance(now)
    [upload] = (instance() / "uploads").iterdir()
    if damage == "missing":
        upload.unlink()
    else:
        upload.write_bytes(b"something else")
    done = backups.create(tmp_path / "a.zip", now=now)
    assert done.manifest.lost == (upload.name,)
    backups.verify(done.path)


def test_a_file_that_is_there_already_is_never_overwritten(
    app: Flask, now: datetime, tmp_path: Path
) -> None:
    (tmp_path / "a.zip").write_text("dear")
    with pytest.raises(BackupRefused, match="there already"):
        backups.create(tmp_path / "a.zip", now=now)
    assert (tmp_path / "a.zip").read_text() == "dear"


def test_without_room_nothing_is_begun(
    app: Flask, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage(NamedTuple):
        free: int

    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(backups.ROOM_LEFT))
    with pytest.raises(BackupRefused, match=r"MB left, and .* MB are needed"):
        backups.create(tmp_path / "a.zip", now=now)
    assert not list(tmp_path.glob("*.zip"))
    assert not list(tmp_path.glob(f"{backups.PARTIAL}*"))


def test_a_folder_that_is_not_there_is_named(app: Flask, now: datetime, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="nothing can be written to"):
        backups.create(tmp_path / "none" / "a.zip", now=now)


def test_a_disk_that_fills_up_leaves_no_file(
    app: Flask, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: object, **named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", fail)
    with pytest.raises(BackupRefused, match="No space left on device"):
        backups.create(tmp_path / "a.zip", now=now)
    assert not list(tmp_path.glob("*.zip"))
    assert not list(tmp_path.glob(f"{backups.PARTIAL}*"))


def test_a_database_that_is_not_up_to_date_is_refused(
    app: Flask, now: datetime, tmp_path: Path
) -> None:
    downgrade(revision="0017")
    with pytest.raises(BackupRefused, match="not up to date"):
        made(tmp_path, now)


def test_a_damaged_database_is_not_called_a_backup(
    app: Flask, now: datetime, tmp_path: Path
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL looks after its pages itself")
    for _ in range(50):
        a_person()
    end_reading()
    with db.engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = Path(str(db.engine.url.database))
    db.engine.dispose()
    data = bytearray(path.read_bytes())
    for place in range(8 * 4096, len(data), 4096):
        data[place : place + 8] = b"\x55" * 8
    path.write_bytes(data)
    with pytest.raises(BackupRefused, match="the database is damaged"):
        backups.create(tmp_path / "a.zip", now=now)
    assert not (tmp_path / "a.zip").exists()


def test_a_damaged_page_is_not_called_a_backup(app: Flask, now: datetime, tmp_path: Path) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL looks after its pages itself")
    for _ in range(20):
        a_person()
    end_reading()
    with db.engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = connection.exec_driver_sql(
            "SELECT rootpage FROM sqlite_master WHERE name = 'uq_accounts_phone'"
            " OR (type = 'index' AND tbl_name = 'accounts') LIMIT 1"
        ).scalar()
    path = Path(str(db.engine.url.database))
    db.engine.dispose()
    with path.open("r+b") as file:
        file.seek((int(page or 0) - 1) * 4096 + 8)
        file.write(b"\x55" * 64)  # Of an index, which no reading of the rows would meet.
    with pytest.raises(BackupRefused, match="the database is damaged"):
        backups.create(tmp_path / "a.zip", now=now)


def test_a_reader_that_stays_does_not_make_writers_wait(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has no write-ahead log to be emptied here")
    a_person()
    monkeypatch.setattr(transactions, "CHECKPOINT_BYTES", 1)
    monkeypatch.setattr(transactions, "TRUNCATE_BYTES", 1)
    monkeypatch.setattr(transactions, "CHECKPOINT_SECONDS", 0.0)
    with db.engine.connect() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM people").scalar()
        begun = time.monotonic()
        with writing() as session:
            session.execute(Person.__table__.update().values(full_name="Tên khác"))
        assert time.monotonic() - begun < 3


def test_every_type_of_column_is_known_and_every_table_has_a_key() -> None:
    for table in storage.tables():
        assert storage.columns_of(table)
        assert list(table.primary_key.columns), table.name


def test_everything_in_the_instance_folder_is_kept_or_derived(
    app: Flask, now: datetime, tmp_path: Path
) -> None:
    a_lived_in_instance(now)
    backup_files.key_contents()
    derived = {"boards", "uploads"}
    known = {*derived, *backup_files.KEY_FILES}
    assert {one.name for one in instance().iterdir()} - known == set()
