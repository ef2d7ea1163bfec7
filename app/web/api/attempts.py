"""Attempts over JSON: start, resume, save, submit."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Response, request
from pydantic import BaseModel, ConfigDict, Field

from app.domain.papers import present
from app.services import (
    adjustments,
    attempts,
    birth_years,
    receipts,
    showing,
    start_tokens,
    starting,
)
from app.services.attempts import RawAnswer, Sitting
from app.web import device_marks
from app.web.access import has_bearer, person, requires, signed_identity
from app.web.api import bp
from app.web.api.replying import private, rfc3339
from app.web.api.requests import read_body
from app.web.api.results import result_of
from app.web.clock import now, right_now
from app.web.i18n import language
from app.wording.adjustments import note_text


class AnswerEntry(BaseModel):
    """One numbered entry."""

    model_config = ConfigDict(extra="forbid", strict=True)
    seq: int
    question: str = Field(max_length=64)
    response: Any


class Answers(BaseModel):
    """Several entries at once, saved together or not at all.

    With `known`, the count of entries that the client knows of, it is told what
    other devices have written.
    """

    model_config = ConfigDict(extra="forbid", strict=True)
    answers: list[AnswerEntry] = Field(max_length=attempts.MAX_ENTRIES)
    known: int | None = Field(default=None, ge=0)


class Submission(BaseModel):
    """The end of an attempt, with the prediction where the rules ask for one."""

    model_config = ConfigDict(extra="forbid", strict=True)
    prediction: int | None = Field(default=None, ge=0, le=1_000_000_000)


class Beginning(BaseModel):
    """What may be said at a start: the year of birth, where the rules ask for an age."""

    model_config = ConfigDict(extra="forbid", strict=True)
    birth_year: int | None = None
    consent: bool = False


@bp.post("/contests/<slug>/attempts")
@requires("take_contest")
def start_attempt(slug: str) -> tuple[Response, int]:
    """201 a new attempt with its paper, 200 the one already open."""
    _keep_birth_year()
    started = starting.start(
        slug=slug,
        who=person(),
        now=now(),
        seed=secrets.token_hex(16),
        device=None if has_bearer() else device_marks.current(),
    )
    sitting = attempts.get_sitting(
        attempt_id=started.attempt_id, identity=signed_identity(), now=now()
    )
    return private(_sitting(sitting)), 201 if started.fresh else 200


def _keep_birth_year() -> None:
    # A start had no body before there were ages: what else is sent is still not looked at.
    if request.mimetype != "application/json":
        return
    body = read_body(Beginning, empty_allowed=True)
    if body.birth_year is not None:
        birth_years.give(
            identity=signed_identity(),
            birth_year=body.birth_year,
            consent=body.consent,
            now=now(),
        )


@bp.get("/attempts/<int:attempt_id>")
@requires("answer")
def get_attempt(attempt_id: int) -> Response:
    """The attempt with paper and saved answers, for resuming on any device."""
    sitting = attempts.get_sitting(attempt_id=attempt_id, identity=signed_identity(), now=now())
    return private(_sitting(sitting))


@bp.post("/attempts/<int:attempt_id>/shown")
@requires("answer")
def mark_shown(attempt_id: int) -> Response:
    """Tell once that the paper is on the screen: within 30 s of the start the time runs anew."""
    facts = showing.mark_shown(attempt_id=attempt_id, identity=signed_identity(), now=now())
    reply = {
        "started_at": rfc3339(facts.started_at),
        "deadline_at": rfc3339(facts.deadline_at),
        "server_now": rfc3339(right_now()),
    }
    return private(reply)


@bp.put("/attempts/<int:attempt_id>/answers")
@requires("answer")
def save_answers(attempt_id: int) -> Response:
    """200 once the entries are durable."""
    moment = now()
    body = read_body(Answers)
    saved = attempts.save_answers(
        attempt_id=attempt_id,
        identity=signed_identity(),
        answers=[RawAnswer(one.seq, one.question, one.response) for one in body.answers],
        now=moment,
        known=body.known,
    )
    reply: dict[str, Any] = {
        "last_seq": saved.last_seq,
        "saved": saved.saved,
        "entries": saved.entries,
        "deadline_at": rfc3339(saved.deadline_at),
        "server_now": rfc3339(right_now()),
    }
    if saved.superseded:
        reply["superseded"] = dict(saved.superseded)
    return private(reply)


@bp.post("/attempts/<int:attempt_id>/submission")
@requires("answer")
def submit_attempt(attempt_id: int) -> Response:
    """200 the signed receipt; asked again, the same one."""
    moment = now()
    body = read_body(Submission, empty_allowed=True)
    facts = attempts.submit(
        attempt_id=attempt_id,
        identity=signed_identity(),
        prediction=body.prediction,
        now=moment,
    )
    return private(_receipt(receipts.receipt_of(facts)))


@bp.get("/receipts/<code>")
@requires("view_public")
def verify_receipt(code: str) -> Response:
    """Whether a receipt is genuine, and what it stands for, without naming anybody."""
    proof = receipts.verify(code)
    body = {
        "receipt": proof.code,
        "valid": True,
        "contest": proof.contest_slug,
        "round": proof.round_number,
        "answers_hash": proof.answers_hash,
        "submitted_at": rfc3339(proof.submitted_at),
        "closed_by": proof.closed_by,
        "counted": proof.counted,
        "superseded_at": rfc3339(proof.superseded_at) if proof.superseded_at else None,
    }
    return private(body)


def _sitting(sitting: Sitting) -> dict[str, Any]:
    facts = sitting.facts
    shown = receipts.may_show_answers(facts, sitting.rules)
    return {
        "id": facts.id,
        "number": facts.number,
        "started_at": rfc3339(facts.started_at),
        "deadline_at": rfc3339(facts.deadline_at),
        "grace_seconds": sitting.rules.grace_seconds,
        "server_now": rfc3339(right_now()),
        "closed_at": rfc3339(facts.closed_at) if facts.closed_at else None,
        "receipt": facts.receipt,
        "questions": present(sitting.paper, language()) if shown else [],
        "answers": dict(sitting.answers) if shown else {},
        "last_seq": sitting.last_seq,
        "start_token": start_tokens.sign(facts),
        "prediction": sitting.rules.prediction.text_in(language())
        if sitting.rules.prediction
        else None,
        "notes": [
            {"at": rfc3339(note.at), "text": note_text(note)}
            for note in adjustments.list_notes(facts.id)
        ],
    }


def _receipt(receipt: receipts.Receipt) -> dict[str, Any]:
    body: dict[str, Any] = {
        "receipt": receipt.code,
        "answers_hash": receipt.answers_hash,
        "submitted_at": rfc3339(receipt.submitted_at),
        "closed_by": receipt.closed_by,
        "counted": receipt.counted,
    }
    if receipt.result is not None:
        body["result"] = result_of(receipt.result)
    return body
