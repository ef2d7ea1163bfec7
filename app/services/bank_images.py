"""Images of questions: those that organisers upload, and those in the questions folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from flask import current_app
from sqlalchemy.exc import IntegrityError

from app.domain.bank_warnings import HEAVY_IMAGE
from app.domain.errors import ImageRefused, NotFound
from app.formats import images
from app.formats.bank_naming import slugify
from app.formats.images import LightImage
from app.services import audit
from app.services.bank_checks import image_weight, is_image
from app.services.caches import Lru, lru
from app.services.transactions import writing
from app.storage import question_images as storage
from app.storage.question_images import ImageFacts
from app.storage.tables import QuestionImage

FOLDER = "images/"
KEPT_IMAGES = 32
LONGEST_STEM = 48
TRIES = 5
_TYPES = {".png": "image/png", ".gif": "image/gif", ".webp": "image/webp"}


@dataclass(frozen=True, slots=True)
class AddedImage:
    """An uploaded image that is in the store now; sizes in bytes."""

    file: str
    sent_size: int
    size: int
    already_there: bool


@dataclass(frozen=True, slots=True)
class ImageView:
    """An image that banks may show; `file` is how they name it, `used_in` titles of banks."""

    facts: ImageFacts
    file: str
    used_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServedImage:
    """An image as it is sent; `lasting` when its address will never mean anything else."""

    content: bytes
    media_type: str
    digest: str
    lasting: bool


def weights() -> Callable[[str], int]:
    """How heavy the image of a name is, in bytes; 0 when there is none.

    The names in the database are read once, the folder is asked each time.
    """
    folder = _folder()
    kept: dict[str, int] = {}

    def weight(file: str) -> int:
        if not kept:
            kept.update({"": 0}, **storage.list_sizes())
        return kept.get(_name_of(file), 0) or image_weight(folder, file)

    return weight


def list_files() -> list[str]:
    """How banks name all images there are, uploaded and in the folder."""
    folder = _folder()
    lying = [path.relative_to(folder).as_posix() for path in (folder / FOLDER).rglob("*")]
    found = {file for file in lying if is_image(folder, file)}
    return sorted(found | {FOLDER + name for name in storage.list_sizes()})


def list_images() -> list[ImageView]:
    """All uploaded images, newest first, with the banks that use them."""
    return [
        ImageView(facts, FOLDER + facts.name, tuple(storage.list_banks_with(_quoted(facts.name))))
        for facts in storage.list_images()
    ]


def add_image(data: bytes, *, file_name: str, account_id: int | None, now: datetime) -> AddedImage:
    """Make an image light and keep it under a name of its own, made from the file's.

    The same image again is not kept twice. Raises `ImageRefused`.
    """
    light = images.lighten(data)
    digest = hashlib.sha256(light.content).hexdigest()
    for attempt in range(TRIES):
        known = storage.find_by_digest(digest)
        if known is not None:
            return AddedImage(FOLDER + known.name, len(data), known.size, already_there=True)
        name = _free_name(file_name, light)
        try:
            _store(name, light, digest, account_id, now)
            break
        except IntegrityError:
            # Another upload took the name, or is the same image: look again.
            if attempt == TRIES - 1:
                raise
    return AddedImage(FOLDER + name, len(data), len(light.content), already_there=False)


def delete_image(name: str, *, account_id: int, now: datetime) -> None:
    """Delete an image that no version of any bank shows.

    Raises `NotFound`, and `ImageRefused` ("in_use", with the title of a bank).
    """
    with writing() as session:
        used_in = storage.list_banks_with(_quoted(name))
        if used_in:
            raise ImageRefused("in_use", used_in[0])
        if not storage.delete_image(session, name):
            raise NotFound()
        audit.record(
            session,
            account_id=account_id,
            act="bank.image.delete",
            subject=f"image/{name}",
            detail={},
            now=now,
        )


def get_served(file: str) -> ServedImage:
    """An image by what stands behind /images/; heavy ones of the folder are made light first.

    Raises `NotFound`.
    """
    if "\x00" in file:
        raise NotFound()
    kept: Lru[ServedImage] = lru("images", KEPT_IMAGES)
    path = _path_of(file)
    if path is not None:
        key = (str(path), path.stat().st_mtime_ns)
        return kept.get(key, lambda: _from_folder(path))
    # By content: an image that no bank ever showed may be deleted, and its name used again.
    return kept.get(storage.find_digest(file), lambda: _from_store(file))


def _from_store(name: str) -> ServedImage:
    found = storage.find_content(name)
    if found is None:
        raise NotFound()
    return ServedImage(found.content, found.media_type, found.sha256, lasting=True)


def _from_folder(path: Path) -> ServedImage:
    data = path.read_bytes()
    media_type = _TYPES.get(path.suffix.lower(), "image/jpeg")
    if len(data) > HEAVY_IMAGE:
        try:
            light = images.lighten(data)
            data, media_type = light.content, light.media_type
        except ImageRefused:
            current_app.logger.warning("%s is heavy and cannot be made light", path)
    return ServedImage(data, media_type, hashlib.sha256(data).hexdigest(), lasting=False)


def _path_of(file: str) -> Path | None:
    folder = _folder()
    for name in (FOLDER + file, file):
        if is_image(folder, name):
            return folder / name
    return None


def _free_name(file_name: str, light: LightImage) -> str:
    stem = Path(file_name.replace("\\", "/")).name.rpartition(".")[0] or file_name
    base = slugify(stem)[:LONGEST_STEM].strip("-") or "hinh"
    taken, folder = storage.list_sizes(), _folder() / FOLDER
    for number in count(1):
        name = f"{base}{light.ending}" if number == 1 else f"{base}-{number}{light.ending}"
        if name not in taken and not (folder / name).exists():
            return name
    raise AssertionError("unreachable")


def _store(
    name: str, light: LightImage, digest: str, account_id: int | None, now: datetime
) -> None:
    with writing() as session:
        image = QuestionImage(
            name=name,
            sha256=digest,
            media_type=light.media_type,
            size=len(light.content),
            width=light.width,
            height=light.height,
            content=light.content,
            created_at=now,
            created_by=account_id,
        )
        storage.add_image(session, image)
        audit.record(
            session,
            account_id=account_id,
            act="bank.image.add",
            subject=f"image/{name}",
            detail={"sha256": digest, "size": len(light.content)},
            now=now,
        )


def _quoted(name: str) -> str:
    """How the stored JSON of a bank names an image."""
    return f'"file":{json.dumps(FOLDER + name, ensure_ascii=False)}'


def _name_of(file: str) -> str:
    return file.removeprefix(FOLDER) if file.startswith(FOLDER) else ""


def _folder() -> Path:
    return Path(current_app.config["QUESTIONS_FOLDER"])
