"""Share cards: the picture of a result, drawn once and kept for a while."""

from __future__ import annotations

from app.domain.errors import NotFound
from app.formats.share_card import Card, draw
from app.services.attempts import Sitting
from app.services.caches import Lru, lru
from app.services.receipts import SHOWS_SCORE, Earned, earned

__all__ = ["Card", "earned_for_card", "picture"]
KEPT = 64


def earned_for_card(sitting: Sitting) -> Earned:
    """The score that a card may show; raises `NotFound` while open and where it is kept back."""
    if sitting.facts.closed_at is None or sitting.rules.result_policy not in SHOWS_SCORE:
        raise NotFound()
    found = earned(sitting.facts)
    if found is None:
        raise NotFound()
    return found


def picture(card: Card) -> bytes:
    """The card as PNG; equal cards are drawn once."""
    kept: Lru[bytes] = lru("cards", KEPT)
    return kept.get(card, lambda: draw(card))
