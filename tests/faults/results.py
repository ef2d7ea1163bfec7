"""What a harness reports: how often it tried, how often the promise broke, what that bounds."""

from __future__ import annotations

import math
from dataclasses import dataclass

DOUBT = 0.05


@dataclass(frozen=True, slots=True)
class Result:
    """`failed` of `tried` broke the promise; nothing tried needs a reason in `note`."""

    name: str
    tried: int
    failed: int
    note: str = ""

    @property
    def bound(self) -> float:
        """The rate of failures that is not exceeded, 95 % sure (one-sided).

        Of none in n at most 3/n: J. A. Hanley, A. Lippman-Hand, "If nothing goes wrong, is
        everything all right?", JAMA 249 (1983) 1743. Otherwise the exact upper limit of
        C. J. Clopper, E. S. Pearson, Biometrika 26 (1934) 404: the rate at which so few
        failures, or fewer, come by chance once in twenty times.
        """
        if self.failed >= self.tried:
            return 1.0
        if self.failed == 0:
            return min(1.0, 3 / self.tried)
        low, high = self.failed / self.tried, 1.0
        for _ in range(60):
            middle = (low + high) / 2
            likely = _at_most(self.failed, self.tried, middle) > DOUBT
            low, high = (middle, high) if likely else (low, middle)
        return high

    @property
    def skipped(self) -> bool:
        """Whether nothing could be tried here, and the note says why."""
        return self.tried == 0 and self.failed == 0 and bool(self.note)

    @property
    def holds(self) -> bool:
        """Whether the promise was tried and kept."""
        return self.tried > 0 and self.failed == 0


def _at_most(failed: int, tried: int, rate: float) -> float:
    """The chance of at most so many failures."""
    if rate >= 1.0:
        return 0.0
    yes, no = math.log(rate), math.log1p(-rate)
    return sum(
        math.exp(
            math.lgamma(tried + 1) - math.lgamma(one + 1) - math.lgamma(tried - one + 1)
            + one * yes + (tried - one) * no
        )
        for one in range(failed + 1)
    )  # fmt: skip
