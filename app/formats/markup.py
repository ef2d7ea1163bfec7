"""Turns the HTML of other systems into the bank's Markdown, and says what could not be kept.

The tokenizer is ours because its time must stay linear whatever the text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

_TAG: Final = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)((?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*)>", re.DOTALL
)
_ATTRIBUTE: Final = re.compile(r"([a-zA-Z:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_DATA_URI: Final = re.compile(r"data:[^\"'\s>]*")
_LOOKS_HTML: Final = re.compile(
    r"</?(?:p|br|b|i|em|strong|div|span|u|ul|ol|li|img|sub|sup|table|code|pre|a|h[1-6])\b[^<>]*>"
    r"|&(?:nbsp|lt|gt|amp|quot|#\d{1,6}|[a-zA-Z]{2,8});",
    re.IGNORECASE,
)
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_AROUND_BREAK: Final = re.compile(r" *\n *")
_BREAKS: Final = re.compile(r"\n{3,}")
_LITERAL: Final = re.compile(r"[*`]|\\(?=[!-/:-@\[-`{-~])|(?<!\w)_|_(?!\w)")
_LINK: Final = re.compile(r"\[(?=[^\]\[]*\]\()")
_LINE_MARK: Final = re.compile(r"^(#{1,6} |[-+>] )")

_BLOCKS: Final = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "section",
        "article",
        "ul",
        "ol",
        "dl",
        "dd",
        "dt",
        "pre",
        "table",
        "tr",
    ]
)
_EMPHASIS: Final = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "tt": "`"}
_HARMLESS: Final = frozenset(
    [
        "span",
        "a",
        "u",
        "small",
        "font",
        "center",
        "html",
        "body",
        "label",
        "tbody",
        "thead",
        "o:p",
        "prompt",
        "wbr",
        "abbr",
        "hr",
    ]
)
_SILENT: Final = frozenset(("script", "style", "head", "title"))
_LOWERED: Final = dict(zip("0123456789+-()n", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₙ", strict=True))
_RAISED: Final = dict(zip("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ", strict=True))
_DEEPEST: Final = 20
_SHIFTED: Final = {"sub": _LOWERED, "sup": _RAISED}


@dataclass(frozen=True, slots=True)
class Marked:
    """A text as Markdown; `images` are (source, alternative text), `lost` names the tags left."""

    text: str
    images: tuple[tuple[str, str], ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(slots=True)
class MarkdownMaker:
    """Takes tags and text in turn and makes Markdown of them."""

    images: list[tuple[str, str]] = field(default_factory=list)
    lost: dict[str, None] = field(default_factory=dict)
    _parts: list[str] = field(default_factory=list)
    _open: list[tuple[str, int]] = field(default_factory=list)
    _silent: int = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take an opening tag, in small letters."""
        if tag == "br":
            self._parts.append("\n")
        elif tag == "img":
            self.images.append((attributes.get("src", ""), attributes.get("alt", "").strip()))
        elif tag in _BLOCKS:
            self._parts.append("\n\n")
            if tag in ("table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"):
                self.lost[tag] = None
        elif tag == "li":
            self._parts.append("\n- ")
        elif tag in ("td", "th"):
            self._parts.append(" ")
        elif tag in _EMPHASIS or tag in _SHIFTED:
            self._open_mark(tag)
        elif tag in _SILENT:
            self._silent += 1
        elif tag not in _HARMLESS:
            self.lost[tag] = None

    def _open_mark(self, tag: str) -> None:
        if len(self._open) < _DEEPEST:
            self._open.append((tag, len(self._parts)))
        else:
            self.lost[tag] = None

    def end(self, tag: str) -> None:
        """Take a closing tag; one that was never opened is ignored."""
        if tag in _BLOCKS:
            self._parts.append("\n\n")
        elif tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif self._open and self._open[-1][0] == tag:
            _, start = self._open.pop()
            inner = "".join(self._parts[start:])
            del self._parts[start:]
            self._parts.append(self._wrapped(tag, inner))

    def data(self, text: str) -> None:
        """Take text between tags, its entities already resolved."""
        if self._silent:
            return
        text = _BLANKS.sub(" ", text.replace("\xa0", " "))
        begins = not self._parts or self._parts[-1].endswith("\n")
        text = _LINK.sub(r"\[", _LITERAL.sub(r"\\\g<0>", text))
        self._parts.append(_LINE_MARK.sub(r"\\\1", text.lstrip(" ")) if begins else text)

    def verbatim(self, text: str) -> None:
        """Take text that is Markdown already."""
        self._parts.append(text)

    def result(self) -> Marked:
        """Return all that was taken."""
        while self._open:
            self.end(self._open[-1][0])
        text = _AROUND_BREAK.sub("\n", "".join(self._parts))
        text = _BREAKS.sub("\n\n", text.replace("\n\n- ", "\n- ")).strip()
        return Marked(text, tuple(self.images), tuple(self.lost))

    def _wrapped(self, tag: str, inner: str) -> str:
        core = inner.strip()
        if tag in _SHIFTED:
            moved = shifted(core, tag)
            if moved is None:
                self.lost[tag] = None
                return inner
            return inner.replace(core, moved) if core else ""
        if not core or "\n\n" in core:
            return inner
        mark = _EMPHASIS[tag]
        if mark == "`":
            core = core.replace("\\", "") if "`" not in core else core
        start = inner.index(inner.strip()[0])
        end = len(inner.rstrip())
        return f"{inner[:start]}{mark}{core}{mark}{inner[end:]}"


def shifted(text: str, tag: str) -> str | None:
    """Return a text in the raised ("sup") or lowered ("sub") digits there are, or None."""
    table = _SHIFTED[tag]
    return "".join(table[char] for char in text) if all(c in table for c in text) else None


def from_html(text: str) -> Marked:
    """Return the Markdown of an HTML text."""
    text = _without_comments(_DATA_URI.sub("data:", text))
    maker = MarkdownMaker()
    position = 0
    for tag in _TAG.finditer(text):
        maker.data(html.unescape(text[position : tag.start()]))
        position = tag.end()
        name = tag[2].lower()
        if tag[1]:
            maker.end(name)
        else:
            maker.start(name, _attributes(tag[3]))
            if name in _SILENT and tag[3].rstrip().endswith("/"):
                maker.end(name)
    maker.data(html.unescape(text[position:]))
    return maker.result()


def looks_like_html(text: str) -> bool:
    """Whether a text of unknown kind has tags or entities of HTML in it."""
    return ("<" in text or "&" in text) and _LOOKS_HTML.search(text) is not None


def _attributes(text: str) -> dict[str, str]:
    if "=" not in text:
        return {}
    return {
        name.lower(): html.unescape(double or single or bare)
        for name, double, single, bare in _ATTRIBUTE.findall(text)
    }


def _without_comments(text: str) -> str:
    parts: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            break
        parts.append(text[position:start])
        position = end + 3
    return "".join(parts) + text[position:]
