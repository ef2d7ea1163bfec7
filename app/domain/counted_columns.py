"""Sums over columns that are given as counts, so that their size does not matter.

A column maps a value to how often it stands there; pairs map two values to how
often they stand side by side. Sums are exact, only the last division is a float.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping


def discrimination(pairs: Mapping[tuple[int, int], int]) -> float | None:
    """Correlation of two columns given as counted pairs: C(x, X) ÷ √(V(x) V(X))."""
    first, second = columns(pairs)
    spread = (variance(first) or 0.0) * (variance(second) or 0.0)
    together = covariance(pairs)
    return None if together is None or not spread else together / math.sqrt(spread)


def efficiency(pairs: Mapping[tuple[int, int], int]) -> float | None:
    """Covariance ÷ the covariance that the same two columns have when both are sorted."""
    first, second = columns(pairs)
    together = covariance(pairs)
    greatest = covariance(sorted_pairs(first, second))
    return None if not greatest or together is None else together / greatest


def sorted_pairs(first: Counter[int], second: Counter[int]) -> Counter[tuple[int, int]]:
    """The columns both sorted, side by side, without writing them out."""
    paired: Counter[tuple[int, int]] = Counter()
    left, right = sorted(first.items()), sorted(second.items())
    while left and right:
        (one, many), (other, more) = left[0], right[0]
        taken = min(many, more)
        paired[one, other] += taken
        left[0], right[0] = (one, many - taken), (other, more - taken)
        left = left[1:] if many == taken else left
        right = right[1:] if more == taken else right
    return paired


def columns(pairs: Mapping[tuple[int, int], int]) -> tuple[Counter[int], Counter[int]]:
    """The two columns of the pairs."""
    first: Counter[int] = Counter()
    second: Counter[int] = Counter()
    for (one, other), count in pairs.items():
        first[one] += count
        second[other] += count
    return first, second


def mean(values: Mapping[int, int]) -> float | None:
    """Σ x ÷ S; None without values."""
    count = sum(values.values())
    return sum(value * many for value, many in values.items()) / count if count else None


def median(values: Mapping[int, int]) -> float | None:
    """The middle value, or half way between the two middle ones."""
    count = sum(values.values())
    if not count:
        return None
    middle = [_at(values, (count - 1) // 2), _at(values, count // 2)]
    return sum(middle) / 2


def _at(values: Mapping[int, int], place: int) -> int:
    seen = 0
    for value in sorted(values):
        seen += values[value]
        if seen > place:
            return value
    raise IndexError(place)


def variance(values: Mapping[int, int]) -> float | None:
    """With S − 1 below, from exact sums; None below two values."""
    count = sum(values.values())
    if count < 2:
        return None
    total = sum(value * many for value, many in values.items())
    squares = sum(value * value * many for value, many in values.items())
    return (count * squares - total * total) / (count * (count - 1))


def covariance(pairs: Mapping[tuple[int, int], int]) -> float | None:
    """With S − 1 below, from exact sums; None below two pairs."""
    count = sum(pairs.values())
    if count < 2:
        return None
    first = sum(one * many for (one, _), many in pairs.items())
    second = sum(other * many for (_, other), many in pairs.items())
    products = sum(one * other * many for (one, other), many in pairs.items())
    return (count * products - first * second) / (count * (count - 1))


def central_moment(values: Mapping[int, int], power: int) -> float:
    """The central moment of the values: Σ (x − mean)^power ÷ S."""
    count = sum(values.values())
    middle = mean(values)
    if middle is None:
        return 0.0
    return sum((value - middle) ** power * many for value, many in values.items()) / count
