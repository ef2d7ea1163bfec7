"""The folder of backups: filled every night by one process, kept in order, shown to administrators.

BACKUP_DIR names it, BACKUP_HOUR says when, BACKUP_KEEP how many are kept. It should lie on
another disk than the database, and be copied to another machine.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import current_app

from app.config import Settings
from app.domain import backup_plans
from app.domain.backup_plans import Keep
from app.domain.backups import BackupRefused
from app.domain.errors import NotFound
from app.services import audit, backups, jobs, rehearsals
from app.services.backups import Made
from app.services.rehearsals import Rehearsal

MAKE, REHEARSE, FAIL = "backup.make", "backup.rehearse", "backup.fail"
LEFT_BEHIND = timedelta(days=1)
"""What a backup that was killed has left is removed after so long."""
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup in the folder; size in bytes."""

    name: str
    created_at: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Overview:
    """How it stands with backups. `folder` None: none are made by themselves.

    `old` when the last one is older than a day and a half, or there is none; `failure` is the
    last one that came to nothing, unless a later one was made.
    """

    folder: Path | None
    hour: int
    keep: Keep
    kept: tuple[Kept, ...]
    old: bool
    rehearsal: dict[str, Any] | None
    failure: dict[str, Any] | None
    working: bool


@dataclass(frozen=True, slots=True)
class Done:
    """A backup that was made in the folder, and the names of those that were removed for it."""

    made: Made
    removed: tuple[str, ...]


def overview(now: datetime) -> Overview:
    """Everything for the page of backups."""
    settings, kept = _settings(), list_kept()
    newest = kept[0].created_at if kept else None
    return Overview(
        folder=settings.backup_dir,
        hour=settings.backup_hour,
        keep=Keep(*settings.backup_keep),
        kept=tuple(kept),
        old=newest is None or now - newest > backup_plans.OLD_AFTER,
        rehearsal=next(iter(audit.list_acts((rehearsals.ACT,), limit=1)), None),
        failure=_last_failure(),
        working=jobs.is_unfinished(MAKE),
    )


def list_kept() -> list[Kept]:
    """The backups in the folder, the newest first."""
    folder = _settings().backup_dir
    found = []
    for path in folder.iterdir() if folder and folder.is_dir() else ():
        at = backup_plans.created_at(path.name)
        if at is not None and path.is_file():
            found.append(Kept(path.name, at, path.stat().st_size))
    return sorted(found, key=lambda one: one.created_at, reverse=True)


def newest_file() -> Path:
    """The newest backup; raises `BackupRefused` without one."""
    kept = list_kept()
    if not kept:
        raise BackupRefused("there is no backup in BACKUP_DIR: name a file")
    return _folder() / kept[0].name


def make(*, now: datetime, account_id: int | None, progress: Progress = lambda _: None) -> Done:
    """Make a backup in the folder and remove what is not kept any more.

    Raises `BackupRefused`; then nothing is removed.
    """
    folder = _folder()
    _remove_left_behind(folder, now)
    out = folder / backup_plans.file_name(now)
    made = backups.create(
        out, now=now, act=backups.NIGHTLY, account_id=account_id, progress=progress
    )
    return Done(made, tuple(_rotate(folder)))


def ask(*, account_id: int | None, now: datetime) -> str:
    """Have a backup made in the background; returns the token of the job."""
    _folder()
    return jobs.add(kind=MAKE, account_id=account_id, params={}, now=now)


def ask_if_due(now: datetime) -> bool:
    """Have the nightly backup made when its hour has passed; part of the worker's duties.

    Called by the one process that holds the lease; not while one is being made.
    """
    settings = _settings()
    if settings.backup_dir is None or jobs.is_unfinished(MAKE):
        return False
    if not backup_plans.is_due(_last(backups.NIGHTLY), _last(FAIL), settings.backup_hour, now):
        return False
    ask(account_id=None, now=now)
    return True


def ask_for_rehearsal(name: str, *, account_id: int | None, now: datetime) -> str:
    """Have a backup tried out in the background; returns the job's token, raises `NotFound`."""
    _path_of(name)
    return jobs.add(
        kind=REHEARSE, account_id=account_id, params={"name": name, "title": name}, now=now
    )


def rehearse(
    name: str, *, now: datetime, account_id: int | None, progress: Progress = lambda _: None
) -> Rehearsal:
    """Try out a backup of the folder; raises `NotFound` and `BackupRefused`."""
    path = _path_of(name)
    return rehearsals.rehearse(path, now=now, account_id=account_id, progress=progress)


def note_failure(refused: BackupRefused, *, account_id: int | None, now: datetime) -> None:
    """Note in the audit chain why there is no backup; it is tried again an hour later."""
    backups.record(FAIL, {"why": str(refused)}, account_id=account_id, now=now)


def _rotate(folder: Path) -> list[str]:
    names = [one.name for one in list_kept()]
    removed = backup_plans.superfluous(names, Keep(*_settings().backup_keep))
    for name in removed:
        (folder / name).unlink(missing_ok=True)
    return removed


def _remove_left_behind(folder: Path, now: datetime) -> None:
    for one in folder.glob(f"{backups.PARTIAL}*"):
        if now - datetime.fromtimestamp(one.stat().st_mtime, UTC) > LEFT_BEHIND:
            shutil.rmtree(one, ignore_errors=True)


def _last_failure() -> dict[str, Any] | None:
    last = next(iter(audit.list_acts((FAIL, *backups.MADE), limit=1)), None)
    return last if last is not None and last["act"] == FAIL else None


def _last(act: str) -> datetime | None:
    found = audit.list_acts((act,), limit=1)
    return found[0]["at"] if found else None


def _path_of(name: str) -> Path:
    if backup_plans.created_at(name) is None or not (_folder() / name).is_file():
        raise NotFound()
    return _folder() / name


def _folder() -> Path:
    folder = _settings().backup_dir
    if folder is None:
        raise BackupRefused("BACKUP_DIR is not set: name a folder for backups in the settings")
    return folder


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
