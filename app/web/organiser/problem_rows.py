"""What was found in a file, ready for a table: each problem beside its place, each loss."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.bank_losses import PlaceUnit
from app.services.bank_upload_rows import loss_from_plain, problem_from_plain
from app.wording import losses as loss_words
from app.wording.problems import message


@dataclass(frozen=True, slots=True)
class Row:
    """One problem or loss; `excerpt` is what stands before, at and after its place."""

    place: str
    column: int | None
    code: str
    message: str
    excerpt: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Problems of one severity, or losses; `total` also counts those that are not shown."""

    rows: tuple[Row, ...]
    total: int

    @property
    def hidden(self) -> int:
        return self.total - len(self.rows)


def problem_rows(kept: Mapping[str, Any], unit: PlaceUnit, *, plain: bool) -> Rows:
    """Problems as they were kept (see services.bank_upload_rows); `plain` for other than YAML."""
    return Rows(tuple(_problem(row, unit, plain) for row in kept["rows"]), kept["total"])


def loss_rows(kept: Mapping[str, Any], unit: PlaceUnit) -> Rows:
    """Losses as they were kept."""
    losses = [loss_from_plain(row) for row in kept["rows"]]
    rows = (
        Row(loss_words.place(one, unit), None, one.code, loss_words.message(one), ())
        for one in losses
    )
    return Rows(tuple(rows), kept["total"])


def _problem(row: Mapping[str, Any], unit: PlaceUnit, plain: bool) -> Row:
    problem = problem_from_plain(dict(row))
    column = problem.column if unit is PlaceUnit.LINE else None
    return Row(
        loss_words.problem_place(problem, unit),
        column,
        problem.code,
        message(problem, unit, plain=plain),
        tuple(row["excerpt"]),
    )
