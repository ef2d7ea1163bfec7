"""A rehearsal: restoring a backup into an instance of its own and looking whether all is there.

The real instance is only read; what came of it is noted in its audit chain.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from flask import current_app

from app.config import Settings
from app.domain.backups import BackupRefused
from app.formats.backup_read import Archive
from app.formats.backup_write import digest_of
from app.services import audit, backup_files, backups, rehearsal_checks, restoring
from app.services.rehearsal_checks import Check

__all__ = ["Check", "Rehearsal", "rehearse"]
ACT = "backup.rehearse"
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What was looked at, and how long it took."""

    checks: tuple[Check, ...]
    seconds: float

    @property
    def ok(self) -> bool:
        """Whether everything was as it had been."""
        return all(check.ok for check in self.checks)


def rehearse(
    path: Path, *, now: datetime, account_id: int | None, progress: Progress = lambda _: None
) -> Rehearsal:
    """Restore a backup into a temporary instance on SQLite and compare.

    Compared are the rows of every table, the boards (derived again, and as they were
    published), the receipts, the audit chain and the files. Raises `BackupRefused` when
    there is nothing to restore; a damaged backup is a rehearsal that failed.
    """
    begun, checks = time.monotonic(), [_is_as_noted(path)]
    try:
        with Archive(path) as archive:
            checks += _in_an_instance_of_its_own(archive, now, progress)
    except BackupRefused as refused:
        checks.append(Check("restored", False, str(refused)))
    except OSError as error:
        raise BackupRefused(f"the rehearsal could not be held: {error}") from None
    found = Rehearsal(tuple(checks), time.monotonic() - begun)
    failed = [check.name for check in checks if not check.ok]
    detail = {"name": path.name, "ok": found.ok, "failed": failed}
    backups.record(ACT, {**detail, "seconds": round(found.seconds)}, account_id=account_id, now=now)
    return found


def _is_as_noted(path: Path) -> Check:
    """Whether the file is the one whose digest the audit chain holds, if it holds one."""
    sha256 = digest_of(path)
    for one in audit.list_acts(backups.MADE):
        if one["name"] == path.name:
            is_same = one["sha256"] == sha256
            note = "as noted in the audit chain" if is_same else "not the file that was made here"
            return Check("file", is_same, f"{note} (sha256 {sha256[:12]}…)")
    return Check("file", True, f"made elsewhere, or renamed (sha256 {sha256[:12]}…)")


def _in_an_instance_of_its_own(
    archive: Archive, now: datetime, progress: Progress
) -> tuple[Check, ...]:
    create_app = current_app.extensions["thiso_create_app"]
    secret = archive.content(backup_files.SECRET)
    with tempfile.TemporaryDirectory(prefix=".rehearsal-", dir=backup_files.instance()) as folder:
        (Path(folder) / backup_files.SECRET).write_bytes(secret or b"")
        app = create_app(_settings(Path(folder), secret or b""))
        with app.app_context():
            try:
                done = restoring.fill(archive, now=now, progress=progress)
                return (
                    Check("restored", True, _said(done)),
                    *rehearsal_checks.all_checks(archive.manifest, Path(folder), now, progress),
                )
            finally:
                rehearsal_checks.let_go()


def _settings(folder: Path, secret: bytes) -> Settings:
    own: Settings = current_app.config["SETTINGS"]
    return replace(
        own,
        database_url=f"sqlite:///{folder / 'rehearsal.sqlite3'}",
        instance=folder,
        secret_key=secret.decode("utf-8", "replace"),
        redis_url=None,
        demo=False,
    )


def _said(done: restoring.Restored) -> str:
    said = f"{done.manifest.rows} rows, {len(done.manifest.files)} files"
    return f"{said}, migrated to {done.migrated_to}" if done.migrated_to else said
