"""The images beside bank files, where they lie."""

from __future__ import annotations

from pathlib import Path

_IMAGE_KINDS = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp"})


def is_image(folder: Path, name: str) -> bool:
    """Whether `name` is an image file inside `folder`, links out of it not counted."""
    file = folder / name
    if file.suffix.lower() not in _IMAGE_KINDS or not file.is_file():
        return False
    return file.resolve().is_relative_to(folder.resolve())


def image_weight(folder: Path, name: str) -> int:
    """The bytes of the image file `name` inside `folder`; 0 when there is none."""
    return (folder / name).stat().st_size if is_image(folder, name) else 0
