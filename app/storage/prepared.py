"""Statements that are put together and compiled once, for the paths that must cost little.

Building a statement anew, and finding what it was compiled to, costs more than
sending it. Here the text is kept for each kind of database; parameters and results
are converted as the columns' types say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Dialect

from app.storage.links import Link

Convert = Callable[[Any], Any]
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Text:
    """A statement as one kind of database takes it."""

    sql: str
    order: Sequence[str] | None
    bind: Mapping[str, Convert]
    given: Mapping[str, Any]
    results: Sequence[Convert | None]

    def parameters(self, values: Values) -> Any:
        bound = {**self.given, **values}
        for name, convert in self.bind.items():
            bound[name] = convert(bound[name])
        return bound if self.order is None else tuple(bound[name] for name in self.order)

    def read(self, row: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(
            value if convert is None else convert(value)
            for value, convert in zip(row, self.results, strict=True)
        )


class Prepared:
    """A statement; `make` is given the kind of database, `names` are an INSERT's columns.

    Named parameters of a SELECT have a value to begin with (0, say), or a type: every use
    gives its own.
    """

    def __init__(self, make: Callable[[str], Any], *names: str) -> None:
        self._make = make
        self._names = names
        self._texts: dict[str, _Text] = {}

    def first(self, link: Link, values: Values) -> tuple[Any, ...] | None:
        """The first row within the link's transaction, None when there is none."""
        text = self._text(link.dialect)
        row = link.first(text.sql, text.parameters(values))
        return None if row is None else text.read(row)

    def all(self, link: Link, values: Values) -> list[tuple[Any, ...]]:
        """All rows within the link's transaction."""
        text = self._text(link.dialect)
        return [text.read(row) for row in link.all(text.sql, text.parameters(values))]

    def run_many(self, link: Link, rows: Sequence[Values]) -> int:
        """Send it once for each set of values, within the link's transaction; returns how many
        rows that changed in all."""
        text = self._text(link.dialect)
        return link.run_many(text.sql, [text.parameters(values) for values in rows])

    def _text(self, dialect: Dialect) -> _Text:
        # Two threads at once compile the same twice, which does no harm.
        found = self._texts.get(dialect.name)
        if found is None:
            found = self._texts[dialect.name] = self._compile(dialect)
        return found

    def _compile(self, dialect: Dialect) -> _Text:
        statement = self._make(dialect.name)
        made = statement.compile(
            dialect=dialect,
            column_keys=list(self._names) or None,
            compile_kwargs={"render_postcompile": not self._names},
        )
        types = {name: bind.type.dialect_impl(dialect) for name, bind in made.binds.items()}
        processors = {name: type_.bind_processor(dialect) for name, type_ in types.items()}
        columns = statement.exported_columns  # Of an INSERT or UPDATE what it returns.
        return _Text(
            sql=made.string,
            order=made.positiontup,
            bind={name: convert for name, convert in processors.items() if convert},
            given={name: bind.value for name, bind in made.binds.items() if not bind.required},
            results=[one.type.dialect_impl(dialect).result_processor(dialect, None)
                     for one in columns],
        )  # fmt: skip
