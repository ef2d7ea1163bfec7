"""Uploaded files as rows."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from app.storage.inserts import insert_into
from app.storage.tables import ActivityPhoto, Material, UploadedFile


class FileFacts(NamedTuple):
    """A file of the uploads folder; `size` in bytes."""

    sha256: str
    media_type: str
    size: int


def put_file(session: Session, *, sha256: str, media_type: str, size: int, now: datetime) -> int:
    """Add the row of a file, or find and hold the one there is; returns its id."""
    statement = insert_into(session, UploadedFile).values(
        sha256=sha256, media_type=media_type, size=size, created_at=now
    )
    # An update of what is there already holds the row until the file has been referred to.
    statement = statement.on_conflict_do_update(
        index_elements=["sha256"], set_={"size": statement.excluded.size}
    )
    session.execute(statement)
    return session.scalars(select(UploadedFile.id).where(UploadedFile.sha256 == sha256)).one()


def delete_unused(session: Session, file_id: int) -> str | None:
    """Delete a row that nothing refers to; returns its sha256, None when it is still in use."""
    used = (
        exists().where(Material.file_id == UploadedFile.id),
        exists().where(ActivityPhoto.file_id == UploadedFile.id),
    )
    sha256 = session.scalar(
        select(UploadedFile.sha256).where(UploadedFile.id == file_id, *(~one for one in used))
    )
    if sha256 is not None:
        session.execute(delete(UploadedFile).where(UploadedFile.id == file_id))
    return sha256
