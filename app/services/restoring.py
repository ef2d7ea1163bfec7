"""Filling an empty instance from a backup, on either kind of database, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy.exc import DBAPIError

from app.domain.backups import KEY_FILES, BackupRefused, Manifest
from app.formats.backup_read import Archive, Rows
from app.services import backup_files, backups, revisions
from app.services.backup_files import SECRET, Place
from app.services.transactions import end_reading, writing
from app.storage import restores as storage
from app.storage.backups import LEFT_OUT

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored; `migrated_to` when the backup was older than this code."""

    manifest: Manifest
    migrated_to: str | None


def restore(path: Path, *, now: datetime, progress: Progress = lambda _: None) -> Restored:
    """Put everything that is in a backup into this instance, which must be empty and at rest.

    Raises `BackupRefused`: then nothing was touched, or everything is as it was. That it
    was restored is noted in the audit chain.
    """
    with Archive(path) as archive:
        restored = fill(archive, now=now, progress=progress)
    detail = {"created_at": restored.manifest.created_at.isoformat(), "name": path.name}
    backups.record("backup.restore", detail, account_id=None, now=now)
    return restored


def fill(archive: Archive, *, now: datetime, progress: Progress = lambda _: None) -> Restored:
    """As `restore`, without leaving a trace of it."""
    manifest = archive.manifest
    if not revisions.is_known(manifest.revision):
        text = f"this backup was made by a newer version (migration {manifest.revision})"
        raise BackupRefused(f"{text}: install that version, or a later one, and restore there")
    _refuse_filled(now)
    _refuse_other_secret(archive)
    archive.check(progress)
    try:
        revisions.move_to(manifest.revision)
        _load(archive, now, progress)
    finally:
        end_reading()
        revisions.move_to(revisions.newest())
    older = manifest.revision != revisions.newest()
    return Restored(manifest, revisions.newest() if older else None)


def _refuse_other_secret(archive: Archive) -> None:
    kept = archive.content(SECRET)
    if kept is None:
        raise BackupRefused("not a backup: it has no secret")
    own = str(current_app.config["SECRET_KEY"]).encode()
    if backup_files.has_given_secret() and kept != own:
        raise BackupRefused(
            "SECRET_KEY is not that of the backup, so that its receipts would not be verified: "
            "leave SECRET_KEY out (the backup's is then kept in the instance folder), "
            "or name the one of the instance that was backed up"
        )


def _refuse_filled(now: datetime) -> None:
    found = storage.reflected()
    if "leases" in found and storage.is_served(now):
        end_reading()
        raise BackupRefused(
            "a server is running on this database: stop it (and wait 15 seconds), then restore"
        )
    filled = storage.list_filled(found)
    end_reading()
    _refuse_rows(filled)


def _refuse_rows(filled: list[str]) -> None:
    if filled:
        raise BackupRefused(
            f"this instance is not empty (it has {', '.join(filled[:5])}): nothing was touched. "
            "Restore into a new, empty database: name another in DATABASE_URL, "
            "or move the old one away"
        )


def _load(archive: Archive, now: datetime, progress: Progress) -> None:
    found = storage.reflected()
    _refuse_other_shape(archive.manifest, found)
    try:
        # The files are put into place last, and taken away again if committing fails.
        with backup_files.placing(now) as place, writing() as session:
            storage.begin(session, found)
            _refuse_rows(storage.list_filled(found))
            for table in archive.manifest.tables:
                blocks = _telling(archive.rows(table), progress)
                storage.load(session, found[table.name], table.columns, blocks)
            storage.finish(session, found)
            _place_files(archive, place)
    except (storage.CannotLoad, DBAPIError) as error:
        text = str(error).splitlines()[0]
        raise BackupRefused(f"the database does not take what is in the backup: {text}") from None
    except OSError as error:
        raise BackupRefused(f"the files could not be put into place: {error}") from None


def _refuse_other_shape(manifest: Manifest, found: Mapping[str, Any]) -> None:
    expected = {name for name in found if name not in LEFT_OUT}
    listed = {one.name: set(one.columns) for one in manifest.tables}
    if set(listed) != expected:
        odd = ", ".join(sorted(set(listed) ^ expected)[:5])
        raise BackupRefused(f"the tables of the backup are not those of this database: {odd}")
    for name, columns in listed.items():
        if columns != storage.shape_of(found[name]):
            raise BackupRefused(f"table {name} has other columns than in this database")


def _place_files(archive: Archive, place: Place) -> None:
    given = backup_files.has_given_secret()
    for file in archive.manifest.files:
        if not (given and file.path == SECRET):
            place.put(file.path, archive.parts(file))
    held = {file.path for file in archive.manifest.files}
    for name in KEY_FILES:
        if name not in held:
            place.put_aside(name)


def _telling(blocks: Iterator[Rows], progress: Progress) -> Iterator[Rows]:
    for rows in blocks:
        yield rows
        progress(len(rows))
