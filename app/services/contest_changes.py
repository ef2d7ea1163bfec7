"""What may still change in a contest that people can see or have begun to take."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.bank_codec import canonical_json
from app.domain.contest_rules import Rules
from app.domain.errors import ContestRunning
from app.domain.rules_codec import from_plain, to_plain
from app.services.contest_checks import NewRound
from app.storage import banks as bank_storage
from app.storage import contests as storage
from app.storage import derivations
from app.storage.tables import Contest, Round


def kept_versions(
    present: Sequence[Round], wanted: Sequence[NewRound], attempted: Collection[int]
) -> list[NewRound]:
    """The wanted rounds; those with attempts name their bank version unless another is asked."""
    kept = []
    for place, one in enumerate(wanted):
        old = present[place] if place < len(present) else None
        if old is not None and old.id in attempted and one.bank_version is None:
            version = bank_storage.find_version_by_id(old.bank_version_id)
            if version is not None and version.slug == one.bank_slug:
                one = replace(one, bank_version=version.number)
        kept.append(one)
    return kept


def change_rules(
    session: Session, contest: Contest, rules: Rules, *, attempted: bool, now: datetime
) -> None:
    """Make other rules the next version; the same rules change nothing. Raises `ContestRunning`."""
    content = storage.find_rules(contest.id, contest.rules_number)
    if content is not None and from_plain(json.loads(content)) == rules:
        return
    if attempted or contest.finalised_at is not None:
        raise ContestRunning("rules" if attempted else "final")
    contest.rules_number += 1
    storage.add_rules(session, contest, canonical_json(to_plain(rules)), now)


def change_rounds(
    session: Session,
    contest: Contest,
    present: Sequence[Round],
    new: Sequence[Round],
    *,
    attempted: Collection[int],
    now: datetime,
) -> None:
    """Bring the rounds to what is wanted, place by place; raises `ContestRunning`."""
    if contest.finalised_at is not None and len(new) > len(present):
        raise ContestRunning("final")
    for old, one in zip(present, new, strict=False):
        _refuse_change(contest, old, one, attempted=old.id in attempted, now=now)
    dropped = present[len(new) :]
    if any(old.id in attempted or _has_opened(contest, old, now) for old in dropped):
        raise ContestRunning("begun_round")
    for old, one in zip(present, new, strict=False):
        if old.bank_version_id != one.bank_version_id:
            old.key_number, old.scored_key_number = one.key_number, one.scored_key_number
        old.title, old.bank_version_id = one.title, one.bank_version_id
        old.opens_at, old.closes_at = one.opens_at, one.closes_at
    storage.put_rounds(session, new[len(present) :], dropped)
    if (len(present) == 1) != (len(new) == 1):
        # Predictions rank the whole contest only where it has one round.
        derivations.reopen(session, contest.id)


def _refuse_change(
    contest: Contest, old: Round, new: Round, *, attempted: bool, now: datetime
) -> None:
    same_bank = old.bank_version_id == new.bank_version_id
    same_times = (old.opens_at, old.closes_at) == (new.opens_at, new.closes_at)
    if contest.finalised_at is not None and not (same_bank and same_times):
        raise ContestRunning("final")
    if attempted and not same_bank:
        raise ContestRunning("bank")
    if same_times or not _has_opened(contest, old, now):
        return
    # Once a round has closed its keys may have been shown: it never opens again.
    if old.closes_at <= now:
        raise ContestRunning("closed")
    if old.opens_at != new.opens_at:
        raise ContestRunning("opened")
    if new.closes_at < old.closes_at:
        raise ContestRunning("closes_earlier")


def _has_opened(contest: Contest, round_: Round, now: datetime) -> bool:
    return contest.published_at is not None and round_.opens_at <= now
