"""Saving an answer on PostgreSQL: one round trip to read, one to write.

The write holds the attempt open while it adds (a submission waits for it, or it sees that
there was one), and is durable when it returns: PostgreSQL flushes before it answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select
from sqlalchemy.dialects import postgresql

from app.domain.attempts import Entry
from app.storage.direct import Direct, Row, Statement
from app.storage.journal import encode
from app.storage.types import Moment, from_microseconds, to_microseconds

Convert = Callable[[bytes], Any]
_NAMES = ("attempt", "account", "epoch")

_APPEND = Statement(
    b"thiso_append",
    b"""
    WITH held AS MATERIALIZED (
        SELECT id FROM attempts WHERE id = $1::bigint AND closed_at IS NULL FOR KEY SHARE
    ), added AS (
        INSERT INTO answer_entries (attempt_id, seq, question, response, saved_at)
        SELECT held.id, one.seq, one.question, one.response, $2::bigint
        FROM held, unnest($3::int[], $4::smallint[], $5::text[]) AS one (seq, question, response)
        ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT (SELECT count(*) FROM added) FROM held
    """,
)


class Read:
    """A SELECT with the parameters attempt, account and epoch, as it is sent and read."""

    def __init__(self, name: bytes, query: Select[Any]) -> None:
        compiled = query.compile(
            dialect=postgresql.dialect(paramstyle="pyformat"),  # type: ignore[no-untyped-call]
            compile_kwargs={"render_postcompile": True},
        )
        places = {one: f"${number}::bigint" for number, one in enumerate(_NAMES, start=1)}
        fixed = {one: _literal(bind.value) for one, bind in compiled.binds.items()}
        self._statement = Statement(name, (compiled.string % {**fixed, **places}).encode())
        self._converts = [_convert_of(column) for column in query.selected_columns]

    def first(self, link: Direct, attempt: int, account: int, epoch: int) -> list[Any] | None:
        """The row with its values as Python's, None when there is none."""
        row = link.first(self._statement, (b"%d" % attempt, b"%d" % account, b"%d" % epoch))
        return None if row is None else self._plain(row)

    def _plain(self, row: Row) -> list[Any]:
        return [
            None if raw is None else convert(raw)
            for raw, convert in zip(row, self._converts, strict=True)
        ]


@cache
def read_of(name: bytes, make: Callable[[], Select[Any]]) -> Read:
    """The `Read` of a query, put together once."""
    return Read(name, make())


def append(
    link: Direct, attempt_id: int, entries: Sequence[Entry], saved_at: datetime
) -> int | None:
    """Add entries durably, as `journal.append` does: how many are new; None when it is closed."""
    values = (
        b"%d" % attempt_id,
        b"%d" % to_microseconds(saved_at),
        _array(str(entry.seq) for entry in entries),
        _array(str(entry.question) for entry in entries),
        _array(_quoted(encode(entry.response)) for entry in entries),
    )
    row = link.first(_APPEND, values)
    return None if row is None else int(row[0] or 0)


def _array(parts: Any) -> bytes:
    return f"{{{','.join(parts)}}}".encode()


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _literal(value: Any) -> str:
    if isinstance(value, int):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


def _convert_of(column: Any) -> Convert:
    if isinstance(column.type, Moment):
        return lambda raw: from_microseconds(int(raw))
    return int if isinstance(column.type, Integer) else bytes.decode
