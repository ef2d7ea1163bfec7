"""Corrections of keys: proposed by one, looked at in a dry run, approved by another.

Nothing is overwritten: an approved correction adds the next key of the bank version,
lets it count in the contest's rounds, and everything is scored and ranked anew from
the journal. A reversal is a correction too.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.domain.bank_codec import canonical_json, key_from_plain, key_to_plain
from app.domain.corrections import InvalidCorrection, Kind, State, corrected
from app.domain.errors import InvalidRequest, NotFound, SecondPersonRequired
from app.domain.questions import Key, Question
from app.domain.text import clean_text
from app.services import audit, banks, contest_views, contests
from app.services.contest_views import ContestView
from app.services.transactions import writing
from app.storage import banks as bank_storage
from app.storage import contests as contest_storage
from app.storage import corrections as storage
from app.storage import derivations
from app.storage.tables import Correction

LONGEST_TEXT = 1000


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """One correction; `before` and `after` are the question's keys."""

    id: int
    kind: Kind
    state: State
    question: Question
    before: Key
    after: Key
    reason: str
    public_note: str
    proposed_at: datetime
    proposed_by: int
    decided_at: datetime | None
    reverses_id: int | None
    bank_version_id: int


def propose(
    slug: str,
    *,
    bank_version_id: int,
    question: str,
    kind: Kind,
    response: Any = None,
    reason: str,
    public_note: str,
    account_id: int,
    now: datetime,
) -> int:
    """Propose a correction by what is right from now on; returns its id.

    Raises `NotFound`, and `InvalidRequest` with the code of `InvalidCorrection`.
    """
    contest = contests.get_contest(slug)
    number = _key_number(contest, bank_version_id)
    asked, key = _question(bank_version_id, number, question)
    try:
        made = corrected(asked, key, kind, response)
    except InvalidCorrection as invalid:
        raise InvalidRequest((("response", invalid.reason),)) from None
    return _add(contest, asked, kind, made, None, bank_version_id, reason, public_note,
                account_id, now)  # fmt: skip


def propose_reversal(
    correction_id: int, *, reason: str, public_note: str, account_id: int, now: datetime
) -> int:
    """Propose that the key before an approved correction counts again; returns the id.

    Raises `NotFound` and `InvalidRequest` ("no_change" when it counts already).
    """
    row = storage.find(correction_id)
    if row is None or row.state != State.APPROVED or row.key_before is None:
        raise NotFound()
    contest = _contest_by_id(row.contest_id)
    asked, key = _question(row.bank_version_id, row.key_before, row.question)
    _, present = _question(
        row.bank_version_id, _key_number(contest, row.bank_version_id), row.question
    )
    if key == present:
        raise InvalidRequest((("response", "no_change"),))
    return _add(contest, asked, Kind.REVERSE, key, row.id, row.bank_version_id, reason,
                public_note, account_id, now)  # fmt: skip


def approve(correction_id: int, *, account_id: int, now: datetime) -> None:
    """Let a proposed correction count; scoring anew begins in the background.

    Raises `NotFound`, `SecondPersonRequired` when the proposer approves, and
    `InvalidRequest` when it has been decided.
    """
    with writing() as session:
        derivations.hold_boards(session)
        row = _hold_proposed(session, correction_id)
        if row.proposed_by == account_id:
            raise SecondPersonRequired()
        contest = _contest_by_id(row.contest_id)
        before = _key_number(contest, row.bank_version_id)
        after = banks.latest_key_number(row.bank_version_id) + 1
        keys = json.loads(bank_storage.get_keys(row.bank_version_id, before))
        keys["keys"][row.question] = json.loads(row.key)
        storage.add_key(session, row.bank_version_id, after, canonical_json(keys), now)
        storage.use_key(session, contest.id, row.bank_version_id, after)
        row.state, row.decided_at, row.decided_by = State.APPROVED.value, now, account_id
        row.key_before, row.key_after = before, after
        _record(session, row, contest, "correction.approve", account_id, now)


def reject(correction_id: int, *, account_id: int, now: datetime) -> None:
    """Put a proposed correction aside; its proposer may, too (then nobody is named as second).

    Raises `NotFound`, and `InvalidRequest` when it has been decided.
    """
    with writing() as session:
        row = _hold_proposed(session, correction_id)
        row.state, row.decided_at = State.REJECTED.value, now
        row.decided_by = None if row.proposed_by == account_id else account_id
        contest = _contest_by_id(row.contest_id)
        _record(session, row, contest, "correction.reject", account_id, now)


