"""What happens to files on the way, by accident or on purpose: bytes, texts, XML and packages."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence

Mutation = Callable[[bytes, random.Random], bytes]
_TOKENS = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"&#x0;",
    b"&#xD800;", b"&lt;", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<a", b"/>", b"{", b"}",
    b"=", b"~%50%", b"->", b"::", b"\\", b"$CATEGORY: ", b"ANSWER: ", b"\n\n", b"\r",
    b"\t", b"\"", b"'", b",",
    b";", b"[[", b"- ", b"? ", b"&a ", b"*a", b"<<: ", b"!!python/object/apply:os.system [id]",
    b"!!binary x", b"%YAML 9.9\n---\n", b"1e999999", b"9" * 300, b"-0", b"NaN", b"\xed\xa0\x80",
    b"\xe2\x80\xae", b"\xc2\x85", b"=1+1", b"../../x",
)  # fmt: skip
_TAG = re.compile(rb"<(/?)([\w:-]+)([^<>]{0,300})>")
_NUMBER = re.compile(rb"\d+")


def flip(data: bytes, chance: random.Random) -> bytes:
    """Change a few bits."""
    changed = bytearray(data or b"a")
    for _ in range(chance.choice((1, 1, 3, 30))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(data: bytes, chance: random.Random) -> bytes:
    """End early, or leave a piece out."""
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:end] if chance.random() < 0.5 else data[:start] + data[end:]


def repeat(data: bytes, chance: random.Random) -> bytes:
    """Say a piece several times, now and then very often."""
    start = chance.randrange(len(data) + 1)
    piece = data[start : start + chance.choice((1, 8, 80, 800))]
    times = chance.choice((2, 2, 20, 2_000))
    return data[:start] + piece * min(times, 2_000_000 // max(1, len(piece))) + data[start:]


def insert(data: bytes, chance: random.Random) -> bytes:
    """Put in what means something to some reader."""
    for _ in range(chance.choice((1, 1, 4))):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + chance.choice(_TOKENS) + data[at:]
    return data


def numbers(data: bytes, chance: random.Random) -> bytes:
    """Make one number another one."""
    places = list(_NUMBER.finditer(data))
    if not places:
        return insert(data, chance)
    place = chance.choice(places)
    new = chance.choice((b"0", b"-1", b"99999999999999999999", b"9" * 5_000, b"1e400", b"0.1"))
    return data[: place.start()] + new + data[place.end() :]


def lines(data: bytes, chance: random.Random) -> bytes:
    """Put the lines in another order, or some away."""
    found = data.split(b"\n")
    if chance.random() < 0.5:
        at = chance.randrange(len(found))
        found[at : at + 8] = chance.sample(found[at : at + 8], len(found[at : at + 8]))
    else:
        del found[chance.randrange(len(found))]
    return b"\n".join(found)


def tags(data: bytes, chance: random.Random) -> bytes:
    """Double, drop, rename, or nest a tag."""
    places = list(_TAG.finditer(data))
    if not places:
        return insert(data, chance)
    place = chance.choice(places)
    other = chance.choice(places)
    new = chance.choice(
        (b"", place[0] * 2, place[0] * 70, b"<x>" + place[0], other[0], place[0].upper(),
         b"<" + place[1] + other[2] + place[3] + b">")
    )  # fmt: skip
    return data[: place.start()] + new + data[place.end() :]


def splice(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """Begin as one file and go on as another."""
    other = chance.choice(others)
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


PLAIN: tuple[Mutation, ...] = (flip, cut, repeat, insert, numbers, lines, tags)


def package(data: bytes, chance: random.Random) -> bytes:
    """Change one file inside a zip, or the zip itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except (zipfile.BadZipFile, zlib.error):
        return flip(data, chance)
    if not files or chance.random() < 0.15:
        return chance.choice((flip, cut))(data, chance)
    at = chance.randrange(len(files))
    name, content = files[at]
    if chance.random() < 0.6:
        files[at] = (name, chance.choice(PLAIN)(content, chance))
        return _zip(files)
    return chance.choice(_PACKAGES)(files, at, chance)


Files = list[tuple[str, bytes]]


def _zip(files: Files, *, mode: int = 0, kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", kind) as archive:
        for name, content in files:
            info = zipfile.ZipInfo(name)
            info.external_attr, info.compress_type = mode << 16, kind
            archive.writestr(info, content)
    return output.getvalue()


def _symlinks(files: Files, at: int, chance: random.Random) -> bytes:
    files[at] = (files[at][0], b"/etc/passwd")
    return _zip(files, mode=0o120777)


def _escaping(files: Files, at: int, chance: random.Random) -> bytes:
    name = chance.choice(("../../x", "/etc/x", "a\\..\\..\\x", "C:\\x", "", "a" * 300, "a\x00b"))
    return _zip([*files, (name, files[at][1])])


def _bomb(files: Files, at: int, chance: random.Random) -> bytes:
    files[at] = (files[at][0], b" " * chance.choice((2_000_000, 30_000_000)))
    return _zip(files)


def _filler(files: Files, at: int, chance: random.Random) -> bytes:
    name, content = files[at]
    files[at] = (name, content.replace(b"?>", b"?>" + b"<!-- x -->" * 90_000, 1))
    return _zip(files, kind=zipfile.ZIP_STORED)


def _dropped(files: Files, at: int, chance: random.Random) -> bytes:
    return _zip(files[:at] + files[at + 1 :])


def _swapped(files: Files, at: int, chance: random.Random) -> bytes:
    other = chance.randrange(len(files))
    files[at] = (files[at][0], files[other][1])
    return _zip(files)


def _doctype(files: Files, at: int, chance: random.Random) -> bytes:
    name, content = files[at]
    head = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    body = re.sub(rb"^(<\?xml[^>]*\?>)?", rb"\1" + head, content, count=1)
    files[at] = (
        name,
        body if chance.random() < 0.5 else body.decode("utf-8", "replace").encode("utf-16"),
    )
    return _zip(files)


def _nested(files: Files, at: int, chance: random.Random) -> bytes:
    return _zip([(files[at][0], _zip(files))])


def _method(files: Files, at: int, chance: random.Random) -> bytes:
    """A way of packing that nobody knows, or the sign that there is a password."""
    data = bytearray(_zip(files))
    start = data.find(b"PK\x01\x02")
    offset = chance.choice((8, 10))
    data[start + offset : start + offset + 2] = struct.pack("<H", chance.choice((1, 9, 14, 99)))
    return bytes(data)


_PACKAGES: tuple[Callable[[Files, int, random.Random], bytes], ...] = (
    _symlinks, _escaping, _bomb, _filler, _dropped, _swapped, _doctype, _nested, _method,
)  # fmt: skip
