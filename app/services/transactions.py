"""One use case, one transaction: begun for writing, committed once, at its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.transactions import begin_writing


@contextmanager
def writing() -> Iterator[Session]:
    """A write that is durable when the block has ended, and undone when it raises."""
    with begin_writing() as session:
        yield session
        session.commit()


def end_reading() -> None:
    """Let go of what this thread has read, so that the next read sees what is new.

    Requests do this by themselves; loops outside requests must.
    """
    db.session.remove()
