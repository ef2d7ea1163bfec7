"""A checked bank as bytes that are kept until somebody confirms it.

One line of JSON for the bank and one for each question, compressed: a page of
questions can be shown without reading the others.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.domain.bank_codec import (
    bank_from_plain,
    key_from_plain,
    key_to_plain,
    question_from_plain,
    question_to_plain,
    questions_to_plain,
)
from app.domain.questions import Bank, Key, Question

QUICK = 1
"""The level of compression: time matters more than the last percent."""
TOLD_EVERY = 200


def pack(bank: Bank, progress: Callable[[int, int], None]) -> bytes:
    """Return the bank as bytes; `progress` is told how many questions are done, of how many."""
    lines = [_json(questions_to_plain(replace(bank, questions=())))]
    for number, question in enumerate(bank.questions):
        if number % TOLD_EVERY == 0:
            progress(number, len(bank.questions))
        key = bank.keys[question.id]
        lines.append(_json([question_to_plain(question), key_to_plain(key)]))
    return zlib.compress("\n".join(lines).encode(), QUICK)


def unpack(data: bytes) -> Bank:
    """Return the whole bank."""
    head, *rest = _lines(data)
    pairs = [json.loads(line) for line in rest]
    questions = {**json.loads(head), "questions": [question for question, _ in pairs]}
    return bank_from_plain(questions, {"keys": {q["id"]: key for q, key in pairs}})


def unpack_page(data: bytes, offset: int, limit: int) -> list[tuple[Question, Key]]:
    """Return some of the questions with their keys."""
    pairs = map(json.loads, _lines(data)[1 + offset : 1 + offset + limit])
    return [(question_from_plain(q), key_from_plain(q["id"], key)) for q, key in pairs]


def unpack_topics(data: bytes) -> dict[str, str]:
    """Return the titles of the topics by id."""
    return {topic["id"]: topic["title"] for topic in json.loads(_lines(data)[0])["topics"]}


def _lines(data: bytes) -> list[str]:
    # Not splitlines: other signs that end lines may stand inside a text.
    return zlib.decompress(data).decode().split("\n")


def _json(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
