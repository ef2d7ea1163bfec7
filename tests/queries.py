"""Counting what a piece of work asks of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import event

from app.storage.db import db
from app.storage.links import Link

_NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT")


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """The statements that the block sends, without those that begin and end transactions."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(_NOT_COUNTED):
            sent.append(statement)

    def noting(method: Callable[..., Any]) -> Callable[..., Any]:
        def call(link: Link, sql: str, *given: Any) -> Any:
            note(None, None, sql)
            return method(link, sql, *given)

        return call

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        # What goes past SQLAlchemy, on the answering path, is counted too.
        with (
            patch.object(Link, "all", noting(Link.all)),
            patch.object(Link, "run_many", noting(Link.run_many)),
            patch.object(Link, "run", noting(Link.run)),
        ):
            yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def writes(statements: list[str]) -> list[str]:
    """Those of the statements that change something."""
    changing = ("INSERT", "UPDATE", "DELETE")
    return [one for one in statements if one.lstrip().upper().startswith(changing)]
