"""Whether what is right in a round may be known: from then on nobody may answer in it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from app.domain.contest_rules import Rules
from app.domain.contests import may_explain
from app.storage import attempts as storage


class RoundLike(Protocol):
    """A round, as a row or as a view."""

    @property
    def id(self) -> int: ...
    @property
    def closes_at(self) -> datetime: ...
    @property
    def settled_prediction(self) -> int | None: ...


def keys_are_out(rules: Rules, round_: RoundLike, now: datetime) -> bool:
    """Whether keys and explanations are shown: after the closing, once no attempt is open.

    An attempt may be open after the closing because its time was lengthened.
    """
    by_time = may_explain(rules.result_policy, round_.closes_at, rules.grace_seconds, now)
    return by_time and not storage.has_open(round_.id)


def truth_is_known(rules: Rules, round_: RoundLike, now: datetime) -> bool:
    """Whether keys or the true number of the prediction may have been seen."""
    return round_.settled_prediction is not None or keys_are_out(rules, round_, now)
