"""Images made to hurt: bombs of pixels, drawings with scripts, two kinds of file in one."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Iterator

from PIL import Image, ImageDraw

from tests.faults.bank_mutations import _zip, cut, flip, insert, repeat

KINDS = ("PNG", "JPEG", "GIF", "WEBP")
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


_TAILS = (_SVG, b"<?php x();", b"%PDF-1.7", b"<!doctype html><html>")


def images(chance: random.Random) -> Iterator[bytes]:
    """One after another without end."""
    while True:
        data = _a_picture(chance)
        roll = chance.random()
        if roll < 0.15:
            yield _bomb(chance)
        elif roll < 0.35:
            zipped = data + _zip([("a", b"b")])
            yield chance.choice((zipped, _SVG, b"GIF89a/*" + _SVG, data + chance.choice(_TAILS)))
        elif roll < 0.45:
            yield data
        else:
            yield chance.choice((flip, cut, insert, repeat))(data, chance)


def _a_picture(chance: random.Random) -> bytes:
    kind = chance.choice(KINDS)
    mode = chance.choice(("RGB", "RGBA", "P", "L", "1", "LA")) if kind == "PNG" else "RGB"
    image = Image.new(mode, (chance.choice((1, 40, 700, 2500)), chance.choice((1, 30, 600))))
    ImageDraw.Draw(image).ellipse((0, 0, 30, 20), fill=1)
    output = io.BytesIO()
    more = [image.copy() for _ in range(chance.choice((0, 0, 30)))] if kind == "GIF" else []
    image.save(output, kind, **({"save_all": True, "append_images": more} if more else {}))
    return output.getvalue()


def _bomb(chance: random.Random) -> bytes:
    """A picture that says it is huge, or is, in few bytes."""
    width, height = chance.choice(
        ((60_000, 60_000), (25_000, 1_000), (2**31 - 1, 1), (5_000, 5_001), (4_999, 5_000),
         (1, 2**30), (0, 5))
    )  # fmt: skip
    depth, colour = chance.choice(((8, 2), (16, 6), (1, 0), (8, 3)))
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, chance.choice((0, 1)))
    pixels = zlib.compress(b"\0" * min(80_000_000, width * 3 + 1))
    chunks = [(b"IHDR", head), (b"PLTE", b"\0" * 3), (b"IDAT", pixels), (b"IEND", b"")]
    if chance.random() < 0.3:
        chunks.insert(2, (b"zTXt", b"a\0\0" + zlib.compress(b" " * 60_000_000)))
    if chance.random() < 0.3:
        chunks.insert(2, (b"iCCP", b"a\0\0" + zlib.compress(b" " * 60_000_000)))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
