from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from app.domain.errors import ImageRefused
from app.formats.images import LIGHT_BYTES, MOST_BYTES, WIDEST, lighten


def a_drawing(width: int = 300, height: int = 200, mode: str = "RGB") -> Image.Image:
    image = Image.new(mode, (width, height), "white")
    ImageDraw.Draw(image).line((0, 0, width, height), fill="red", width=9)
    return image


def a_photo(width: int = 2400, height: int = 1600) -> Image.Image:
    return Image.effect_noise((width, height), 50).convert("RGB")


def as_file(image: Image.Image, kind: str, **options: object) -> bytes:
    output = BytesIO()
    image.save(output, kind, **options)
    return output.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_every_kind_of_photo_and_drawing_comes_in(kind: str) -> None:
    light = lighten(as_file(a_drawing(), kind))
    assert opened(light.content).size == (light.width, light.height) == (300, 200)
    assert (light.media_type, light.ending) in {("image/png", ".png"), ("image/jpeg", ".jpg")}


def test_a_drawing_stays_a_sharp_png_and_a_photo_becomes_a_jpeg() -> None:
    drawing = a_drawing()
    light = lighten(as_file(drawing, "PNG"))
    assert light.media_type == "image/png"
    assert opened(light.content).convert("RGB").tobytes() == drawing.tobytes()
    assert lighten(as_file(a_photo(600, 400), "PNG")).media_type == "image/jpeg"


def test_a_large_photo_becomes_narrow_and_light() -> None:
    data = as_file(a_photo(), "JPEG", quality=80)
    light = lighten(data)
    assert len(data) > LIGHT_BYTES * 5
    assert light.width <= WIDEST
    assert len(light.content) <= LIGHT_BYTES
    assert abs(light.width / light.height - 1.5) < 0.01


def test_glass_stays_glass() -> None:
    image = a_drawing(mode="RGBA")
    image.putalpha(0)
    light = lighten(as_file(image, "PNG"))
    assert opened(light.content).convert("RGBA").getpixel((0, 0))[3] == 0


def test_what_a_camera_notes_is_left_behind_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "taken at home"
    data = as_file(a_photo(300, 200), "JPEG", exif=exif)
    light = lighten(data)
    assert b"taken at home" in data
    assert b"taken at home" not in light.content
    assert (light.width, light.height) == (200, 300)


def test_the_same_image_gives_the_same_bytes() -> None:
    data = as_file(a_photo(600, 400), "PNG")
    assert lighten(data) == lighten(data)


def a_bomb() -> bytes:
    """A PNG of a few hundred bytes that declares 50,000 by 50,000 pixels."""
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0)
    chunks = b""
    for name, body in ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 999)), (b"IEND", b"")):
        chunks += struct.pack(">I", len(body)) + name + body
        chunks += struct.pack(">I", zlib.crc32(name + body))
    return b"\x89PNG\r\n\x1a\n" + chunks


REFUSED: list[tuple[str, Callable[[], bytes]]] = [
    ("too_many_pixels", a_bomb),
    ("too_many_pixels", lambda: as_file(Image.new("1", (5_001, 5_000)), "PNG")),
    ("too_large", lambda: b"\xff" * (MOST_BYTES + 1)),
    ("unreadable", lambda: b""),
    ("unreadable", lambda: b"\x89PNG\r\n\x1a\n"),
    ("unreadable", lambda: as_file(a_photo(600, 400), "PNG")[:5000]),
    ("unreadable", lambda: as_file(a_drawing(), "BMP")),
    ("unreadable", lambda: as_file(a_drawing(), "TIFF")),
    ("unreadable", lambda: b"GIF89a" + b"\xff" * 300),
    ("foreign", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
    ("foreign", lambda: as_file(a_drawing(), "PNG") + b"<script>alert(1)</script>"),
    ("foreign", lambda: b"%PDF-1.7\n" + as_file(a_drawing(), "JPEG")),
    ("foreign", lambda: as_file(a_drawing(), "GIF", comment=b"<?PHP echo 1 ?>")),
    ("foreign", lambda: as_file(a_drawing(), "PNG") + b"PK\x05\x06" + b"\0" * 18),
]


@pytest.mark.parametrize(("reason", "make"), REFUSED)
def test_what_is_no_honest_image_is_refused_with_its_reason(
    reason: str, make: Callable[[], bytes]
) -> None:
    with pytest.raises(ImageRefused) as refused:
        lighten(make())
    assert refused.value.reason == reason
