"""One moment of the database for many reads, so that all their figures agree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.storage.db import db


@contextmanager
def one_moment() -> Iterator[None]:
    """What the block reads is all of one moment: that of its first read.

    What was read before in this request is let go of first. Nothing may be written
    inside. A read transaction of SQLite is such a moment by itself; PostgreSQL is asked
    for one (REPEATABLE READ).
    """
    session = db.session()
    session.rollback()
    if db.engine.dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    try:
        yield
    finally:
        session.rollback()
