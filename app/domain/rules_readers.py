"""Readers of single values of rules: each notes what is wrong under the value's path."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.domain.divisions import LONGEST_CODE, LONGEST_NAME, MOST_DIVISIONS, Division

Problems = list[tuple[str, str]]
Reader = Callable[[Any, str, Problems], Any]
MOST_PRIZES = 1000
DRAW = "draw"
MOST_AGE = 150
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_PRIZES = ("prizes_listed", "round_prizes_listed")
_NAMES = frozenset({"code", "name", "groups", *_PRIZES})


def whole(low: int, high: int, optional: bool = False) -> Reader:
    """A whole number within limits; `optional` allows None."""

    def read(value: Any, path: str, problems: Problems) -> Any:
        if value is None and optional:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            problems.append((path, "type"))
        elif not low <= value <= high:
            problems.append((path, "range"))
        return value

    return read


def one_of(choices: Sequence[str]) -> Reader:
    """One of a few words."""

    def read(value: Any, path: str, problems: Problems) -> Any:
        if value not in choices:
            problems.append((path, "choice"))
        return value

    return read


def as_flag(value: Any, path: str, problems: Problems) -> Any:
    """True or false."""
    if not isinstance(value, bool):
        problems.append((path, "type"))
    return value


def clock(value: Any, path: str, problems: Problems) -> Any:
    """A time of day like "11:00", or None."""
    if value is not None and not (isinstance(value, str) and _CLOCK.fullmatch(value)):
        problems.append((path, "format"))
    return value


def divisions(groups: Sequence[str]) -> Reader:
    """Divisions of these groups: each with a code and a name; no group belongs to two."""

    def read(value: Any, path: str, problems: Problems) -> Any:
        if not isinstance(value, (list, tuple)):
            problems.append((path, "type"))
            return ()
        if len(value) > MOST_DIVISIONS:
            problems.append((path, "range"))
        found = [_division(one, f"{path}[{n}]", groups, problems) for n, one in enumerate(value)]
        made = tuple(one for one in found if one is not None)
        _note_twice([one.code for one in made], f"{path}", "code", problems)
        taken: list[str] = []
        for place, one in enumerate(made):
            if set(one.groups) & set(taken):
                problems.append((f"{path}[{place}].groups", "duplicate"))
            taken += one.groups
        return made

    return read


def _note_twice(values: Sequence[str], path: str, name: str, problems: Problems) -> None:
    for place, one in enumerate(values):
        if one in values[:place]:
            problems.append((f"{path}[{place}].{name}", "duplicate"))


def _division(value: Any, path: str, groups: Sequence[str], problems: Problems) -> Division | None:
    if not isinstance(value, Mapping) or set(value) - _NAMES:
        problems.append((path, "type"))
        return None
    before = len(problems)
    code, name, own = (value.get(key) for key in ("code", "name", "groups"))
    if not isinstance(code, str) or not _CODE.fullmatch(code) or len(code) > LONGEST_CODE:
        problems.append((f"{path}.code", "format"))
    if not isinstance(name, str) or not name.strip():
        problems.append((f"{path}.name", "missing"))
    elif len(name) > LONGEST_NAME:
        problems.append((f"{path}.name", "too_long"))
    if not isinstance(own, (list, tuple)) or not own:
        problems.append((f"{path}.groups", "missing"))
    elif any(one not in groups for one in own):
        problems.append((f"{path}.groups", "choice"))
    elif len(set(own)) < len(own):
        problems.append((f"{path}.groups", "duplicate"))
    prizes = [_prizes(value, key, path, problems) for key in _PRIZES]
    if len(problems) > before:
        return None
    return Division(str(code), str(name), tuple(own or ()), *prizes)


def _prizes(value: Mapping[str, Any], key: str, path: str, problems: Problems) -> int:
    number = value.get(key, 0)
    whole(0, MOST_PRIZES)(number, f"{path}.{key}", problems)
    return number if isinstance(number, int) else 0


def check_together(values: Mapping[str, Any], problems: Problems) -> None:
    """Note what is wrong only between values that are right by themselves."""
    youngest, oldest = values.get("min_age"), values.get("max_age")
    if youngest is not None and oldest is not None and oldest < youngest:
        problems.append(("max_age", "order"))
    chain = values.get("chain", ())
    if DRAW in chain[:-1]:
        problems.append(("chain", "order"))
    if tuple(chain) == (DRAW,):
        problems.append(("chain", "missing"))
    allowed = values.get("groups", ())
    for place, one in enumerate(values.get("divisions", ())):
        if allowed and not set(one.groups) & set(allowed):
            problems.append((f"divisions[{place}].groups", "choice"))
