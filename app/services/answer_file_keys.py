"""The key pair for answer files: made once, kept in the instance folder by its owner alone."""

from __future__ import annotations

import os
from pathlib import Path

from flask import current_app

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
    if not path.exists():
        made = path.with_name(f"{NAME}.{os.getpid()}")
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(answer_file.new_private_key())
        try:
            os.link(made, path)  # Of several processes the first wins; the others read its key.
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return path.read_bytes()
