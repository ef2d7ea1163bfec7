"""Where a bank was used, and how its questions did: read from the journal when asked for.

Never on the answering path: at most `MOST_ATTEMPTS` closed attempts are read, once a
minute, and the page says of which time it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from app.domain.bank_usage import Tally, places_of
from app.domain.errors import NotFound
from app.domain.questions import Question
from app.domain.scoring import mark
from app.formats.sheets import Cell, Sheet, write
from app.services import banks
from app.services.caches import Lru, lru
from app.storage import bank_history as storage
from app.storage.bank_history import MadeVersion, Use

MOST_ATTEMPTS = 5_000
KEPT_USAGES = 8
KEPT_MARKS = 50_000
SECONDS = 60


@dataclass(frozen=True, slots=True)
class QuestionUse:
    """One question of the newest version, or one that only older versions have."""

    question: Question
    number: int | None
    tally: Tally


@dataclass(frozen=True, slots=True)
class Usage:
    """How a bank was used until `as_of`; `is_part` when there were more attempts than are read."""

    rows: tuple[QuestionUse, ...]
    attempts: int
    is_part: bool
    as_of: datetime


def list_versions(slug: str) -> list[MadeVersion]:
    """The versions of a bank, newest first, with who made them; raises `NotFound`."""
    found = storage.list_made(slug)
    if not found:
        raise NotFound()
    return found


def list_uses(slug: str) -> list[Use]:
    """The rounds that ask questions of a bank, the last to open first."""
    return storage.list_uses(slug)


def get_usage(slug: str, *, now: datetime) -> Usage:
    """How often each question was drawn and rightly answered; at most a minute old.

    Of more than `MOST_ATTEMPTS` closed attempts the newest count. Raises `NotFound`.
    """
    bank = banks.get_bank(slug)
    kept: Lru[Usage] = lru("bank-usage", KEPT_USAGES)
    key = (slug, bank.latest.number, int(now.timestamp()) // SECONDS)
    return kept.get(key, lambda: _read(slug, now))


def _read(slug: str, now: datetime) -> Usage:
    versions = banks.get_bank(slug).versions
    counts: dict[str, Tally] = {}
    questions: dict[str, Question] = {}
    attempts = 0
    is_right = _marker()
    for used in storage.list_papers([one.id for one in versions], MOST_ATTEMPTS + 1):
        attempts += 1
        if attempts > MOST_ATTEMPTS:
            break
        bank = banks.compiled(used.version_id)
        for place, index in enumerate(places_of(used.paper, len(bank.questions))):
            question = bank.questions[index]
            response = used.answers.get(place, "null")
            questions.setdefault(question.id, question)
            counts[question.id] = counts.get(question.id, Tally()).after(
                answered=response != "null", right=is_right(used.version_id, question, response)
            )
    newest = banks.compiled(versions[0].id)
    rows = [
        QuestionUse(question, number, counts.get(question.id, Tally()))
        for number, question in enumerate(newest.questions, start=1)
    ]
    gone = [id for id in counts if id not in newest.by_id]
    rows += [QuestionUse(questions[id], None, counts[id]) for id in sorted(gone)]
    return Usage(tuple(rows), min(attempts, MOST_ATTEMPTS), attempts > MOST_ATTEMPTS, now)


def _marker() -> Callable[[int, Question, str], bool]:
    """Marks answers, each different one once; of one's own, for keys may be corrected."""
    keys: dict[int, Any] = {}
    known: dict[tuple[int, str, str], bool] = {}

    def is_right(version_id: int, question: Question, response: str) -> bool:
        if response == "null":
            return False
        if version_id not in keys:
            number = banks.latest_key_number(version_id)
            keys[version_id] = banks.compiled_keys(version_id, number)
        asked = (version_id, question.id, response)
        if asked not in known:
            if len(known) >= KEPT_MARKS:
                known.clear()
            key = keys[version_id][question.id]
            known[asked] = mark(question, key, json.loads(response)).correct
        return known[asked]

    return is_right


def usage_sheet(usage: Usage, *, title: str, headings: tuple[str, ...], preface: str) -> bytes:
    """The table of questions as an Excel workbook; `headings` name its seven columns."""
    rows: list[tuple[Cell, ...]] = [
        (
            row.number,
            row.question.id,
            row.question.text,
            row.tally.drawn,
            row.tally.answered,
            row.tally.right,
            _share(row.tally.facility),
        )
        for row in usage.rows
    ]
    return write([Sheet(title, headings, rows, (preface,))])


def _share(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 4)
