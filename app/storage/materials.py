"""Study materials as rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.tables import Material, UploadedFile
from app.storage.uploaded_files import FileFacts


class MaterialFacts(NamedTuple):
    """A material with its file if it has one; `size` in bytes."""

    id: int
    topic: str
    title: str
    summary: str
    link: str | None
    position: int
    updated_at: datetime
    file_id: int | None
    file_name: str | None
    media_type: str | None
    size: int | None


def list_materials() -> list[MaterialFacts]:
    """All materials by their place."""
    return _list(_facts().order_by(Material.position, Material.id))


def has_any() -> bool:
    """Whether there is any material."""
    return db.session.scalar(select(Material.id).limit(1)) is not None


def find_material(material_id: int) -> MaterialFacts | None:
    """The material of this id."""
    return next(iter(_list(_facts().where(Material.id == material_id))), None)


def find_file(material_id: int) -> tuple[str, FileFacts] | None:
    """The name and the file of a material; None when there is none."""
    query = (
        select(Material.file_name, UploadedFile.sha256, UploadedFile.media_type, UploadedFile.size)
        .join(UploadedFile, UploadedFile.id == Material.file_id)
        .where(Material.id == material_id)
    )
    row = db.session.execute(query).first()
    return None if row is None else (str(row[0]), FileFacts._make(row[1:]))


def find_last_position(session: Session) -> int:
    """The greatest position that is taken; 0 before the first."""
    return session.scalar(select(func.max(Material.position))) or 0


def list_positions(session: Session) -> list[tuple[int, str, int]]:
    """Id, topic and position of all materials by their place."""
    query = select(Material.id, Material.topic, Material.position)
    rows = session.execute(query.order_by(Material.position, Material.id))
    return [(row[0], row[1], row[2]) for row in rows]


def add_material(session: Session, material: Material) -> int:
    """Add and flush; returns its id."""
    session.add(material)
    session.flush()
    return material.id


def change_material(session: Session, material_id: int, values: dict[str, Any]) -> bool:
    """Put these values; False when there is no such material."""
    done = session.execute(update(Material).where(Material.id == material_id).values(**values))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def delete_material(session: Session, material_id: int) -> bool:
    """Delete it; False when there is none."""
    done = session.execute(delete(Material).where(Material.id == material_id))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def _facts() -> Select[*tuple[Any, ...]]:
    return select(
        Material.id,
        Material.topic,
        Material.title,
        Material.summary,
        Material.link,
        Material.position,
        Material.updated_at,
        Material.file_id,
        Material.file_name,
        UploadedFile.media_type,
        UploadedFile.size,
    ).outerjoin(UploadedFile, UploadedFile.id == Material.file_id)


def _list(query: Select[*tuple[Any, ...]]) -> list[MaterialFacts]:
    return [MaterialFacts._make(row) for row in db.session.execute(query)]
