"""How much there is to read in a file."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from app.formats.zip_guard import ZipRefused, is_zip, open_package


def unpacked_size(data: bytes) -> int:
    """Return the bytes of a file, for a zip of all that is in it; a refused one is soon read."""
    if not is_zip(data):
        return len(data)
    try:
        open_package(data)
    except ZipRefused:
        return 0
    return sum(info.file_size for info in ZipFile(BytesIO(data)).infolist())
