"""Chance: exact tails of sums of unlike coin throws, and corrections for asking often."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def tail(chances: Sequence[float], at_least: int) -> float:
    """The probability that at least so many of independent events with these chances happen.

    The exact Poisson-binomial distribution by convolution: Y. H. Wang (1993), "On the number
    of successes in independent trials", Statistica Sinica 3(2):295–312. Takes time in
    proportion to the square of their number.
    """
    if at_least <= 0:
        return 1.0
    if at_least > len(chances):
        return 0.0
    exactly = [1.0]
    for chance in chances:
        rest = 1.0 - chance
        following = [exactly[0] * rest]
        following += [here * rest + before * chance for before, here in pairwise(exactly)]
        following.append(exactly[-1] * chance)
        exactly = following
    return min(1.0, sum(sorted(exactly[at_least:])))


def adjusted(chances: Sequence[float], tests: int) -> list[float]:
    """False-discovery-rate adjusted values of the smallest of `tests` p-values, in their order.

    Y. Benjamini, Y. Hochberg (1995), "Controlling the false discovery rate", J. R. Statist.
    Soc. B 57(1):289–300. The tests that are not given count as if their p-value were 1.
    Raises `ValueError` when fewer tests than values are claimed.
    """
    if tests < len(chances):
        raise ValueError("more p-values than tests")
    order = sorted(range(len(chances)), key=lambda place: chances[place])
    found, lowest = [1.0] * len(chances), 1.0
    for rank in range(len(order), 0, -1):
        place = order[rank - 1]
        lowest = min(lowest, chances[place] * tests / rank)
        found[place] = lowest
    return found
