"""Signs of unfairness for an arbiter, and what is decided about them. Nothing happens by itself."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.domain.errors import InvalidRequest, NotFound
from app.domain.evidence import STATE_AFTER, Act, Kind, State, at_odd_hour
from app.services import adjusting, audit, board_refresh, contests, voids
from app.services.accounts import SignedIn
from app.services.transactions import writing
from app.storage import evidence as storage
from app.storage import evidence_sources as sources
from app.storage.evidence import DecisionFacts, Look, SignFacts
from app.storage.evidence_sources import Concerned
from app.storage.tables import EvidenceDecision, EvidenceSign

__all__ = ["Act", "Concerned", "DecisionFacts", "Kind", "Look", "SignView", "State"]
JOB = "evidence.look"
PAGE = 50
MOST_EXPORTED = 5000
AT_ONCE = 5000
"""Attempts read in one query."""
WORDS_ONLY = (Act.NOTE, Act.DISMISS, Act.UPHOLD, Act.REOPEN)


@dataclass(frozen=True, slots=True)
class SignView:
    """A sign with the attempts that it is about and all that was said about it.

    `at_night` counts its attempts from midnight to five: never a sign alone, it only makes
    this one weigh more. `stale` when the last look did not find it any more.
    """

    id: int
    contest_slug: str
    kind: Kind
    facts: Mapping[str, Any]
    chance: float | None
    state: State
    first_seen_at: datetime
    stale: bool
    attempts: tuple[Concerned, ...]
    voided: frozenset[int]
    decisions: tuple[DecisionFacts, ...]

    @property
    def at_night(self) -> int:
        """How many of the attempts began at an odd hour."""
        return sum(at_odd_hour(one.started_at) for one in self.attempts)


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a contest's signs, and how many there are of each kind and state."""

    signs: tuple[SignView, ...]
    total: int
    open: int
    look: Look | None


def list_signs(
    slug: str,
    *,
    kind: Kind | None = None,
    state: State | None = None,
    offset: int = 0,
    limit: int = PAGE,
) -> Listed:
    """Signs of a contest, the open and least likely ones first; raises `NotFound`."""
    contest = contests.get_contest(slug)
    found = storage.list_signs(contest.id, kind=kind, state=state, offset=offset, limit=limit)
    look = storage.find_look(contest.id)
    return Listed(
        _views(contest.id, found, look),
        storage.count_signs(contest.id, kind=kind, state=state),
        storage.count_signs(contest.id, kind=None, state=State.OPEN),
        look,
    )


def get_sign(slug: str, sign_id: int) -> SignView:
    """One sign of a contest; raises `NotFound`."""
    facts = storage.find_sign(sign_id)
    if facts is None or facts.contest_slug != slug:
        raise NotFound()
    return _views(facts.contest_id, [facts], storage.find_look(facts.contest_id))[0]


def list_others(sign: SignView) -> list[SignFacts]:
    """Other signs about the same attempts: together they weigh more than each alone."""
    return storage.list_others([one.id for one in sign.attempts], sign.id)


def decide(slug: str, sign_id: int, act: Act, *, reason: str, who: SignedIn, now: datetime) -> None:
    """Note, dismiss, uphold or open again, with a reason. Nothing changes for any attempt.

    Raises `NotFound` and `InvalidRequest`: reason, act (also while an attempt is voided for a
    sign that is to be dismissed), own (nobody decides on the own attempt).
    """
    reason = adjusting.check_reason(reason)
    if act not in WORDS_ONLY:
        raise InvalidRequest((("act", "choice"),))
    with writing() as session:
        row = _held(session, slug, sign_id, who)
        if act is Act.DISMISS and _has_voided(row):
            raise InvalidRequest((("act", "voided_first"),))
        _record(session, slug, row, act, None, reason, who, now)


def void_attempt(
    slug: str, sign_id: int, attempt_id: int, *, reason: str, who: SignedIn, now: datetime
) -> None:
    """Let an attempt that a sign is about count for no board; its owner reads the reason.

    Raises `NotFound` and `InvalidRequest`: reason, own, attempt (voided already, or still
    open), contest (final).
    """
    _change(slug, sign_id, attempt_id, Act.VOID, reason=reason, who=who, now=now)


