"""Deciding on answer files: nothing in them counts before an arbiter has agreed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.domain.answer_files import admissible
from app.domain.attempts import Entry
from app.domain.errors import InvalidRequest
from app.services import adjusting, audit, closing, contests
from app.services.accounts import SignedIn
from app.services.answer_files import FileView, get_file
from app.services.transactions import writing
from app.storage import answer_files as storage
from app.storage import derivations, journal
from app.storage.answer_files import ACCEPTED, REJECTED
from app.storage.links import Link


def accept(file_id: int, *, reason: str, who: SignedIn, now: datetime) -> FileView:
    """Let the entries made in time count; decided before, the first decision stands.

    They are added to the journal, the attempt is sealed anew and its result derived
    again; the earlier receipt stays genuine, though superseded. Raises `NotFound` and
    `InvalidRequest`: reason; own (nobody decides on the own file); open (the attempt
    was reopened); nothing (no entry could count); final (so is the contest).
    """
    reason = adjusting.check_reason(reason)
    contest_id = get_file(file_id).facts.contest_id
    with writing() as session:
        # With the contest held nobody reopens, decides or finalises meanwhile.
        adjusting.hold(session, contests.get_contest_by_id(contest_id).slug)
        view = _held(file_id, who)
        if view.pending:
            earlier = _count(session, view, now)
            _decide(session, view, ACCEPTED, reason, who, now, earlier)
    return get_file(file_id)


def reject(file_id: int, *, reason: str, who: SignedIn, now: datetime) -> FileView:
    """Let nothing of a file count; decided before, the first decision stands.

    Raises `NotFound` and `InvalidRequest`: reason, own.
    """
    reason = adjusting.check_reason(reason)
    with writing() as session:
        derivations.hold_boards(session)
        view = _held(file_id, who)
        if view.pending:
            _decide(session, view, REJECTED, reason, who, now, {})
    return get_file(file_id)


def _held(file_id: int, who: SignedIn) -> FileView:
    view = get_file(file_id)
    if view.attempt.person_id == who.person_id:
        raise InvalidRequest((("file", "own"),))
    return view


def _count(session: Session, view: FileView, now: datetime) -> dict[str, Any]:
    """Add what counts; returns the end that the attempt had before."""
    if view.attempt.closed_at is None:
        raise InvalidRequest((("file", "open"),))
    counted = admissible(view.judged)
    if not counted:
        raise InvalidRequest((("file", "nothing"),))
    earlier = adjusting.earlier_end(view.attempt)
    entries = [Entry(one.seq, one.question, one.response) for one in counted]
    journal.append(Link.of(session), view.attempt.id, entries, now)
    closing.seal_again(session, view.attempt.id)
    return earlier


def _decide(
    session: Session, view: FileView, state: str, reason: str, who: SignedIn, now: datetime,
    earlier: dict[str, Any],
) -> None:  # fmt: skip
    storage.decide(
        session,
        view.facts.id,
        state=state,
        reason=reason,
        decided_by=who.account_id,
        decided_at=now,
        **earlier,
    )
    audit.record(
        session,
        account_id=who.account_id,
        act=f"answer_file.{state}",
        subject=f"attempt/{view.attempt.id}",
        detail={
            "file": view.facts.sha256,
            "entries": view.countable if state == ACCEPTED else 0,
            "reason": reason,
        },
        now=now,
    )
