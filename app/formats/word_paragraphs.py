"""Paragraphs of a Word document as lines of text that know what is emphasised in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from docx.oxml.ns import qn

from app.formats.list_lines import Line
from app.formats.markup import shifted

_OFF: Final = ("0", "false", "none", "off")
_PLAIN_COLOURS: Final = ("auto", "000000", "")
_PLAIN_FILLS: Final = ("auto", "FFFFFF", "clear", "")
_PICTURES: Final = frozenset(map(qn, ("w:drawing", "w:pict", "w:object")))
_GONE: Final = frozenset(map(qn, ("w:del", "w:moveFrom")))
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_FORMULA: Final = frozenset(
    f"{{http://schemas.openxmlformats.org/officeDocument/2006/math}}{name}"
    for name in ("oMath", "oMathPara")
)
_NOTES: Final = frozenset(map(qn, ("w:footnoteReference", "w:endnoteReference")))
_BREAKS: Final = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}
_SHIFTS: Final = {"subscript": "sub", "superscript": "sup"}

Lost = tuple[str, str]
"""Code and detail of something in a paragraph that text cannot hold."""


def line_of(paragraph: Any, label: str, number: int) -> tuple[Line, list[Lost]]:
    """Return a paragraph as a line, `label` put before its text, and what is lost of it."""
    text = f"{label} " if label else ""
    spans: dict[str, list[tuple[int, int]]] = {}
    lost: list[Lost] = []
    for run in _runs(paragraph, lost):
        properties = run.find(qn("w:rPr"))
        piece = _text(run, lost)
        shift = _SHIFTS.get(_value(properties, "w:vertAlign"))
        if shift and piece.strip():
            moved = shifted(piece, shift)
            if moved is None:
                lost.append(("formatting", f"{shift}: {piece}"))
            piece = moved if moved is not None else piece
        for mark in _marks(properties) if piece else ():
            spans.setdefault(mark, []).append((len(text), len(text) + len(piece)))
        text += piece
    return Line(text, number, spans), lost


def _runs(node: Any, lost: list[Lost]) -> Iterator[Any]:
    """Give the runs of a paragraph, also those inside links and insertions."""
    stack = [node]
    while stack:
        current = stack.pop()
        if current.tag == qn("w:r"):
            yield current
        elif current.tag in _FORMULA:
            lost.append(("math", "".join(current.itertext())))
        elif current.tag not in _GONE:
            stack += reversed(list(current.iterchildren()))


def _text(run: Any, lost: list[Lost]) -> str:
    text = ""
    stack = list(reversed(list(run.iterchildren())))
    while stack:
        node = stack.pop()
        if node.tag == qn("w:t"):
            text += node.text or ""
        elif node.tag in _BREAKS:
            text += _BREAKS[node.tag]
        elif node.tag in _PICTURES:
            lost.append(("image", _picture_name(node)))
        elif node.tag in _NOTES:
            lost.append(("footnote", node.get(qn("w:id"), "")))
        elif node.tag == qn("w:sym"):
            lost.append(("symbol", node.get(qn("w:char"), "")))
        elif node.tag != _FALLBACK and not isinstance(node.tag, str):
            continue
        elif node.tag.endswith(("AlternateContent", "Choice")):
            stack += reversed(list(node.iterchildren()))
    return text


def _picture_name(node: Any) -> str:
    for each in node.iter():
        if isinstance(each.tag, str) and each.tag.endswith("}docPr"):
            return str(each.get("descr") or each.get("name") or "")
    return ""


def _marks(properties: Any) -> Iterator[str]:
    if properties is None:
        return
    for mark, name in (("bold", "w:b"), ("italic", "w:i"), ("underline", "w:u")):
        node = properties.find(qn(name))
        if node is not None and node.get(qn("w:val"), "true") not in _OFF:
            yield mark
    if _value(properties, "w:color") not in _PLAIN_COLOURS:
        yield "colour"
    shade = properties.find(qn("w:shd"))
    filled = shade is not None and shade.get(qn("w:fill"), "") not in _PLAIN_FILLS
    if filled or _value(properties, "w:highlight") not in ("", "none", "white"):
        yield "highlight"


def _value(properties: Any, name: str) -> str:
    node = properties.find(qn(name)) if properties is not None else None
    return str(node.get(qn("w:val"), "")) if node is not None else ""
