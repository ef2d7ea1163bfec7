"""The key pair for answer files: made once, kept in the instance folder by its owner alone."""

from __future__ import annotations

from pathlib import Path

from flask import current_app

from app.config import made_once
from app.formats import answer_file
from app.services.caches import Lru, lru

NAME = "answer-file-key.pem"


def private_key() -> bytes:
    """The private key as PEM, made on first use."""
    kept: Lru[bytes] = lru("answer-file-key", 1)
    return kept.get("private", _read_or_make)


def public_key() -> str:
    """The public key as browsers import it."""
    kept: Lru[str] = lru("answer-file-public-key", 1)
    return kept.get("public", lambda: answer_file.public_key(private_key()))


def _read_or_make() -> bytes:
    path = Path(current_app.instance_path) / NAME
    return made_once(path, answer_file.new_private_key)
