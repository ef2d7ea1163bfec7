"""Files that people send in, read no further than any that could be taken."""

from __future__ import annotations

from flask import request

from app.domain.errors import InvalidRequest

LONGEST = 1024 * 1024 + 1
"""One byte more than the largest answer file: the check that follows sees that it is too large."""


def read_upload(name: str) -> bytes:
    """The content of a posted file; raises `InvalidRequest` when none was chosen."""
    upload = request.files.get(name)
    data = upload.read(LONGEST) if upload else b""
    if not data:
        raise InvalidRequest(((name, "missing"),))
    return data
