"""Images that people send in, made again as light ones: nothing of the old file is kept.

Only the pixels go over: metadata, hidden parts and second files inside are left behind.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

from app.domain.errors import ImageRefused

MOST_BYTES: Final = 5 * 1024 * 1024
MOST_PIXELS: Final = 25_000_000
WIDEST: Final = 1200
TALLEST: Final = 2400
LIGHT_BYTES: Final = 100 * 1024
"""A light image; one of very fine detail may stay above, never far."""

_KINDS: Final = ("PNG", "JPEG", "WEBP", "GIF")
_FOREIGN: Final = (b"<script", b"<svg", b"<html", b"<!doctype", b"<?php", b"%pdf-", b"pk\x05\x06")
_QUALITIES: Final = (85, 75, 65, 55, 45)
_NARROWEST: Final = 480
_COLOURS_OF_DRAWINGS: Final = 4096
_FAULTS: Final = (OSError, ValueError, SyntaxError, EOFError, MemoryError, OverflowError)


@dataclass(frozen=True, slots=True)
class LightImage:
    """An image as it is stored and sent; `ending` is ".png" or ".jpg"."""

    content: bytes
    media_type: str
    ending: str
    width: int
    height: int


def lighten(data: bytes) -> LightImage:
    """Return a PNG, JPEG, WebP or GIF at most 1200 pixels wide and, if it can be, below 100 KB.

    Of a moving image the first picture is taken. Raises `ImageRefused` with the reason
    "too_large" (bytes), "too_many_pixels" (as the header declares, before anything is
    unpacked), "foreign" (another kind of file hides inside) or "unreadable".
    """
    if len(data) > MOST_BYTES:
        raise ImageRefused("too_large")
    if any(sign in data.lower() for sign in _FOREIGN):
        raise ImageRefused("foreign")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _again(_pixels(data))
    except Image.DecompressionBombError:
        raise ImageRefused("too_many_pixels") from None
    except _FAULTS:
        raise ImageRefused("unreadable") from None


def _pixels(data: bytes) -> Image.Image:
    image: Image.Image = Image.open(BytesIO(data), formats=_KINDS)
    if image.width * image.height > MOST_PIXELS:
        raise ImageRefused("too_many_pixels")
    image.draft("RGB", (WIDEST, TALLEST))  # A large photo is unpacked small at once.
    image.load()
    image = ImageOps.exif_transpose(image)
    image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    return _within(image, WIDEST, TALLEST)


def _within(image: Image.Image, width: int, height: int) -> Image.Image:
    share = min(1.0, width / image.width, height / image.height)
    if share == 1.0:
        return image
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return image.resize(size, Image.Resampling.LANCZOS)


def _again(image: Image.Image) -> LightImage:
    """Drawings stay sharp as PNG where that is light; photos become JPEG."""
    drawing = image.mode == "RGBA" or image.getcolors(_COLOURS_OF_DRAWINGS) is not None
    if drawing and len((drawn := _as_png(image)).content) <= LIGHT_BYTES:
        return drawn
    flat = _on_white(image)
    while True:
        for quality in _QUALITIES:
            photo = _as_jpeg(flat, quality)
            if len(photo.content) <= LIGHT_BYTES:
                return photo
        if flat.width <= _NARROWEST:
            return photo
        flat = _within(flat, max(_NARROWEST, flat.width * 4 // 5), flat.height)


def _as_png(image: Image.Image) -> LightImage:
    output = BytesIO()
    few = image.getcolors(256)
    shown = image.quantize(len(few)) if few and image.mode == "RGB" else image
    shown.save(output, "PNG", optimize=True)
    return LightImage(output.getvalue(), "image/png", ".png", image.width, image.height)


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _as_jpeg(image: Image.Image, quality: int) -> LightImage:
    output = BytesIO()
    image.save(output, "JPEG", quality=quality, optimize=True, progressive=True)
    return LightImage(output.getvalue(), "image/jpeg", ".jpg", image.width, image.height)
