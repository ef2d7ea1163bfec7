"""Study materials by topic: links to documents, and files to take along."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.domain.materials import (
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    LONGEST_TOPIC,
    by_topic,
    file_name,
    neighbour,
)
from app.domain.plain_text import Fields
from app.domain.text import nfc
from app.formats import attachments
from app.services import audit, uploaded_files
from app.services.transactions import writing
from app.services.uploaded_files import Waiting
from app.storage import materials as storage
from app.storage.materials import MaterialFacts
from app.storage.tables import Material

__all__ = [
    "MOST_BYTES",
    "MaterialFacts",
    "NewFile",
    "ServedFile",
    "add_material",
    "any_material",
    "delete_material",
    "edit_material",
    "get_file",
    "get_material",
    "list_materials",
    "move_material",
]
MOST_BYTES = attachments.MOST_BYTES


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as it was sent."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ServedFile:
    """A file for download under `name`; `sha256` tells versions apart."""

    name: str
    media_type: str
    sha256: str
    path: Path


def list_materials() -> list[tuple[str, list[MaterialFacts]]]:
    """All materials by topic, both in the organiser's order."""
    return by_topic([(one.topic, one) for one in storage.list_materials()])


def any_material() -> bool:
    """Whether there is any material."""
    return storage.has_any()


def get_material(material_id: int) -> MaterialFacts:
    """One material; raises `NotFound`."""
    found = storage.find_material(material_id)
    if found is None:
        raise NotFound()
    return found


def get_file(material_id: int) -> ServedFile:
    """The file of a material; raises `NotFound`."""
    found = storage.find_file(material_id)
    if found is None:
        raise NotFound()
    name, facts = found
    return ServedFile(name, facts.media_type, facts.sha256, uploaded_files.path_of(facts))


def add_material(
    *,
    topic: str,
    title: str,
    summary: str,
    link: str,
    file: NewFile | None,
    account_id: int | None,
    now: datetime,
) -> int:
    """Keep a material, last of all; `link` may be "" when there is a file. Returns its id.

    Raises `InvalidRequest` with every field at fault.
    """
    values, kind = _read(topic, title, summary, link, file, has_file=False)
    with _perhaps_waiting(file, kind) as ready, writing() as session:
        material_id = storage.add_material(
            session,
            Material(
                **values,
                **_file_columns(session, ready, values, file, kind, now),
                position=storage.find_last_position(session) + 1,
                created_at=now,
                updated_at=now,
                created_by=account_id,
            ),
        )
        _record(session, "add", material_id, {}, account_id, now)
    return material_id


def edit_material(
    material_id: int,
    *,
    topic: str,
    title: str,
    summary: str,
    link: str,
    file: NewFile | None,
    remove_file: bool,
    account_id: int | None,
    now: datetime,
) -> None:
    """Change a material; without a new file the one it has stays, unless `remove_file`.

    Raises as `add_material`, and `NotFound`.
    """
    before = get_material(material_id)
    keeps_file = before.file_id is not None and not remove_file
    values, kind = _read(topic, title, summary, link, file, has_file=keeps_file)
    with _perhaps_waiting(file, kind) as ready, writing() as session:
        values.update(_file_columns(session, ready, values, file, kind, now))
        if file is None and remove_file:
            values.update(file_id=None, file_name=None)
        if not storage.change_material(session, material_id, {**values, "updated_at": now}):
            raise NotFound()
        if file is not None or remove_file:
            uploaded_files.drop_unused(session, before.file_id)
        _record(session, "edit", material_id, {}, account_id, now)


def move_material(material_id: int, *, up: bool, account_id: int | None, now: datetime) -> None:
    """Exchange places with the one before or after it of the same topic; nothing at the end.

    Raises `NotFound`.
    """
    get_material(material_id)
    with writing() as session:
        rows = storage.list_positions(session)
        other = neighbour([(one, topic) for one, topic, _ in rows], material_id, up=up)
        if other is None:
            return
        places = {one: place for one, _, place in rows}
        storage.change_material(session, material_id, {"position": places[other]})
        storage.change_material(session, other, {"position": places[material_id]})
        _record(session, "move", material_id, {"up": up}, account_id, now)


def delete_material(material_id: int, *, account_id: int | None, now: datetime) -> None:
    """Delete a material and, if nothing else needs it, its file. Raises `NotFound`."""
    before = get_material(material_id)
    with writing() as session:
        if not storage.delete_material(session, material_id):
            raise NotFound()
        uploaded_files.drop_unused(session, before.file_id)
        _record(session, "delete", material_id, {"title": before.title}, account_id, now)


def _read(
    topic: str, title: str, summary: str, link: str, file: NewFile | None, *, has_file: bool
) -> tuple[dict[str, Any], tuple[str, str]]:
    fields = Fields()
    values: dict[str, Any] = {
        "topic": fields.line("topic", topic, LONGEST_TOPIC),
        "title": fields.line("title", title, LONGEST_TITLE),
        "summary": fields.line("summary", summary, LONGEST_SUMMARY, needed=False),
        "link": fields.link("link", link),
    }
    kind = ("", "")
    if file is not None:
        content = file.content
        kind = fields.read("file", lambda: attachments.kind_of(content), kind)
    elif not has_file and not link.strip():
        fields.refuse("link", "link_or_file")
    fields.refuse_if_any()
    return values, kind


@contextmanager
def _perhaps_waiting(file: NewFile | None, kind: tuple[str, str]) -> Iterator[Waiting | None]:
    if file is None:
        yield None
        return
    with uploaded_files.waiting(file.content, kind[0]) as ready:
        yield ready


def _file_columns(
    session: Session,
    ready: Waiting | None,
    values: dict[str, Any],
    file: NewFile | None,
    kind: tuple[str, str],
    now: datetime,
) -> dict[str, Any]:
    if ready is None or file is None:
        return {}
    return {
        "file_id": uploaded_files.keep(session, ready, now=now),
        "file_name": file_name(nfc(file.name) or values["title"], kind[1]),
    }


def _record(
    session: Session,
    act: str,
    material_id: int,
    detail: dict[str, Any],
    account_id: int | None,
    now: datetime,
) -> None:
    audit.record(
        session,
        account_id=account_id,
        act=f"material.{act}",
        subject=f"material/{material_id}",
        detail=detail,
        now=now,
    )
