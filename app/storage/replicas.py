"""Reading from a copy of the database that follows it, if one is given and answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.storage.db import REPLICA, db


def has_replica() -> bool:
    """Whether the settings name one."""
    return REPLICA in db.engines


@contextmanager
def reading_replica() -> Iterator[None]:
    """What the block reads comes from the copy. Nothing may be written inside."""
    session = db.session()
    session.rollback()
    session.info[REPLICA] = True
    try:
        yield
    finally:
        session.info[REPLICA] = False
        session.rollback()
        session.expunge_all()
