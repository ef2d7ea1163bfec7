"""Banks, contests and finished attempts for tests, made through the services."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from app.domain.contest_rules import Draw, Rules
from app.domain.questions import Bank
from app.formats import bank_yaml_write
from app.services import attempts, banks, contests, starting
from app.services.accounts import Identity, SignedIn
from app.services.attempts import RawAnswer
from app.services.contests import ContestView, NewRound
from app.services.transactions import writing
from app.storage import results
from app.storage.attempts import AttemptFacts
from app.storage.tables import Attempt, Result
from tests.conftest import NOW
from tests.staffing import let_every_organiser_run_everything

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
RIGHT, WRONG = "a", "b"
_seeds = itertools.count(1)


def a_bank(slug: str = "bank", *, count: int = 6, topics: Sequence[str] = ("t",)) -> str:
    """Import a bank of single-choice questions in which option "a" is right; returns its slug.

    The questions go round the topics in turn.
    """
    lines = ["format: 1", f"bank: {slug}", f"title: Bank {slug}", "language: vi", "topics:"]
    lines += [f"  - {{id: {topic}, title: Topic {topic}}}" for topic in topics]
    lines.append("questions:")
    for number in range(1, count + 1):
        lines += [
            f"  - id: q{number}",
            "    type: single",
            f"    topic: {topics[(number - 1) % len(topics)]}",
            f'    text: "Câu {number}?"',
            "    options:",
            f"      - {{id: a, text: Đúng {number}, correct: true}}",
            f"      - {{id: b, text: Sai {number}}}",
            f"    explanation: Vì {number}.",
        ]
    data = "\n".join(lines).encode()
    banks.import_bank(data, file_name=f"{slug}.yaml", account_id=None, now=NOW)
    return slug


def import_canaries(bank: Bank) -> str:
    """Import a bank that was made as a value; returns its slug."""
    data = bank_yaml_write.write(bank)
    banks.import_bank(data, file_name="canary.yaml", account_id=None, now=NOW)
    return bank.slug


def some_rules(**given: Any) -> Rules:
    """Ten minutes, three questions, one attempt."""
    return Rules(**{"minutes": 10, "draws": (Draw(None, None, 3),), **given})


def a_round(
    bank: str = "bank",
    *,
    opens_at: datetime = NOW - HOUR,
    closes_at: datetime = NOW + DAY,
    title: str = "Đợt 1",
    version: int | None = None,
) -> NewRound:
    """A round that is open now."""
    return NewRound(title, opens_at, closes_at, bank, version)


def a_draft(slug: str = "cuoc-thi", **given: Any) -> ContestView:
    """A draft; without `rounds` it has one that is open now, on the bank "bank"."""
    values: dict[str, Any] = {
        "account_id": None,
        "title": "Cuộc thi",
        "summary": "Tóm tắt",
        "description": "Mô tả",
        "prizes": "",
        "rules": some_rules(),
        "now": NOW - 2 * DAY,
        **given,
    }
    if "rounds" not in values:
        if not any(one.slug == "bank" for one in banks.list_banks()):
            a_bank()
        values["rounds"] = [a_round()]
    made = contests.create_contest(slug=slug, **values)
    let_every_organiser_run_everything()
    return made


def a_contest(slug: str = "cuoc-thi", **given: Any) -> ContestView:
    """A published contest; other keywords as those of `create_contest`, "rules" as settings too.

    Settings of the rules may be given by their names: `a_contest(minutes=5)`.
    """
    settings = {name: given.pop(name) for name in list(given) if name in Rules.__slots__}
    if settings:
        given["rules"] = some_rules(**settings)
    made = a_draft(slug, **given)
    contests.publish_contest(slug, account_id=given.get("account_id"), now=made.created_at)
    return contests.get_contest(slug)


def identity_of(who: SignedIn) -> Identity:
    """What a cookie of this person says."""
    return Identity(who.account_id, who.epoch)


def a_started_attempt(who: SignedIn, slug: str = "cuoc-thi", *, at: datetime = NOW) -> int:
    """Start an attempt; returns its id."""
    seed = f"{next(_seeds):032x}"
    return starting.start(slug=slug, who=who, now=at, seed=seed).attempt_id


def a_finished_attempt(
    who: SignedIn,
    slug: str = "cuoc-thi",
    *,
    right: int = 3,
    at: datetime = NOW,
    seconds: float = 60,
    prediction: int | None = None,
) -> AttemptFacts:
    """Start at `at`, answer the first `right` questions rightly and the others wrongly, submit."""
    attempt_id, identity = a_started_attempt(who, slug, at=at), identity_of(who)
    sitting = attempts.get_sitting(attempt_id=attempt_id, identity=identity, now=at)
    end = at + timedelta(seconds=seconds)
    answers = [
        RawAnswer(number, question.id, RIGHT if number <= right else WRONG)
        for number, question in enumerate(sitting.questions, start=1)
    ]
    attempts.save_answers(attempt_id=attempt_id, identity=identity, answers=answers, now=end)
    return attempts.submit(attempt_id=attempt_id, identity=identity, prediction=prediction, now=end)


def a_result(
    person_id: int,
    round_id: int,
    *,
    number: int = 1,
    mills: int = 3000,
    correct: int = 3,
    time_ms: int = 60_000,
    ended_at: datetime = NOW,
    prediction: int | None = None,
) -> int:
    """A closed attempt with its result as rows, so that boards can be tested on any marks."""
    attempt = Attempt(
        person_id=person_id,
        round_id=round_id,
        number=number,
        rules_number=1,
        seed=f"{next(_seeds):032x}",
        paper="0,1,2",
        started_at=ended_at - timedelta(milliseconds=time_ms),
        deadline_at=ended_at + HOUR,
        closed_at=ended_at,
        closed_by="submission",
        prediction=prediction,
        answers_hash="0" * 64,
        receipt=f"{next(_seeds):012d}",
    )
    with writing() as session:
        session.add(attempt)
        session.flush()
        result = Result(
            attempt_id=attempt.id,
            round_id=round_id,
            person_id=person_id,
            key_number=1,
            mills=mills,
            max_mills=3000,
            correct=correct,
            time_ms=time_ms,
            ended_at=ended_at,
            on_board=0,
        )
        results.put_result(session, result)
        return attempt.id