def list_corrections(slug: str) -> list[CorrectionView]:
    """All corrections of a contest, newest first; raises `NotFound`."""
    contest = contests.get_contest(slug)
    return [_view(contest, row) for row in storage.list_corrections(contest.id)]


def get_correction(slug: str, correction_id: int) -> CorrectionView:
    """One correction of a contest; raises `NotFound`."""
    contest = contests.get_contest(slug)
    row = storage.find(correction_id)
    if row is None or row.contest_id != contest.id:
        raise NotFound()
    return _view(contest, row)


def list_public(contest: ContestView) -> list[CorrectionView]:
    """What everybody may read: approved corrections, newest first."""
    rows = storage.list_corrections(contest.id)
    return [_view(contest, row) for row in rows if row.state == State.APPROVED]


def newest_public(contest: ContestView) -> datetime | None:
    """When the newest correction that counts was approved; None without one."""
    return storage.find_newest_approval(contest.id)


def count_waiting() -> dict[str, int]:
    """How many corrections wait for a second person, by the contest's slug."""
    return storage.count_proposed()


def _contest_by_id(contest_id: int) -> ContestView:
    return contest_views.get_view(contest_storage.find_contest_by_id(contest_id))


def _key_number(contest: ContestView, bank_version_id: int) -> int:
    for one in contest.rounds:
        if one.bank_version_id == bank_version_id:
            return one.key_number
    raise NotFound()


def _question(bank_version_id: int, key_number: int, question: str) -> tuple[Question, Key]:
    asked = banks.compiled(bank_version_id).by_id.get(question)
    if asked is None:
        raise NotFound()
    return asked, banks.compiled_keys(bank_version_id, key_number)[question]


def _add(
    contest: ContestView, question: Question, kind: Kind, key: Key, reverses_id: int | None,
    bank_version_id: int, reason: str, public_note: str, account_id: int, now: datetime,
) -> int:  # fmt: skip
    texts = {"reason": clean_text(reason), "public_note": clean_text(public_note)}
    wrong = [(name, "missing") for name, text in texts.items() if not text]
    wrong += [(name, "too_long") for name, text in texts.items() if len(text) > LONGEST_TEXT]
    if wrong:
        raise InvalidRequest(tuple(wrong))
    with writing() as session:
        row = Correction(
            contest_id=contest.id,
            bank_version_id=bank_version_id,
            question=question.id,
            kind=kind.value,
            key=canonical_json(key_to_plain(key)),
            reverses_id=reverses_id,
            state=State.PROPOSED.value,
            proposed_at=now,
            proposed_by=account_id,
            **texts,
        )
        storage.add(session, row)
        _record(session, row, contest, "correction.propose", account_id, now)
        return row.id


def _hold_proposed(session: Session, correction_id: int) -> Correction:
    row = storage.hold(session, correction_id)
    if row is None:
        raise NotFound()
    if row.state != State.PROPOSED:
        raise InvalidRequest((("correction", "decided"),))
    return row


def _record(
    session: Session, row: Correction, contest: ContestView, act: str, account_id: int,
    now: datetime,
) -> None:  # fmt: skip
    audit.record(
        session,
        account_id=account_id,
        act=act,
        subject=f"contest/{contest.slug}/correction/{row.id}",
        detail={
            "question": row.question,
            "kind": row.kind,
            "key": json.loads(row.key),
            "bank_version": row.bank_version_id,
            "reason": row.reason,
            "key_numbers": [row.key_before, row.key_after],
        },
        now=now,
    )


def _view(contest: ContestView, row: Correction) -> CorrectionView:
    number = row.key_before or _key_number(contest, row.bank_version_id)
    question, before = _question(row.bank_version_id, number, row.question)
    return CorrectionView(
        id=row.id,
        kind=Kind(row.kind),
        state=State(row.state),
        question=question,
        before=before,
        after=key_from_plain(row.question, json.loads(row.key)),
        reason=row.reason,
        public_note=row.public_note,
        proposed_at=row.proposed_at,
        proposed_by=row.proposed_by,
        decided_at=row.decided_at,
        reverses_id=row.reverses_id,
        bank_version_id=row.bank_version_id,
    )
