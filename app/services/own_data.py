"""Everything held about one person, written out for that person."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from app.services import banks, certificates, contests, person_holdings
from app.services.person_views import PersonView
from app.services.receipts import SHOWS_SCORE
from app.storage import adjustments, answer_files, device_marks, voids
from app.storage import own_data as storage
from app.storage.adjustments import GrantFacts
from app.storage.answer_files import FileFacts
from app.storage.own_data import OwnAttempt, OwnEntry
from app.storage.voids import VoidFacts


def collect(*, person: PersonView, roles: Sequence[str], now: datetime) -> dict[str, Any]:
    """Person, account, consents, certificates, and attempts with every answer, as plain JSON.

    A score that the contest keeps to itself is left out until the contest is
    final: an export may not tell more than the result page does.
    """
    entries = {
        attempt_id: list(group)
        for attempt_id, group in groupby(
            storage.list_entries(person.id), key=lambda entry: entry.attempt_id
        )
    }
    grants: dict[int, list[GrantFacts]] = {}
    for grant in adjustments.list_grants_of_person(person.id):
        grants.setdefault(grant.attempt_id, []).append(grant)
    files: dict[int, list[FileFacts]] = {}
    for file in answer_files.list_of_person(person.id):
        files.setdefault(file.attempt_id, []).append(file)
    voided = {one.attempt_id: one for one in voids.list_of_person(person.id)}
    marks = device_marks.list_of_person(person.id)
    return {
        "exported_at": _moment(now),
        "person": _person(person),
        "roles": list(roles),
        **person_holdings.held(person.id),
        "consents": [
            {
                "version": one.version,
                "purpose": one.purpose,
                "given_at": _moment(one.given_at),
                "withdrawn_at": _moment(one.withdrawn_at),
            }
            for one in person.consents
        ],
        "attempts": [
            {
                **_attempt(attempt, entries.get(attempt.id, [])),
                "adjustments": [_adjustment(one) for one in grants.get(attempt.id, [])],
                "answer_files": [_file(one, attempt) for one in files.get(attempt.id, [])],
                "device_mark": marks.get(attempt.id),
                "voided": _void(voided.get(attempt.id)),
            }
            for attempt in storage.list_attempts(person.id)
        ],
        "certificates": certificates.own_plain(person.id),
    }


def _person(person: PersonView) -> dict[str, Any]:
    organisation = None
    if person.organisation_code is not None:
        organisation = {"code": person.organisation_code, "name": person.organisation_name}
    return {
        "id": person.public_id,
        "full_name": person.full_name,
        "phone": person.phone,
        "group": person.group,
        "commune": {"code": person.commune_code, "name": person.commune_name},
        "organisation": organisation,
        "birth_year": person.birth_year,
        "created_at": _moment(person.created_at),
    }


def _attempt(attempt: OwnAttempt, entries: Sequence[OwnEntry]) -> dict[str, Any]:
    questions = _question_ids(attempt)
    return {
        "contest": attempt.contest_slug,
        "round": attempt.round_number,
        "number": attempt.number,
        "started_at": _moment(attempt.started_at),
        "shown_at": _moment(attempt.shown_at),
        "deadline_at": _moment(attempt.deadline_at),
        "closed_at": _moment(attempt.closed_at),
        "closed_by": attempt.closed_by,
        "prediction": attempt.prediction,
        "receipt": attempt.receipt,
        "answers_hash": attempt.answers_hash,
        "questions": questions,
        "answers": [
            {
                "seq": entry.seq,
                "question": questions[entry.question],
                "response": json.loads(entry.response),
                "saved_at": _moment(entry.saved_at),
            }
            for entry in entries
        ],
        "result": _result(attempt),
    }


def _adjustment(grant: GrantFacts) -> dict[str, Any]:
    return {
        "at": _moment(grant.granted_at),
        "kind": grant.kind,
        "reason": grant.reason,
        "deadline_before": _moment(grant.deadline_before),
        "deadline_after": _moment(grant.deadline_after),
        "receipt": grant.receipt,
    }


def _void(void: VoidFacts | None) -> dict[str, Any] | None:
    if void is None:
        return None
    return {"at": _moment(void.voided_at), "reason": void.reason}


def _file(file: FileFacts, attempt: OwnAttempt) -> dict[str, Any]:
    questions = _question_ids(attempt)
    content = json.loads(file.content)
    return {
        "received_at": _moment(file.received_at),
        "state": file.state,
        "decided_at": _moment(file.decided_at),
        "reason": file.reason,
        "sha256": file.sha256,
        "clock": content["clock"],
        "entries": [
            {**entry, "question": questions[entry["question"]]} for entry in content["entries"]
        ],
    }


def _question_ids(attempt: OwnAttempt) -> list[str]:
    bank = banks.compiled(attempt.bank_version_id)
    return [bank.questions[int(place)].id for place in attempt.paper.split(",")]


def _result(attempt: OwnAttempt) -> dict[str, Any] | None:
    rules = contests.rules_of(attempt.contest_id, attempt.rules_number)
    shown = rules.result_policy in SHOWS_SCORE or attempt.contest_final is not None
    if attempt.mills is None or not shown:
        return None
    return {
        "mills": attempt.mills,
        "max_mills": attempt.max_mills,
        "correct": attempt.correct,
        "time_ms": attempt.time_ms,
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
