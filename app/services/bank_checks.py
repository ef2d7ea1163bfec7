"""Checking bank files where they lie, without storing anything."""

from __future__ import annotations

from pathlib import Path

from app.formats import bank_yaml
from app.formats.bank_yaml_guard import MOST_BYTES
from app.formats.read_bank import ReadBank

_IMAGE_KINDS = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp"})


def check_file(path: Path) -> ReadBank:
    """Read and check the bank in a file; its images are looked for from the file's folder.

    Raises OSError if the file cannot be read.
    """
    folder = path.parent
    with path.open("rb") as file:
        # One byte beyond the limit is enough for the reader to see that it is too large.
        data = file.read(MOST_BYTES + 1)
    return bank_yaml.read(data, image_exists=lambda name: is_image(folder, name))


def is_image(folder: Path, name: str) -> bool:
    """Whether `name` is an image file inside `folder`, links out of it not counted."""
    file = folder / name
    if file.suffix.lower() not in _IMAGE_KINDS or not file.is_file():
        return False
    return file.resolve().is_relative_to(folder.resolve())
