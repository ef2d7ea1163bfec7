"""Opens zip files (packages, Excel, Word) only when they cannot hurt us.

All sizes are checked before anything is unpacked; the central directory
itself is measured before it is parsed.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Final

from app.domain.bank_problems import Problem
from app.formats.draft_bank import problem_at
from app.formats.read_bank import Place
from app.formats.text_decode import MOST_BYTES, too_large

MOST_FILES: Final = 25_000
MOST_UNPACKED: Final = 64 * 1024 * 1024
MOST_RATIO: Final = 200
SMALL: Final = 1024 * 1024
"""Below this size the ratio of a file does not matter."""
_LONGEST_ENTRY: Final = 400
_END: Final = b"PK\x05\x06"
_END_SIZE: Final = 22
_FORBIDDEN: Final = (b"<!DOCTYPE", b"<!ENTITY")


class ZipRefused(Exception):
    """The zip file must not or cannot be read; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class Package:
    """A zip file that has passed the guard."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = [info.filename for info in archive.infolist() if not info.is_dir()]
        self._known = frozenset(self.names)

    def __contains__(self, name: str) -> bool:
        return name in self._known

    def read(self, name: str) -> bytes:
        """Return one file. Raises ZipRefused if it is damaged."""
        try:
            return self._archive.read(name)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
            raise refusal("zip.damaged", part=name) from None
        except (OSError, ValueError, struct.error):
            raise refusal("zip.damaged", part=name) from None


def open_package(
    data: bytes,
    *,
    most_files: int = MOST_FILES,
    most_unpacked: int = MOST_UNPACKED,
    most_bytes: int = MOST_BYTES,
) -> Package:
    """Return the zip file in these bytes. Raises ZipRefused."""
    if len(data) > most_bytes:
        raise ZipRefused(too_large(most_bytes))
    _check_directory(data, most_files)
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError):
        raise refusal("zip.damaged") from None
    infos = archive.infolist()
    if len(infos) > most_files:
        raise refusal("zip.bomb", what="files", limit=str(most_files))
    if sum(info.file_size for info in infos) > most_unpacked:
        raise refusal("zip.bomb", what="size", limit=str(most_unpacked // 1024 // 1024))
    for info in infos:
        if not info.filename:
            raise refusal("zip.damaged")
        if info.flag_bits & 1:
            raise refusal("zip.encrypted", part=info.filename[:100])
        if info.file_size > max(SMALL, MOST_RATIO * info.compress_size):
            raise refusal("zip.bomb", what="ratio", part=info.filename[:100])
    return Package(archive)


def check_xml_parts(package: Package, *, most_marks: int) -> None:
    """Refuse XML inside that has a DTD, is no UTF-8, or has too many tags. Raises ZipRefused.

    For libraries that parse the parts themselves.
    """
    marks = 0
    for name in package.names:
        if not name.lower().endswith((".xml", ".rels", ".vml")):
            continue
        data = package.read(name)
        if b"\0" in data or any(word in data for word in _FORBIDDEN):
            raise refusal("xml.forbidden", part=name[:100])
        marks += data.count(b"<")
        if marks > most_marks:
            raise refusal("xml.too_much", part=name[:100])


def is_zip(data: bytes) -> bool:
    """Whether bytes begin as a zip file does."""
    return data.startswith(b"PK\x03\x04")


def refusal(code: str, **args: str) -> ZipRefused:
    """Return the refusal of a whole file."""
    return ZipRefused(problem_at(code, Place(1, 1), **args))


def _check_directory(data: bytes, most_files: int) -> None:
    """Measure the list of files as zipfile finds it, before it is read into memory."""
    end = len(data) - _END_SIZE
    if not (data[end : end + 4] == _END and data.endswith(b"\0\0")):
        end = data.rfind(_END, max(0, len(data) - (1 << 16) - _END_SIZE))
    if end < 0 or len(data) - end < _END_SIZE:
        raise refusal("zip.damaged")
    size, start = struct.unpack("<LL", data[end + 12 : end + 20])
    wide = data[end - 20 : end - 16] == b"PK\x06\x07"
    if wide or start == 0xFFFFFFFF or size > most_files * _LONGEST_ENTRY:
        raise refusal("zip.bomb", what="files", limit=str(most_files))
