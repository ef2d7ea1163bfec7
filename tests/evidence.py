"""People whose answers look honest, and two of them who copied, for tests of signs."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from app.domain.contest_rules import Draw
from app.services import attempts, banks, starting
from app.services.attempts import RawAnswer
from tests.factories import a_person
from tests.factories_contests import a_contest, identity_of, some_rules

QUESTIONS, PEOPLE = 16, 12
OPTIONS = "abcd"


def a_bank_of_four_options(slug: str, now: datetime) -> str:
    """A bank in which option "a" is right and three are wrong."""
    lines = ["format: 1", f"bank: {slug}", "title: Bank", "language: vi", "questions:"]
    for number in range(1, QUESTIONS + 1):
        lines += [
            f"  - id: q{number}",
            "    type: single",
            f'    text: "Câu {number} hỏi điều gì?"',
            "    options:",
            f"      - {{id: a, text: Đúng {number}, correct: true}}",
            *(f"      - {{id: {one}, text: Sai {one} {number}}}" for one in OPTIONS[1:]),
            f"    explanation: Vì {number}.",
        ]
    data = "\n".join(lines).encode()
    banks.import_bank(data, file_name=f"{slug}.yaml", account_id=None, now=now)
    return slug


def a_copied_unit(slug: str, now: datetime, rng: random.Random) -> tuple[int, int]:
    """A commune of honest people and two who handed in the same mistakes; these two's attempts."""
    a_bank_of_four_options("bank", now)
    a_contest(slug, rules=some_rules(draws=(Draw(None, None, QUESTIONS),)))
    for _ in range(PEOPLE):
        played(slug, now, {f"q{n}": rng.choice(OPTIONS) for n in range(1, QUESTIONS + 1)})
    same = {f"q{n}": OPTIONS[1 + n % 3] if n <= 14 else "a" for n in range(1, QUESTIONS + 1)}
    return played(slug, now, same), played(slug, now, same)


def played(slug: str, now: datetime, answers: dict[str, Any], seconds: float = 300) -> int:
    """A new person's attempt with these answers by question; returns its id."""
    who = a_person()
    started = starting.start(slug=slug, who=who, now=now, seed=f"{who.person_id:032x}")
    end = now + timedelta(seconds=seconds)
    raw = [RawAnswer(1, question, response) for question, response in answers.items()]
    identity = identity_of(who)
    attempts.save_answers(attempt_id=started.attempt_id, identity=identity, answers=raw, now=end)
    attempts.submit(attempt_id=started.attempt_id, identity=identity, prediction=None, now=end)
    return started.attempt_id
