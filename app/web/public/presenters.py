"""What the public pages show, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import format_decimal
from flask_babel import gettext as _

from app.domain.contest_rules import ChainStep, Rules
from app.domain.unit_boards import UnitRow
from app.services.boards import BoardRow, UnitBoard
from app.web.filters import NOTHING, number, points

MEDALS = 3


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person on a board; `figure` is what counts first, `meaning` says what it is."""

    row: BoardRow
    medal: int | None
    figure: str
    meaning: str
    own: bool


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit on a board; `figure` is the formula's value, `reason` why it has no rank.

    `path` gives the names of the units above it, from the root.
    """

    row: UnitRow
    path: tuple[str, ...]
    mean: str | None
    medal: int | None
    figure: str
    meaning: str
    reason: str | None
    own: bool


def person_rows(rows: Iterable[BoardRow], rules: Rules, own: str | None = None) -> list[PersonRow]:
    """Rows of people; `own` is the public id of whoever looks."""
    by_correct = rules.chain[0] is ChainStep.CORRECT
    return [
        PersonRow(
            row=row,
            medal=_medal(row.rank),
            figure=number(row.correct) if by_correct else points(row.mills),
            meaning=_("câu đúng") if by_correct else _("điểm"),
            own=own is not None and row.person_public_id == own,
        )
        for row in rows
    ]


def unit_rows(
    board: UnitBoard, paths: Mapping[str, tuple[str, ...]], own: str | None = None
) -> list[UnitLine]:
    """Rows of units; `paths` by unit code, `own` is the code of the looker's unit."""
    meaning = unit_meaning(board)
    return [
        UnitLine(
            row=row,
            path=paths.get(str(row.unit.id), ())[:-1],
            mean=None if board.formula == "mean" else mean(row.mean_mills),
            medal=_medal(row.rank),
            figure=unit_figure(row.value, board.formula),
            meaning=meaning,
            reason=_reason(row, board),
            own=own is not None and row.unit.id == own,
        )
        for row in board.rows
    ]


def unit_figure(value: Fraction | int | None, formula: str) -> str:
    """A formula's value as it is read: 87,5 %, 18,25 or 1.234."""
    if formula == "rate":
        return share(value)
    if formula in ("participants", "entries"):
        return number(None if value is None else int(value))
    return mean(value)


def mean(mills: Fraction | int | None) -> str:
    """A mean in points, always with two decimals, so that numbers stand below each other."""
    if mills is None:
        return NOTHING
    return str(format_decimal(round(float(mills) / 1000, 2), format="#,##0.00"))


def share(value: Fraction | int | None) -> str:
    """A share with two decimals: in a commune of thousands one more person must show."""
    if value is None:
        return NOTHING
    return f"{format_decimal(round(float(value) * 100, 2), format='#,##0.##')} %"


def unit_meaning(board: UnitBoard) -> str:
    """What stands under a unit's number, in few words."""
    return {
        "mean": _("điểm trung bình"),
        "top_n_mean": _("trung bình %(top_n)s người đầu", top_n=number(board.top_n)),
        "participants": _("người dự thi"),
        "entries": _("lượt thi"),
        "rate": _("đã dự thi"),
    }[board.formula]


def _medal(rank: int | None) -> int | None:
    return rank if rank is not None and rank <= MEDALS else None


def _reason(row: UnitRow, board: UnitBoard) -> str | None:
    if row.rank is not None:
        return None
    if not row.participants:
        return _("Chưa có ai dự thi")
    if row.below_minimum:
        return _("Không xếp hạng: chưa đủ %(least)s người", least=number(board.min_size))
    return _("Không xếp hạng: chưa có tổng số người")
