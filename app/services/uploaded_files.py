"""Files that people sent in: kept once each in the uploads folder, under their SHA-256."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.storage import uploaded_files as storage
from app.storage.uploaded_files import FileFacts

__all__ = ["FileFacts", "Waiting", "drop_unused", "keep", "path_of", "waiting"]
FOLDER = "uploads"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that lies ready beside its place until a transaction keeps it."""

    sha256: str
    media_type: str
    size: int
    path: Path


@contextmanager
def waiting(data: bytes, media_type: str) -> Iterator[Waiting]:
    """Write a file to the disk before the transaction that keeps it, so that nobody waits for it.

    What was not kept when the block ends is removed.
    """
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=".")
    path = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield Waiting(hashlib.sha256(data).hexdigest(), media_type, len(data), path)
    finally:
        path.unlink(missing_ok=True)


def keep(session: Session, ready: Waiting, *, now: datetime) -> int:
    """Give a waiting file its place within the caller's transaction; returns the id of its row.

    The same content is kept once, however often it is sent.
    """
    file_id = storage.put_file(
        session, sha256=ready.sha256, media_type=ready.media_type, size=ready.size, now=now
    )
    place = _folder() / ready.sha256
    if not place.exists():
        ready.path.replace(place)
    return file_id


def drop_unused(session: Session, file_id: int | None) -> None:
    """Remove a file, row and content, that nothing refers to any more."""
    if file_id is None:
        return
    sha256 = storage.delete_unused(session, file_id)
    if sha256 is not None:
        (_folder() / sha256).unlink(missing_ok=True)


def path_of(facts: FileFacts) -> Path:
    """Where the content lies; raises `NotFound` when it was lost."""
    path = _folder() / facts.sha256
    if not path.is_file():
        current_app.logger.error("the uploaded file %s is missing", facts.sha256)
        raise NotFound()
    return path


def _folder() -> Path:
    return Path(current_app.config["SETTINGS"].instance) / FOLDER
