"""A backup restored elsewhere, on either database, is the same instance; or nothing happens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade
from sqlalchemy import func, inspect, select

from app.domain.backups import BackupRefused
from app.services import (
    answer_file_keys,
    audit_heads,
    backups,
    leases,
    materials,
    receipts,
    restoring,
    revisions,
)
from app.services.transactions import end_reading, writing
from app.storage.db import db
from app.storage.tables import Attempt, AuditEntry, Organisation, Person
from tests.databases import Databases
from tests.factories import a_person, an_organisation, some_communes
from tests.factories_contests import a_finished_attempt
from tests.restored import (
    PDF,
    SLUG,
    a_lived_in_instance,
    elsewhere,
    everything,
    instance,
    made,
    started_again,
    what_people_see,
)

LATER = timedelta(hours=1)


@pytest.fixture
def backup(app: Flask, now: datetime, tmp_path: Path) -> Path:
    a_lived_in_instance(now)
    return made(tmp_path, now)


@pytest.fixture
def other_kind(database_kind: str) -> str:
    return {"sqlite": "postgresql", "postgresql": "sqlite"}[database_kind]


def test_every_row_and_all_that_people_see_is_the_same_in_the_other_database(
    backup: Path, databases: Databases, other_kind: str, now: datetime, tmp_path: Path
) -> None:
    end_reading()
    rows, seen = everything(tmp_path), what_people_see()
    rows_before_backup = {name: one for name, one in rows.items() if name != "audit_entries"}
    key = answer_file_keys.private_key()
    codes = db.session.scalars(select(Attempt.receipt).where(Attempt.receipt.is_not(None))).all()
    with elsewhere(databases, databases.fresh(other_kind), tmp_path):
        done = restoring.restore(backup, now=now + LATER)
        assert done.migrated_to is None
        assert done.manifest.head is not None
        there = everything(tmp_path)
        assert {name: there[name] for name in rows_before_backup} == rows_before_backup
        with started_again():
            assert what_people_see()[:-1] == seen[:-1]
            assert audit_heads.find_damage() is None
            assert [receipts.verify(code or "").contest_slug for code in codes] == [SLUG] * 4
            assert answer_file_keys.private_key() == key
            [(_, [material])] = materials.list_materials()
            assert materials.get_file(material.id).path.read_bytes() == PDF


def test_it_can_be_lived_in_at_once(
    backup: Path, databases: Databases, other_kind: str, now: datetime, tmp_path: Path
) -> None:
    with elsewhere(databases, databases.fresh(other_kind), tmp_path):
        restoring.restore(backup, now=now + LATER)
        with started_again():
            highest = db.session.scalar(select(func.max(Attempt.id))) or 0
            assert a_finished_attempt(a_person(), SLUG, at=now).id == highest + 1
            an_organisation("moi", "Sở mới")
            assert db.session.scalar(select(func.count()).select_from(Organisation)) == 3


def test_the_chain_goes_on_from_where_it_was_and_says_that_it_was_restored(
    backup: Path, databases: Databases, database_kind: str, now: datetime, tmp_path: Path
) -> None:
    with elsewhere(databases, databases.fresh(database_kind), tmp_path):
        done = restoring.restore(backup, now=now + LATER)
        end_reading()
        last = db.session.scalar(select(AuditEntry).order_by(AuditEntry.number.desc()).limit(1))
        assert last is not None
        assert (last.act, f"{last.number - 1}:{last.previous}") == (
            "backup.restore",
            done.manifest.head,
        )


def test_a_database_without_tables_is_made_ready_first(
    backup: Path, databases: Databases, database_kind: str, now: datetime, tmp_path: Path
) -> None:
    with elsewhere(databases, databases.empty(database_kind), tmp_path):
        restoring.restore(backup, now=now + LATER)
        assert revisions.current() == revisions.newest()
        assert db.session.scalar(select(func.count()).select_from(Person)) == 6


def test_an_instance_as_installed_counts_as_empty(
    backup: Path, databases: Databases, database_kind: str, now: datetime, tmp_path: Path
) -> None:
    with elsewhere(databases, databases.fresh(database_kind), tmp_path):
        some_communes()
        leases.take(duty="ticker", holder="gone", now=now)
        restoring.restore(backup, now=now + LATER)


def test_an_instance_with_people_is_refused_and_not_touched(
    backup: Path, databases: Databases, database_kind: str, now: datetime, tmp_path: Path
) -> None:
    with elsewhere(databases, databases.fresh(database_kind), tmp_path):
        a_person()
        end_reading()
        before, files = everything(tmp_path), sorted(instance().iterdir())
        with pytest.raises(BackupRefused, match=r"not empty .*accounts.*nothing was touched"):
            restoring.restore(backup, now=now + LATER)
        assert (everything(tmp_path), sorted(instance().iterdir())) == (before, files)


def test_an_instance_that_is_being_served_is_refused(
    backup: Path, databases: Databases, database_kind: str, now: datetime, tmp_path: Path
) -> None:
    with elsewhere(databases, databases.fresh(database_kind), tmp_path):
        leases.take(duty="ticker", holder="a server", now=now)
        with pytest.raises(BackupRefused, match="stop it"):
            restoring.restore(backup, now=now + timedelta(seconds=1))


def test_a_backup_of_an_earlier_migration_is_migrated(
    app: Flask, databases: Databases, database_kind: str, now: datetime, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with elsewhere(databases, databases.fresh(database_kind), tmp_path):
        a_person()
        end_reading()
        downgrade(revision="0017")
        monkeypatch.setattr(revisions, "newest", lambda: "0017")
        from app.storage import backups as storage

        there = set(inspect(db.engine).get_table_names())
        older = [one for one in storage.tables() if one.name in there]
        monkeypatch.setattr(storage, "tables", lambda: older)
        file = made(tmp_path, now)
        monkeypatch.undo()
    for kind, url in (("fresh", databases.fresh), ("empty", databases.empty)):
        (tmp_path / kind).mkdir()
        with elsewhere(databases, url(database_kind), tmp_path / kind):
            done = restoring.restore(file, now=now + LATER)
            assert (done.manifest.revision, done.migrated_to) == ("0017", revisions.newest())
            assert revisions.current() == revisions.newest()
            assert db.session.scalar(select(func.count()).select_from(Person)) == 1


def test_a_backup_of_a_later_version_is_refused(
    backup: Path, databases: Databases, database_kind: str, now: datetime, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(revisions, "is_known", lambda revision: False)
    with (
        elsewhere(databases, databases.fresh(database_kind), tmp_path),
        pytest.raises(BackupRefused, match=r"newer version .*install that version"),
    ):
        restoring.restore(backup, now=now + LATER)


def test_nothing_is_left_behind_when_the_last_step_fails(
    backup: Path, databases: Databases, database_kind: str, now: datetime, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with elsewhere(databases, databases.fresh(database_kind), tmp_path):
        some_communes()
        end_reading()
        before = everything(tmp_path)
        files = {one: one.read_bytes() for one in instance().iterdir() if one.is_file()}
        failing = _failing_after(restoring._place_files)
        monkeypatch.setattr(restoring, "_place_files", failing)
        with pytest.raises(BackupRefused, match="no space left"):
            restoring.restore(backup, now=now + LATER)
        assert everything(tmp_path) == before
        there = {one: one.read_bytes() for one in instance().iterdir() if one.is_file()}
        assert {name: there.get(name) for name in files} == files
        assert not any("key.pem" in one.name or "audit" in one.name for one in there)
        monkeypatch.undo()
        restoring.restore(backup, now=now + LATER)  # And now it can be.


def _failing_after(act: Callable[..., None]) -> Callable[..., None]:
    def fail(*given: object) -> None:
        act(*given)
        raise OSError("no space left on device")

    return fail


def test_files_in_the_way_are_kept_beside(
    backup: Path, databases: Databases, database_kind: str, now: datetime, tmp_path: Path
) -> None:
    with elsewhere(databases, databases.fresh(database_kind), tmp_path):
        (instance() / "audit-head.jsonl").write_text("of another life\n")
        (instance() / "setup-code").write_text("K7MQ-2RXT-9WPH\n")
        restoring.restore(backup, now=now)
        aside = "before-20261124T020000Z"
        assert (instance() / f"audit-head.jsonl.{aside}").read_text() == "of another life\n"
        assert (instance() / f"setup-code.{aside}").exists()
        assert not (instance() / "setup-code").exists()
        fresh = (instance() / f"secret_key.{aside}").read_text()
        assert fresh == "the secret of a fresh instance"
        assert (instance() / "secret_key").stat().st_mode & 0o077 == 0


def test_another_secret_in_the_settings_is_refused(
    backup: Path, databases: Databases, database_kind: str, now: datetime, tmp_path: Path
) -> None:
    with elsewhere(databases, databases.fresh(database_kind), tmp_path):
        (instance() / "secret_key").unlink()  # So the secret must have come from SECRET_KEY.
        with pytest.raises(BackupRefused, match="SECRET_KEY is not that of the backup"):
            restoring.restore(backup, now=now + LATER)


def test_rows_that_refer_to_nothing_are_refused(
    app: Flask, databases: Databases, database_kind: str, now: datetime, tmp_path: Path
) -> None:
    a_person()
    with writing() as session:
        _without_guard(session)
        session.execute(Person.__table__.update().values(commune_code="99999"))
    file = backups.create(tmp_path / "b.zip", now=now).path
    with elsewhere(databases, databases.fresh(database_kind), tmp_path):
        with pytest.raises(BackupRefused, match="does not take what is in the backup"):
            restoring.restore(file, now=now + LATER)
        assert db.session.scalar(select(func.count()).select_from(Person)) == 0


def _without_guard(session: object) -> None:
    from sqlalchemy import text

    kind = db.engine.dialect.name
    if kind == "sqlite":
        pytest.skip("SQLite checks references where they are written")
    session.execute(text("SET LOCAL session_replication_role = replica"))  # type: ignore[attr-defined]
