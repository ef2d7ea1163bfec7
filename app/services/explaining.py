"""Whether what is right in a round may be known: from then on nobody may answer in it.

Nor in any other round that draws from the same bank: weekly rounds ask the same questions
again, and so may the contest of somebody else.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from app.domain.contest_rules import Rules
from app.domain.contests import may_explain
from app.storage import attempts
from app.storage import explaining as storage


class RoundLike(Protocol):
    """A round, as a row or as a view."""

    @property
    def id(self) -> int: ...
    @property
    def bank_version_id(self) -> int: ...
    @property
    def closes_at(self) -> datetime: ...
    @property
    def settled_prediction(self) -> int | None: ...


def keys_are_out(rules: Rules, round_: RoundLike, now: datetime) -> bool:
    """Whether keys and explanations are shown: once nobody may be asked the same any more."""
    return _round_is_over(rules, round_, now) and not storage.is_bank_asked_elsewhere(
        round_.id, round_.bank_version_id, now
    )


def truth_is_known(rules: Rules, round_: RoundLike, now: datetime) -> bool:
    """Whether keys or the true number of the prediction may have been seen.

    Keys that were out may be kept back again, when a round is added that asks the same.
    """
    return round_.settled_prediction is not None or _round_is_over(rules, round_, now)


def _round_is_over(rules: Rules, round_: RoundLike, now: datetime) -> bool:
    # An attempt may be open after the closing because its time was lengthened.
    by_time = may_explain(rules.result_policy, round_.closes_at, rules.grace_seconds, now)
    return by_time and not attempts.has_open(round_.id)
