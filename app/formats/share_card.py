"""The share card of a result: a picture that says what was reached, and nothing of whom."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import typst

TEMPLATE = Path(__file__).with_name("share_card.typ")
PIXELS_PER_INCH = 72.0


@dataclass(frozen=True, slots=True)
class Card:
    """Every word on the card, ready to be read; `lang` is the language they are in."""

    heading: str
    title: str
    points: str
    most: str
    unit: str
    day: str
    lang: str


def draw(card: Card) -> bytes:
    """The card as PNG, 1200 by 630 pixels; equal cards give equal bytes."""
    # Handed over as values, never as markup: a title cannot run as a program.
    picture = typst.compile(
        TEMPLATE.read_bytes(), format="png", ppi=PIXELS_PER_INCH, sys_inputs=asdict(card)
    )
    return bytes(picture)
