"""Questions that are asked twice: word for word, or nearly.

Texts are compared without accents, case and punctuation. What two of them share is the
Jaccard measure of their words and pairs of neighbouring words: shared ÷ all, from 0 to 1.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Final

from app.domain.text import fold

NEAR: Final = Fraction(3, 5)
"""From this share on two questions are shown as nearly the same."""
MOST_PAIRS: Final = 1_000
"""More are not looked at by anybody; the search ends there."""
MOST_COMPARED: Final = 3_000_000
"""So many comparisons take seconds; only banks made of one sentence need more."""
_NOT_WORDS: Final = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries by their places in what was searched, `first` before `second`; 1 is the same."""

    first: int
    second: int
    score: Fraction


@dataclass(frozen=True, slots=True)
class Found:
    """Pairs, most alike first. `complete` is False when the search was cut short."""

    pairs: tuple[Pair, ...]
    complete: bool


def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of a text without accents, case and punctuation."""
    return tuple(_NOT_WORDS.sub(" ", fold(text)).replace("_", " ").split())


def shingles(words: Sequence[str]) -> frozenset[str]:
    """Return the words and the pairs of neighbouring words."""
    pairs = (f"{one} {two}" for one, two in pairwise(words))
    return frozenset((*words, *pairs))


def likeness(one: str, other: str) -> Fraction:
    """Return how much two texts share, from 0 to 1; nothing and nothing share nothing."""
    ours, theirs = shingles(plain_words(one)), shingles(plain_words(other))
    return _jaccard(len(ours & theirs), len(ours) + len(theirs))


def _jaccard(shared: int, both: int) -> Fraction:
    return Fraction(shared, both - shared) if shared else Fraction(0)


def find_duplicates(texts: Sequence[str], *, near: Fraction = NEAR) -> Found:
    """Return the pairs of texts whose likeness is `near` or more.

    Of many texts that are the same in words each is paired with the first of them only.
    Texts without words are like nothing. The index keeps of each text only the rare
    shingles, one of which any text that near must share (prefix filter).
    """
    groups: dict[tuple[str, ...], list[int]] = {}
    for place, text in enumerate(texts):
        if words := plain_words(text):
            groups.setdefault(words, []).append(place)
    same = [Pair(ones[0], other, Fraction(1)) for ones in groups.values() for other in ones[1:]]
    if len(same) >= MOST_PAIRS:
        return Found(tuple(same[:MOST_PAIRS]), complete=len(same) == MOST_PAIRS)
    search = _Search(groups, near)
    pairs = [*same]
    for pair in search.pairs():
        pairs.append(pair)
        if len(pairs) > MOST_PAIRS:
            search.complete = False
            break
    pairs.sort(key=lambda pair: (-pair.score, pair.first, pair.second))
    return Found(tuple(pairs[:MOST_PAIRS]), search.complete)


class _Search:
    """The near pairs among texts that differ; `complete` turns False when it stops early."""

    def __init__(self, groups: dict[tuple[str, ...], list[int]], near: Fraction) -> None:
        self.complete = True
        self._near = near
        self._entries = sorted(
            ((ones[0], tokens) for tokens, ones in _numbered(groups)),
            key=lambda entry: (len(entry[1]), entry[0]),
        )

    def pairs(self) -> Iterator[Pair]:
        # From short to long: who is looked up among the shorter ones is found once.
        index: dict[int, list[int]] = {}
        sets = [frozenset(tokens) for _, tokens in self._entries]
        compared = 0
        high, low = self._near.as_integer_ratio()
        for number, (place, tokens) in enumerate(self._entries):
            shortest = ceil(self._near * len(tokens))
            prefix = tokens[: len(tokens) - shortest + 1]
            seen = {other for token in prefix for other in index.get(token, ())}
            for other in sorted(seen):
                if len(sets[other]) < shortest:
                    continue
                compared += 1
                shared, both = len(sets[number] & sets[other]), len(tokens) + len(sets[other])
                if shared * low >= high * (both - shared):
                    first, second = sorted((place, self._entries[other][0]))
                    yield Pair(first, second, _jaccard(shared, both))
            if compared > MOST_COMPARED:
                self.complete = False
                return
            for token in prefix:
                index.setdefault(token, []).append(number)


def _numbered(
    groups: dict[tuple[str, ...], list[int]],
) -> Iterator[tuple[tuple[int, ...], list[int]]]:
    """Give each text's shingles as numbers, the rarest first, so that prefixes are telling."""
    sets = [shingles(words) for words in groups]
    counts = Counter(token for tokens in sets for token in tokens)
    by_rarity = sorted(counts, key=lambda token: (counts[token], token))
    numbers = {token: number for number, token in enumerate(by_rarity)}
    for tokens, ones in zip(sets, groups.values(), strict=True):
        yield tuple(sorted(numbers[token] for token in tokens)), ones
