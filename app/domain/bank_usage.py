"""How often questions were drawn, and how many answered them rightly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one question: on how many papers, how often answered, how often wholly right."""

    drawn: int = 0
    answered: int = 0
    right: int = 0

    @property
    def facility(self) -> Fraction | None:
        """The share of right answers among all papers with the question; None when never drawn."""
        return Fraction(self.right, self.drawn) if self.drawn else None

    def after(self, *, answered: bool, right: bool) -> Tally:
        """The counts with one paper more."""
        return Tally(self.drawn + 1, self.answered + answered, self.right + right)


def places_of(paper: str, count: int) -> Sequence[int]:
    """The places in a bank of `count` questions that a stored paper names, as "12,5,33"."""
    places = [int(place) for place in paper.split(",") if place]
    return [place for place in places if 0 <= place < count]
