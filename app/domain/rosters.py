"""Lists that come as tables: their rows, and what is wrong in one of their cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from app.domain.text import fold

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: its number in the file, and its cells by the column's meaning."""

    number: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """A cell, "" where there is none."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one cell; `column` is the column's meaning, `code` names the fault."""

    row: int
    column: str
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a list; `letters` tells under which letter each column stands in the file."""

    rows: tuple[Row, ...]
    letters: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    """Headings that mean nothing here."""


class Faulty(Exception):
    """A cell that cannot be used: its column, what is wrong, and what stands there."""

    def __init__(self, column: str, code: str, value: str = "") -> None:
        super().__init__(code)
        self.column, self.code, self.value = column, code, value

    def problem(self, row: int) -> Problem:
        """The same as a problem of a row."""
        return Problem(row, self.column, self.code, self.value)


class RowFaulty(Exception):
    """A row of which one cell or more cannot be used."""

    def __init__(self, faults: Sequence[Faulty]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)


class Cells:
    """Reads the cells of a row one after the other, and refuses for all that failed."""

    def __init__(self) -> None:
        self._faults: list[Faulty] = []

    def read(self, cell: Callable[[], T], otherwise: T) -> T:
        """What a cell holds; `otherwise` when it is faulty, which is kept in mind."""
        try:
            return cell()
        except Faulty as fault:
            self._faults.append(fault)
            return otherwise

    def refuse_if_any(self) -> None:
        """Raise `RowFaulty` with every fault."""
        if self._faults:
            raise RowFaulty(self._faults)


class Finder:
    """Finds one thing by its code or, accents and case apart, by its name."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._names: dict[str, set[str]] = {}

    def add(self, code: str, *names: str) -> None:
        """Let `code` be found by itself and by these names."""
        self._codes.setdefault(code.casefold(), code)
        for name in names:
            self._names.setdefault(fold(name), set()).add(code)

    def by_code(self, text: str) -> str | None:
        """The code as it is written."""
        return self._codes.get(text.casefold())

    def by_name(self, text: str) -> list[str]:
        """The codes of all that have this name."""
        return sorted(self._names.get(fold(text), ()))

    def find(self, text: str) -> list[str]:
        """The codes of all that `text` may mean: one is an answer, several are a question."""
        code = self.by_code(text)
        return [code] if code is not None else self.by_name(text)


_PREFIXES: Final = ("xa ", "phuong ", "thi tran ", "x. ", "p. ")


def bare_name(name: str) -> str:
    """A commune's folded name without "xã" or "phường" before it."""
    folded = fold(name)
    for prefix in _PREFIXES:
        if folded.startswith(prefix):
            return folded.removeprefix(prefix)
    return folded


def commune_finder(communes: Iterable[tuple[str, str]]) -> Finder:
    """Finds communes, given as code and name, by code, whole name, or bare name."""
    finder = Finder()
    for code, name in communes:
        finder.add(code, name, bare_name(name))
    return finder


def find_commune(finder: Finder, text: str) -> list[str]:
    """The codes that a cell about a commune may mean: Excel eats the zeros of a code."""
    if text.isascii() and text.isdigit():
        code = finder.by_code(text.zfill(5))
        return [] if code is None else [code]
    return finder.by_name(text) or finder.by_name(bare_name(text))


GROUP_WORDS: Final[Mapping[str, str]] = {
    "can bo": "cadre",
    "cong chuc": "civil_servant",
    "vien chuc": "public_employee",
    "doan vien": "union_member",
    "cong doan vien": "union_member",
    "hoi vien": "association_member",
    "hoc sinh": "student",
    "sinh vien": "student",
    "hoc sinh, sinh vien": "student",
    "nguoi dan": "resident",
    "nhan dan": "resident",
    "doi tuong khac": "other",
    "khac": "other",
}
"""Groups of people as lists name them, without accents."""

KIND_WORDS: Final[Mapping[str, str]] = {
    "co quan": "agency",
    "so": "department",
    "so, ban, nganh": "department",
    "so ban nganh": "department",
    "phong": "department",
    "cong doan": "union",
    "doan the": "association",
    "hoi": "association",
    "doan the, hoi": "association",
    "truong": "school",
    "truong hoc": "school",
    "doanh nghiep": "enterprise",
    "cong ty": "enterprise",
    "hop tac xa": "enterprise",
    "khac": "other",
}
"""Kinds of organisations as lists name them, without accents."""
