"""The public face: home, contests, boards, receipts, plain pages, and a word for machines."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("public", __name__)

# Views register themselves.
from app.web.public import (  # noqa: E402,F401
    activities,
    announcements,
    boards,
    ceremonies,
    certificates,
    checking,
    contests,
    halls,
    health,
    home,
    images,
    languages,
    materials,
    pages,
    participation,
    published,
    published_pages,
    receipts,
    shell,
    text_size,
    tile_map,
)
