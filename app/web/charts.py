"""Charts as numbers: where everything stands that `_charts.html` then draws as SVG.

Pure functions. Lengths are in the units of the drawing, about a pixel each; what is
shown are whole counts. How it looks is said by watch.css's classes alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.web.filters import number

WIDTH, HEIGHT = 560, 240
TOP, BOTTOM, RIGHT = 14, 26, 10
SIGN = 7.2
"""The width of a digit of the axes."""
MOST_TICKS = 5
NARROWEST, WIDEST = 1.0, 34.0
FILLED = 0.72
"""How much of its place a group of columns takes."""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of counts under a name."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis, with its text."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A column, or (without width) a point of a line; `text` says what it stands for."""

    x: float
    y: float
    width: float
    height: float
    text: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A series as it is drawn; `points` joins the marks of a line."""

    name: str
    values: tuple[int, ...]
    marks: tuple[Mark, ...]
    points: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its axes; `labels` head the rows of the table of the same figures."""

    key: str
    title: str
    summary: str
    head: str
    labels: tuple[str, ...]
    drawn: tuple[Drawn, ...]
    left: float
    right: float
    top: float
    base: float
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of a chart: a key for its ids, what it shows, its main message, and what
    its labels are."""

    key: str
    title: str
    summary: str
    head: str


def ticks(most: int, count: int = MOST_TICKS) -> list[int]:
    """Round whole numbers from 0 to at least `most`, evenly spaced, at most `count` after the 0.

    The step is 1, 2 or 5 times a power of ten.
    """
    step = scale = 1
    while True:
        for factor in (1, 2, 5):
            step = factor * scale
            if step * count >= most:
                top = max(1, -(-most // step))
                return [step * place for place in range(top + 1)]
        scale *= 10


def columns(texts: Texts, labels: Sequence[str], series: Sequence[Series]) -> Chart:
    """Groups of columns beside each other, one group a label."""
    frame = _Frame(labels, series)
    thick = frame.place * FILLED / max(1, len(series))
    thick = min(WIDEST, max(NARROWEST, thick))
    drawn = []
    for turn, one in enumerate(series):
        shift = (turn - len(series) / 2) * thick
        marks = tuple(
            Mark(
                _short(frame.middle(place) + shift),
                frame.y(value),
                _short(thick),
                _short(frame.base - frame.y(value)),
                _tip(labels[place], one.name, value),
            )
            for place, value in enumerate(one.values)
        )
        drawn.append(Drawn(one.name, one.values, marks, ""))
    return frame.chart(texts, drawn)


def lines(texts: Texts, labels: Sequence[str], series: Sequence[Series]) -> Chart:
    """Lines through one point a label."""
    frame = _Frame(labels, series)
    drawn = []
    for one in series:
        marks = tuple(
            Mark(
                _short(frame.middle(place)),
                frame.y(value),
                0,
                0,
                _tip(labels[place], one.name, value),
            )
            for place, value in enumerate(one.values)
        )
        points = " ".join(f"{mark.x},{mark.y}" for mark in marks)
        drawn.append(Drawn(one.name, one.values, marks, points))
    return frame.chart(texts, drawn)


def part_of(value: float, most: float) -> float:
    """A bar's length in hundredths of the longest; a little of it shows whatever is above 0."""
    if value <= 0 or most <= 0:
        return 0.0
    return _short(max(1.0, min(100.0, value * 100 / most)))


def _short(length: float) -> float:
    return round(length, 1)


def _tip(label: str, name: str, value: int) -> str:
    return f"{label} · {name}: {number(value)}"


class _Frame:
    """The two axes: how far apart labels stand, and how high a count."""

    def __init__(self, labels: Sequence[str], series: Sequence[Series]) -> None:
        self.labels = labels
        self.steps = ticks(max((max(one.values, default=0) for one in series), default=0))
        self.left = _short(8 + SIGN * len(number(self.steps[-1])))
        self.base = float(HEIGHT - BOTTOM)
        self.place = (WIDTH - RIGHT - self.left) / max(1, len(labels))

    def middle(self, place: int) -> float:
        return self.left + (place + 0.5) * self.place

    def y(self, value: int) -> float:
        return _short(self.base - (self.base - TOP) * value / self.steps[-1])

    def chart(self, texts: Texts, drawn: Sequence[Drawn]) -> Chart:
        return Chart(
            key=texts.key,
            title=texts.title,
            summary=texts.summary,
            head=texts.head,
            labels=tuple(self.labels),
            drawn=tuple(drawn),
            left=self.left,
            right=float(WIDTH - RIGHT),
            top=float(TOP),
            base=self.base,
            y_ticks=tuple(Tick(self.y(step), number(step)) for step in self.steps),
            x_ticks=self._x_ticks(),
        )

    def _x_ticks(self) -> tuple[Tick, ...]:
        # As many labels as stand beside each other without touching.
        longest = max((len(label) for label in self.labels), default=1)
        every = max(1, -(-int(longest * SIGN + 8) // max(1, int(self.place))))
        return tuple(
            Tick(_short(self.middle(place)), label)
            for place, label in enumerate(self.labels)
            if place % every == 0
        )
