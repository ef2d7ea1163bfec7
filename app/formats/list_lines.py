"""Lines of a typed list of questions, with what is emphasised in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from app.formats.list_marks import option_starts

Spans = Sequence[tuple[int, int]]
MARKS: Final = ("highlight", "colour", "underline", "bold", "italic")
"""Ways of marking the right option, the surest first."""
_MOST_BREAKS: Final = 100
"""A paragraph broken more often is no question: what is emphasised in it does not matter."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `number` is that of its line or paragraph in the file.

    `spans` gives for each mark where it applies. `joined` is True for a line
    broken off the one before inside the same paragraph. `answers` holds what
    a table of answers says: question number -> letter.
    """

    text: str
    number: int
    spans: Mapping[str, Spans] = field(default_factory=dict)
    joined: bool = False
    answers: Mapping[int, str] = field(default_factory=dict)

    def cut(self, start: int, end: int, *, joined: bool | None = None) -> Line:
        """Return a part of the line with its marks."""
        spans = {
            mark: [
                (max(a, start) - start, min(b, end) - start)
                for a, b in places
                if a < end and b > start
            ]
            for mark, places in self.spans.items()
        }
        joined = self.joined if joined is None else joined
        return Line(self.text[start:end], self.number, spans, joined)

    def marked(self, start: int, end: int) -> frozenset[str]:
        """Return the marks that cover most of a stretch."""
        letters = _letters(self.text[start:end])
        return frozenset(
            mark
            for mark, places in self.spans.items()
            if letters and 2 * self._covered(places, start, end) > letters
        )

    def _covered(self, places: Spans, start: int, end: int) -> int:
        return sum(
            _letters(self.text[max(a, start) : min(b, end)])
            for a, b in places
            if a < end and b > start
        )


def _letters(text: str) -> int:
    return len("".join(text.split()))


def split_lines(lines: Sequence[Line]) -> Iterator[Line]:
    """Give the lines with those broken apart that hold line breaks or several options."""
    for line in lines:
        if line.text.count("\n") > _MOST_BREAKS:
            line = replace(line, spans={})
        start = 0
        for number, text in enumerate(line.text.split("\n")):
            part = line.cut(start, start + len(text), joined=number > 0)
            start += len(text) + 1
            yield from _options_apart(part) if not line.answers else (line,)


def _options_apart(line: Line) -> Iterator[Line]:
    lead = len(line.text) - len(line.text.lstrip())
    starts = [lead + start for start in option_starts(line.text.lstrip())]
    if len(starts) < 2:
        yield line
        return
    for start, end in zip(starts, [*starts[1:], len(line.text)], strict=True):
        yield line.cut(start, end)
