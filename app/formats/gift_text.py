"""The characters of GIFT: escapes, comments, and the blocks that questions are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_ESCAPED: Final = "\\:#={}~"
_HIDDEN: Final = "\x01\x02\x03\x04\x05\x06\x07"
_LINE: Final = "\x08"
_COMMENT: Final = "\x0e"
"""Stands for a comment line that was taken out, so that lines can still be counted."""
FOREIGN: Final = re.compile("[\x00-\x08\x0e]")
"""Characters no text may have, used here for hiding escapes."""
_ESCAPE: Final = re.compile(r"\\([\\:#={}~n])")
_HIDE: Final = dict(zip(_ESCAPED, _HIDDEN, strict=True)) | {"n": _LINE}
_SHOW: Final = str.maketrans(
    dict(zip(_HIDDEN, _ESCAPED, strict=True)) | {_LINE: "\n", _COMMENT: None}
)
_MUST_ESCAPE: Final = re.compile(r"[\\:#={}~]")
_FORMAT: Final = re.compile(r"\s*\[(html|markdown|plain|moodle)\]", re.IGNORECASE)
_NEW_QUESTION: Final = re.compile(r"\s*(?:::|\$CATEGORY)")


@dataclass(frozen=True, slots=True)
class Block:
    """One question or command; its escapes are hidden. `comments` are the lines before it."""

    line: int
    text: str
    comments: str

    def line_at(self, position: int) -> int:
        """Return the line of the file that a position in the text is on."""
        return (
            self.line + self.text.count("\n", 0, position) + self.text.count(_COMMENT, 0, position)
        )


def hide(text: str) -> str:
    """Hide escaped characters, so that the others are the marks of the format."""
    return _ESCAPE.sub(lambda found: _HIDE[found[1]], text)


def show(text: str) -> str:
    """Return the plain text of a piece with hidden escapes."""
    return text.translate(_SHOW).strip()


def escape(text: str) -> str:
    """Write a text so that none of it is taken for a mark of the format."""
    return _MUST_ESCAPE.sub(r"\\\g<0>", text).replace("\n", "\\n")


def split_format(text: str) -> tuple[str, str]:
    """Take "[html]" and the like off the beginning; an empty name if there is none."""
    found = _FORMAT.match(text)
    return (found[1].lower(), text[found.end() :]) if found else ("", text)


def blocks(text: str) -> Iterator[Block]:
    """Give the blocks between blank lines; a blank line inside braces does not end one."""
    held: list[str] = []
    comments: list[str] = []
    first = 1
    depth = 0
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip()
        if held and _ends_before(line, depth, held):
            yield Block(first, "".join(held), "\n".join(comments))
            held, comments, depth = [], [], 0
        if stripped.startswith("//"):
            comments.append(stripped[2:])
            if held:
                held.append(_COMMENT)
            continue
        if not stripped and not held:
            continue
        if not held:
            first = number
        hidden = hide(line)
        depth += hidden.count("{") - hidden.count("}")
        held.append(hidden + "\n")
    if held:
        yield Block(first, "".join(held), "\n".join(comments))


def _ends_before(line: str, depth: int, held: list[str]) -> bool:
    """Whether a block ends before a line: it is blank, or plainly begins something new."""
    if depth <= 0 and (not line.strip() or held[0].lstrip().startswith("$CATEGORY")):
        return True
    if not _NEW_QUESTION.match(line):
        return False
    return "}" in held[-1] if depth <= 0 else not held[-1].strip()
