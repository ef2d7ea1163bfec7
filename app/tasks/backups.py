"""Backups in the background: made at night or when asked for, and tried out."""

from __future__ import annotations

from flask import current_app

from app.domain.backups import BackupRefused
from app.domain.errors import BackupFailed
from app.services import backup_shelf
from app.services.jobs import Outcome, Work


def make(work: Work) -> Outcome:
    """Make a backup in its folder, and remove what is not kept any more."""
    told = _Told(work)
    try:
        done = backup_shelf.make(now=work.now, account_id=work.account_id, progress=told.add)
    except BackupRefused as refused:
        backup_shelf.note_failure(refused, account_id=work.account_id, now=work.now)
        current_app.logger.error("no backup was made: %s", refused)
        raise BackupFailed() from None
    return Outcome({"name": done.made.path.name, "removed": len(done.removed)})


def rehearse(work: Work) -> Outcome:
    """Restore a backup into a temporary instance and compare."""
    told = _Told(work)
    try:
        found = backup_shelf.rehearse(
            work.params["name"], now=work.now, account_id=work.account_id, progress=told.add
        )
    except BackupRefused as refused:
        backup_shelf.note_failure(refused, account_id=work.account_id, now=work.now)
        raise BackupFailed() from None
    return Outcome({"ok": found.ok})


class _Told:
    """Rows, of which nobody knows beforehand how many there will be."""

    def __init__(self, work: Work) -> None:
        self._progress, self._rows = work.progress, 0

    def add(self, rows: int) -> None:
        self._rows += rows
        self._progress(self._rows, 0)
