"""Excel lists as they are sent in, read no further than any that could be taken."""

from __future__ import annotations

from flask import request

from app.domain.errors import InvalidRequest
from app.web.organiser.form_fields import clean_line

LONGEST = 8 * 1024 * 1024


def read_list(name: str = "file") -> tuple[bytes, str]:
    """Content and name of a posted list; raises `InvalidRequest`: missing, too_large."""
    upload = request.files.get(name)
    data = upload.read(LONGEST + 1) if upload else b""
    if not upload or not data:
        raise InvalidRequest(((name, "missing"),))
    if len(data) > LONGEST:
        raise InvalidRequest(((name, "too_large"),))
    return data, clean_line(upload.filename) or "xlsx"
