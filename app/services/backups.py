"""Making a backup while people answer, and looking whether one is whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import current_app

from app.domain.backups import BackupRefused, FileFacts, Manifest
from app.formats.backup_read import Archive
from app.formats.backup_write import Writer, digest_of
from app.services import audit, backup_files, revisions
from app.services.backup_files import Pins
from app.services.transactions import writing
from app.storage import backups as storage
from app.storage.backups import Snapshot

__all__ = ["BackupRefused", "Made", "create", "record", "verify"]
SUBJECT = "backup"
BY_HAND, NIGHTLY = "backup.create", "backup.nightly"
MADE = (BY_HAND, NIGHTLY)
ROOM_LEFT = 200 * 1024 * 1024
"""Bytes that stay free on the disk: answers may be written to the same one."""
PARTIAL = ".thiso-backup-"
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made; `sha256` of the whole file."""

    path: Path
    size: int
    sha256: str
    manifest: Manifest


def create(
    out: Path,
    *,
    now: datetime,
    act: str = BY_HAND,
    account_id: int | None = None,
    progress: Progress = lambda _: None,
) -> Made:
    """Write a backup of this instance to `out`, read it back, and note it in the audit chain.

    Nobody has to wait meanwhile. What was acknowledged before is in it. The file is its
    owner's alone (0600): it holds everything, also the secret. Raises `BackupRefused`; then
    there is no file.
    """
    if out.exists():
        raise BackupRefused(f"{out} is there already: choose another name")
    try:
        folder = Path(tempfile.mkdtemp(prefix=PARTIAL, dir=out.parent))
    except OSError as error:
        raise BackupRefused(f"nothing can be written to {out.parent}: {error.strerror}") from None
    try:
        _refuse_without_room(folder)
        made = _make(out, folder, now, progress)
    except OSError as error:
        raise BackupRefused(f"the backup could not be written: {error}") from None
    except storage.DatabaseDamaged as error:
        text = f"the database is damaged ({error}): see docs/when-things-go-wrong.md"
        raise BackupRefused(text) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    detail = {"name": out.name, "size": made.size, "sha256": made.sha256}
    record(act, {**detail, "rows": made.manifest.rows}, account_id=account_id, now=now)
    return made


def verify(path: Path, progress: Progress = lambda _: None) -> Manifest:
    """What a backup holds, after all of it was read and compared; raises `BackupRefused`."""
    with Archive(path) as archive:
        archive.check(progress)
        return archive.manifest


def record(act: str, detail: dict[str, Any], *, account_id: int | None, now: datetime) -> None:
    """Note in the audit chain what was done with a backup."""
    with writing() as session:
        audit.record(
            session, account_id=account_id, act=act, subject=SUBJECT, detail=detail, now=now
        )


def _refuse_without_room(folder: Path) -> None:
    free, size = shutil.disk_usage(folder).free, storage.database_size()
    needed = size * 3 // 2 + ROOM_LEFT
    if free < needed:
        text = f"{folder.parent} has {free >> 20} MB left, and {needed >> 20} MB are needed"
        raise BackupRefused(f"{text}: make room, or choose another disk")


def _make(out: Path, folder: Path, now: datetime, progress: Progress) -> Made:
    part = folder / "part"
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with Writer(file) as writer:
            manifest = _write(writer, folder, now, progress)
        file.flush()
        os.fsync(file.fileno())
    # Read back before it is called a backup.
    read = verify(part)
    if read != manifest:
        raise BackupRefused("the backup is not what was written: is the disk damaged?")
    sha256, size = digest_of(part), part.stat().st_size
    try:
        os.close(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise BackupRefused(f"{out} is there already: choose another name") from None
    part.replace(out)
    _sync_folder(out.parent)
    return Made(out, size, sha256, manifest)


def _write(writer: Writer, folder: Path, now: datetime, progress: Progress) -> Manifest:
    # Before the rows: a published head may be older than the chain, never newer; and an
    # uploaded file may be deleted while its row is still in the snapshot.
    keys = backup_files.key_contents()
    with backup_files.pinned() as pins, storage.snapshot(folder) as snapshot:
        pins.hold()
        revision = snapshot.scalar("SELECT version_num FROM alembic_version")
        if revision != revisions.newest():
            raise BackupRefused("the database is not up to date: run `flask --app wsgi setup`")
        tables = []
        for table in storage.tables():
            with snapshot.reading(table) as fetch:
                columns = storage.columns_of(table)
                tables.append(writer.put_table(table.name, columns, fetch, progress))
        files = [writer.put_file(name, BytesIO(content)) for name, content in keys.items()]
        uploads, lost = _put_uploads(writer, pins, snapshot)
        manifest = Manifest(
            created_at=now,
            revision=str(revision),
            database=snapshot.kind,
            head=snapshot.scalar(storage.HEAD),
            tables=tuple(tables),
            files=(*files, *uploads),
            lost=tuple(lost),
        )
    writer.finish(manifest)
    return manifest


def _put_uploads(
    writer: Writer, pins: Pins, snapshot: Snapshot
) -> tuple[list[FileFacts], list[str]]:
    files, lost = [], []
    for sha256 in snapshot.column("SELECT sha256 FROM uploaded_files ORDER BY sha256"):
        path = pins.path(sha256)
        if not path.is_file() or digest_of(path) != sha256:
            current_app.logger.error("the uploaded file %s is missing or damaged", sha256)
            lost.append(sha256)
            continue
        with path.open("rb") as source:
            files.append(writer.put_file(f"uploads/{sha256}", source))
    return files, lost


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
