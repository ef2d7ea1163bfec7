"""The folder of backups: filled once a night by one process, kept in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.config import Settings
from app.domain import backup_plans
from app.domain.backups import BackupRefused
from app.domain.errors import NotFound
from app.services import audit, backup_shelf, backups
from app.services.transactions import end_reading
from app.tasks import worker
from tests.conftest import NOW

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """The folder of backups, of which two days are kept."""
    folder = tmp_path / "backups"
    folder.mkdir()
    own: Settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(own, backup_dir=folder, backup_keep=(2, 0, 0))
    yield folder


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def acts() -> list[str]:
    end_reading()
    return [one.act for one in audit.list_newest(10)]


def test_it_is_made_once_a_night_and_by_one_worker(folder: Path, now: datetime) -> None:
    assert worker.look_at_backups("one", now)
    assert not worker.look_at_backups("other", now)
    assert not backup_shelf.ask_if_due(now)  # It waits already.
    assert worker.work_once("one")
    assert not worker.work_once("other")
    [name] = names(folder)
    assert backup_plans.created_at(name) is not None
    assert acts() == ["backup.nightly"]
    assert not backup_shelf.ask_if_due(datetime.now(backup_plans.LOCAL))
    backups.verify(folder / name)


def test_without_a_folder_none_is_made(app: Flask, now: datetime) -> None:
    assert not backup_shelf.ask_if_due(now)
    with pytest.raises(BackupRefused, match="BACKUP_DIR is not set"):
        backup_shelf.ask(account_id=None, now=now)
    seen = backup_shelf.overview(now)
    assert (seen.folder, seen.old, seen.kept) == (None, True, ())


def test_those_beyond_what_is_kept_are_removed_and_nothing_else(
    folder: Path, now: datetime
) -> None:
    (folder / "by-hand.zip").write_text("kept")
    for day in range(4):
        done = backup_shelf.make(now=now + day * DAY, account_id=None)
        end_reading()
    assert done.removed == (backup_plans.file_name(now + DAY),)
    kept = [backup_plans.file_name(now + day * DAY) for day in (2, 3)]
    assert names(folder) == ["by-hand.zip", *kept]
    assert [one.name for one in backup_shelf.list_kept()] == [kept[1], kept[0]]


def test_a_backup_that_fails_is_noted_tried_again_and_removes_nothing(
    folder: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup_shelf.make(now=now, account_id=None)
    monkeypatch.setattr(backups, "ROOM_LEFT", 2**60)
    assert backup_shelf.ask_if_due(now + DAY)
    assert worker.work_once("one")
    assert acts() == ["backup.fail", "backup.nightly"]
    assert names(folder) == [backup_plans.file_name(now)]
    seen = backup_shelf.overview(now + DAY)
    assert seen.failure is not None
    assert "make room" in seen.failure["why"]
    failed_at = seen.failure["at"]
    assert not backup_shelf.ask_if_due(failed_at + timedelta(minutes=59))
    assert backup_shelf.ask_if_due(failed_at + DAY)
    monkeypatch.undo()
    assert worker.work_once("one")
    end_reading()
    assert backup_shelf.overview(now).failure is None


def test_what_a_killed_backup_left_is_removed_a_day_later(folder: Path, now: datetime) -> None:
    left = folder / f"{backups.PARTIAL}x"
    left.mkdir()
    (left / "part").write_text("half")
    at = datetime.now(backup_plans.LOCAL)
    backup_shelf.make(now=at, account_id=None)
    assert left.exists()
    backup_shelf.make(now=at + DAY + HOUR, account_id=None)
    assert not left.exists()


def test_the_last_one_is_old_after_a_night_without(folder: Path, now: datetime) -> None:
    backup_shelf.make(now=now, account_id=None)
    assert not backup_shelf.overview(now + DAY).old
    assert backup_shelf.overview(now + 2 * DAY).old


@pytest.mark.parametrize("name", ["../a.zip", "a.zip", backup_plans.file_name(NOW)])
def test_only_backups_that_are_there_can_be_rehearsed(
    folder: Path, now: datetime, name: str
) -> None:
    with pytest.raises(NotFound):
        backup_shelf.ask_for_rehearsal(name, account_id=None, now=now)


def test_a_rehearsal_in_the_background_is_noted(folder: Path, now: datetime) -> None:
    name = backup_shelf.make(now=now, account_id=None).made.path.name
    backup_shelf.ask_for_rehearsal(name, account_id=None, now=now)
    assert worker.work_once("one")
    end_reading()
    noted = backup_shelf.overview(now).rehearsal
    assert noted is not None
    assert (noted["ok"], noted["failed"], noted["name"]) == (True, [], name)
