"""What clients were told, set against the journal, the API and the receipts."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.domain.papers import answers_hash
from app.services import attempts
from app.storage import attempts as storage
from app.storage.db import db
from app.storage.tables import AnswerEntry, Attempt
from tests.bench.load import Connection, request
from tests.bench.stage import Sitting, Stage

Entry = tuple[int, int, str, str]
"""Attempt, seq, question and response."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`lost` acknowledged and not there, `changed` there otherwise, `invented` never sent,
    `doubled` there twice, `misread` where the API says otherwise, `unsealed` receipts that do
    not stand for the journal."""

    acknowledged: int
    unknown: int
    lost: int
    changed: int
    invented: int
    doubled: int
    misread: int
    unsealed: int

    @property
    def broken(self) -> int:
        """How often the promise was broken."""
        return (
            self.lost + self.changed + self.invented + self.doubled + self.misread + self.unsealed
        )

    def __str__(self) -> str:
        return (
            f"{self.unknown} without a reply; lost {self.lost}, changed {self.changed}, invented"
            f" {self.invented}, doubled {self.doubled}, misread by the API {self.misread},"
            f" receipts not true {self.unsealed}"
        )


def held_entries(stage: Stage) -> list[Entry]:
    """The journal, as clients name what is in it."""
    with stage.app.app_context():
        db.session.rollback()
        columns = (
            AnswerEntry.attempt_id, AnswerEntry.seq, AnswerEntry.question, AnswerEntry.response,
        )  # fmt: skip
        rows = list(db.session.execute(select(*columns)))
        names: dict[int, list[str]] = {}
        for attempt in {row[0] for row in rows}:
            facts = storage.find_attempt(attempt)
            assert facts is not None
            names[attempt] = attempts.question_ids(facts)
        db.session.remove()
    return [(a, seq, names[a][question], response) for a, seq, question, response in rows]


def judge(
    stage: Stage,
    port: int,
    sittings: Sequence[Sitting],
    acknowledged: set[Entry],
    unknown: set[Entry],
) -> Verdict:
    """Read everything back: from the database, through the API, and from receipts."""
    stage.forget_connections()
    rows = held_entries(stage)
    held = set(rows)
    places = Counter(entry[:3] for entry in rows)
    gone = acknowledged - held
    changed = {entry for entry in gone if entry[:3] in places}
    misread = sum(not _reads(port, one, held) for one in sittings)
    unsealed = sum(not _seals(stage, port, one, held) for one in sittings)
    return Verdict(
        acknowledged=len(acknowledged),
        unknown=len(unknown),
        lost=len(gone) - len(changed),
        changed=len(changed),
        invented=len(held - acknowledged - unknown),
        doubled=sum(count - 1 for count in places.values()),
        misread=misread,
        unsealed=unsealed,
    )


def newest_of(attempt: int, held: Iterable[Entry]) -> dict[str, Any]:
    """The answers of an attempt: of each question that with the highest seq."""
    best: dict[str, tuple[int, str]] = {}
    for _, seq, question, response in (one for one in held if one[0] == attempt):
        best[question] = max(best.get(question, (0, "")), (seq, response))
    found = {question: json.loads(response) for question, (_, response) in best.items()}
    return {question: response for question, response in found.items() if response is not None}


def _reads(port: int, sitting: Sitting, held: set[Entry]) -> bool:
    token, attempt, _ = sitting
    status, body = ask(port, request("GET", f"/api/v1/attempts/{attempt}", token=token))
    if status != 200:
        return False
    last = max((seq for number, seq, _, _ in held if number == attempt), default=0)
    return body["answers"] == newest_of(attempt, held) and body["last_seq"] == last


def _seals(stage: Stage, port: int, sitting: Sitting, held: set[Entry]) -> bool:
    token, attempt, _ = sitting
    status, body = ask(port, request("POST", f"/api/v1/attempts/{attempt}/submission", token=token))
    return status == 200 and receipt_is_true(stage, attempt, body, newest_of(attempt, held))


def receipt_is_true(
    stage: Stage, attempt: int, receipt: dict[str, Any], answers: dict[str, Any]
) -> bool:
    """Whether a receipt stands for these answers, and is the one that is kept."""
    with stage.app.app_context():
        db.session.rollback()
        row = db.session.execute(
            select(Attempt.receipt, Attempt.answers_hash).where(Attempt.id == attempt)
        ).one()
        db.session.remove()
    digest = answers_hash(answers)
    return tuple(row) == (receipt["receipt"], digest) and receipt["answers_hash"] == digest


def ask(port: int, text: bytes) -> tuple[int, dict[str, Any]]:
    """Status and JSON of an answer, asked until there is one that is not for now; {} where it
    is not JSON."""
    for _ in range(20):
        status, body = Connection(port).ask(text)
        if status not in (0, 503):
            break
        time.sleep(0.2)
    try:
        found = json.loads(body)
    except ValueError:
        found = {}
    return status, found if isinstance(found, dict) else {}
