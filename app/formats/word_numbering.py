"""Automatic numbering in Word: which number or letter stands before a paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from docx.oxml.ns import qn

from app.formats.bank_naming import letter

_DEEPEST: Final = 9
_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MOST: Final = 30_000


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts: its kind of number, the words around it, its start."""

    kind: str
    words: str
    start: int


class Numbering:
    """The lists of a document and how far each has counted."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._of_style: dict[str, tuple[str, int]] = {}
        if numbering is not None:
            self._read(numbering)
        for style in styles.iterchildren(qn("w:style")) if styles is not None else ():
            found = _reference(style.find(qn("w:pPr")))
            if found:
                self._of_style[style.get(qn("w:styleId"), "")] = found

    def label(self, properties: Any, style: str) -> str:
        """Return what stands before the paragraph with these properties, counting it."""
        found = _reference(properties) or self._of_style.get(style)
        if not found or found[0] == "0":
            return ""
        number, depth = found
        source = self._lists.get(number, "")
        levels = self._levels.get(source, {})
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(source, [None] * _DEEPEST)
        for at, start in self._restarts.pop(number, {}).items():
            counts[at] = start - 1
        before = counts[depth]
        counts[depth] = levels[depth].start if before is None else min(before + 1, _MOST)
        counts[depth + 1 :] = [None] * (_DEEPEST - depth - 1)
        return _label(levels, counts, depth)

    def _read(self, numbering: Any) -> None:
        for abstract in numbering.iterchildren(qn("w:abstractNum")):
            levels = {_int(node, "w:ilvl"): _level(node) for node in _children(abstract, "w:lvl")}
            known = {depth: level for depth, level in levels.items() if 0 <= depth < _DEEPEST}
            self._levels[abstract.get(qn("w:abstractNumId"), "")] = known
        for number in numbering.iterchildren(qn("w:num")):
            name = number.get(qn("w:numId"), "")
            self._lists[name] = _value(number, "w:abstractNumId")
            self._restarts[name] = {
                _int(node, "w:ilvl"): int(start)
                for node in _children(number, "w:lvlOverride")
                if (start := _value(node, "w:startOverride")).isdigit()
                and 0 <= _int(node, "w:ilvl") < _DEEPEST
            }


def _label(levels: dict[int, Level], counts: list[int | None], depth: int) -> str:
    words = levels[depth].words
    for at in range(depth + 1):
        level = levels.get(at)
        if level and f"%{at + 1}" in words:
            words = words.replace(f"%{at + 1}", _spell(counts[at] or level.start, level.kind))
    return "" if levels[depth].kind in ("bullet", "none") else words


def _spell(number: int, kind: str) -> str:
    match kind:
        case "upperLetter":
            return letter(number - 1) if number > 0 else ""
        case "lowerLetter":
            return letter(number - 1).lower() if number > 0 else ""
        case "upperRoman" | "lowerRoman":
            text = _roman(number)
            return text if kind == "upperRoman" else text.lower()
        case _:
            return str(number)


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _level(node: Any) -> Level:
    start = _value(node, "w:start")
    return Level(
        _value(node, "w:numFmt") or "decimal",
        _value(node, "w:lvlText"),
        int(start) if start.isdigit() and len(start) < 6 else 1,
    )


def _reference(properties: Any) -> tuple[str, int] | None:
    node = properties.find(qn("w:numPr")) if properties is not None else None
    if node is None:
        return None
    depth = _value(node, "w:ilvl")
    number = _value(node, "w:numId")
    return (number, int(depth) if depth.isdigit() and len(depth) == 1 else 0) if number else None


def _children(node: Any, name: str) -> Iterator[Any]:
    yield from node.iterchildren(qn(name))


def _value(node: Any, name: str) -> str:
    child = node.find(qn(name))
    return str(child.get(qn("w:val"), "")) if child is not None else ""


def _int(node: Any, name: str) -> int:
    value = node.get(qn(name), "")
    return int(value) if value.isdigit() and len(value) < 3 else -1