def restore_attempt(
    slug: str, sign_id: int, attempt_id: int, *, reason: str, who: SignedIn, now: datetime
) -> None:
    """Let a voided attempt count again. As `void_attempt`."""
    _change(slug, sign_id, attempt_id, Act.RESTORE, reason=reason, who=who, now=now)


def _change(
    slug: str, sign_id: int, attempt_id: int, act: Act, *, reason: str, who: SignedIn,
    now: datetime,
) -> None:  # fmt: skip
    reason = adjusting.check_reason(reason)
    with writing() as session:
        adjusting.hold(session, slug)
        row = _held(session, slug, sign_id, who)
        _check_attempt(sign_id, attempt_id)
        if act is Act.VOID:
            voids.void(session, attempt_id, reason=reason, account_id=who.account_id, now=now)
        else:
            voids.lift(session, attempt_id, now=now)
        _record(session, slug, row, act, attempt_id, reason, who, now)
    board_refresh.refresh(now, eager=False)


def _has_voided(row: EvidenceSign) -> bool:
    about = storage.list_about([row.id]).get(row.id, [])
    return not voids.list_voided(row.contest_id).isdisjoint(about)


def _check_attempt(sign_id: int, attempt_id: int) -> None:
    if attempt_id not in storage.list_about([sign_id]).get(sign_id, ()):
        raise NotFound()
    if sources.list_concerned([attempt_id])[0].closed_at is None:
        raise InvalidRequest((("attempt", "open"),))


def _held(session: Session, slug: str, sign_id: int, who: SignedIn) -> EvidenceSign:
    row = storage.hold_sign(session, sign_id)
    if row is None or row.contest_id != contests.get_contest(slug).id:
        raise NotFound()
    about = storage.list_about([sign_id]).get(sign_id, [])
    if any(storage.find_owner(one) == who.person_id for one in about):
        raise InvalidRequest((("sign", "own"),))
    return row


def _record(
    session: Session, slug: str, row: EvidenceSign, act: Act, attempt_id: int | None, reason: str,
    who: SignedIn, now: datetime,
) -> None:  # fmt: skip
    decision = EvidenceDecision(
        sign_id=row.id,
        act=act.value,
        attempt_id=attempt_id,
        reason=reason,
        account_id=who.account_id,
        decided_at=now,
    )
    storage.add_decision(session, decision)
    if act in STATE_AFTER:
        storage.set_state(session, row.id, STATE_AFTER[act])
    detail: dict[str, Any] = {"sign": row.id, "kind": row.kind}
    if attempt_id is not None:
        detail["attempt"] = attempt_id
    audit.record(
        session,
        account_id=who.account_id,
        act=f"evidence.{act.value}",
        subject=f"contest/{slug}",
        detail=detail,
        now=now,
    )


def _views(contest_id: int, found: Sequence[SignFacts], look: Look | None) -> tuple[SignView, ...]:
    ids = [one.id for one in found]
    about, decisions = storage.list_about(ids), storage.list_decisions(ids)
    everybody = sorted({one for of in about.values() for one in of})
    attempts: dict[int, Concerned] = {}
    for start in range(0, len(everybody), AT_ONCE):
        part = sources.list_concerned(everybody[start : start + AT_ONCE])
        attempts.update({one.id: one for one in part})
    voided = voids.list_voided(contest_id)
    return tuple(
        _view(one, [attempts[each] for each in about.get(one.id, [])], voided,
              decisions.get(one.id, []), look)
        for one in found
    )  # fmt: skip


def _view(
    one: SignFacts, attempts: Sequence[Concerned], voided: set[int],
    decisions: Sequence[DecisionFacts], look: Look | None,
) -> SignView:  # fmt: skip
    return SignView(
        id=one.id,
        contest_slug=one.contest_slug,
        kind=Kind(one.kind),
        facts=json.loads(one.facts),
        chance=one.chance,
        state=State(one.state),
        first_seen_at=one.first_seen_at,
        stale=look is not None and one.seen_at < look.as_of,
        attempts=tuple(sorted(attempts, key=lambda each: (each.started_at, each.id))),
        voided=frozenset(each.id for each in attempts if each.id in voided),
        decisions=tuple(decisions),
    )
