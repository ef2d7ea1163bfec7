"""The photos of units' reports: made light, kept with the report, shown to those who may."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.domain.activities import MOST_PHOTOS
from app.domain.errors import ImageRefused, NotFound
from app.domain.plain_text import Fields
from app.formats import images
from app.formats.images import LightImage
from app.services import uploaded_files
from app.services.uploaded_files import Waiting
from app.storage import activity_reports as storage
from app.storage.activity_reports import PhotoFacts
from app.storage.tables import ActivityPhoto

MOST_BYTES = images.MOST_BYTES


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as it is sent."""

    media_type: str
    sha256: str
    path: Path


def get_photo(photo_id: int, *, unit_id: int | None = None) -> Photo:
    """A photo; raises `NotFound`, also when it is not of the unit `unit_id`."""
    found = storage.find_photo(photo_id)
    if found is None or unit_id not in (None, found[0].unit_id):
        raise NotFound()
    return Photo(found[1].media_type, found[1].sha256, uploaded_files.path_of(found[1]))


def read_photos(fields: Fields, photos: Sequence[bytes], *, beside: int) -> list[LightImage]:
    """Photos made light; what is wrong with them, or that they are too many, goes to `fields`."""
    if beside + len(photos) > MOST_PHOTOS:
        fields.refuse("photos", "photos")
        return []
    try:
        return [images.lighten(data) for data in photos]
    except ImageRefused:
        fields.refuse("photos", "photo")
        return []


def waiting(stack: ExitStack, photos: Sequence[LightImage]) -> list[Waiting]:
    """Write photos to the disk; those that are not kept are gone when the stack closes."""
    return [
        stack.enter_context(uploaded_files.waiting(one.content, one.media_type)) for one in photos
    ]


def put_photos(
    session: Session,
    report_id: int,
    ready: Sequence[Waiting],
    *,
    kept: Sequence[PhotoFacts],
    now: datetime,
) -> None:
    """Give new photos the places that the kept ones leave, within the caller's transaction."""
    taken = {one.position for one in kept}
    free = [place for place in range(1, MOST_PHOTOS + 1) if place not in taken]
    for position, one in zip(free, ready, strict=False):
        file_id = uploaded_files.keep(session, one, now=now)
        photo = ActivityPhoto(report_id=report_id, position=position, file_id=file_id)
        storage.add_photo(session, photo)


def drop_photos(session: Session, photos: Sequence[PhotoFacts]) -> None:
    """Delete photos with their files, within the caller's transaction."""
    for one in photos:
        storage.delete_photo(session, one.id)
    for one in photos:
        uploaded_files.drop_unused(session, one.file_id)
