"""The public face: home, contests, boards, receipts, plain pages, and a word for machines."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("public", __name__)

# Views register themselves.
from app.web.public import (  # noqa: E402,F401
    boards,
    contests,
    halls,
    health,
    home,
    languages,
    pages,
    receipts,
    shell,
    text_size,
)
