"""The rules of a question bank: a neutral draft goes in, a `Bank` or all its problems come out.

Every file format is read into a draft first (see `bank_drafts`), so that the
same rules hold for all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from app.domain.bank_drafts import NullWord
from app.domain.bank_fields import BANK, FORMAT_VERSION, TOPIC
from app.domain.bank_problems import Problem, Report, TooManyErrors
from app.domain.bank_questions import QuestionReader
from app.domain.bank_values import is_absent, read_fields
from app.domain.questions import Bank, Key, Question, Topic


@dataclass(frozen=True, slots=True)
class Checked:
    """A bank, or None while an error stands; and everything found, errors and warnings."""

    bank: Bank | None
    problems: tuple[Problem, ...]


def check_draft(draft: Any, *, image_exists: Callable[[str], int]) -> Checked:
    """Check a whole bank and build it when no error stands; never raises on a bad draft.

    `image_exists` is asked for each image file, a clean relative path: it gives its
    bytes, or just whether it is there.
    """
    report = Report()
    bank = None
    with suppress(TooManyErrors):
        bank = _read_bank(report, draft, image_exists)
    return Checked(None if report.errors else bank, tuple(report.problems))


def count_questions(draft: Any) -> int:
    """Return how many entries the list of questions of a draft has."""
    questions = draft.get("questions") if isinstance(draft, dict) else None
    return len(questions) if isinstance(questions, list) else 0


def _read_bank(report: Report, draft: Any, image_exists: Callable[[str], int]) -> Bank | None:
    if draft is None or isinstance(draft, NullWord):
        report.error((), "field.empty", field="")
        return None
    values = read_fields(report, (), draft, BANK)
    if values is None:
        return None
    if values.get("format", FORMAT_VERSION) != FORMAT_VERSION:
        report.error(("format",), "format.version", found=values["format"], known=FORMAT_VERSION)
    topics = _read_topics(report, values.get("topics", []))
    unclear = "topics" not in values and not is_absent(draft.get("topics"), BANK["topics"])
    reader = QuestionReader(report, None if unclear else set(topics), image_exists)
    pairs = _read_questions(report, values.get("questions"), reader)
    if report.errors:
        return None
    return _build(values, topics, pairs)


def _read_topics(report: Report, nodes: list[Any]) -> dict[str, Topic]:
    """Return the topics by id; one whose title is at fault still counts as known."""
    topics: dict[str, Topic] = {}
    for index, node in enumerate(nodes):
        values = read_fields(report, ("topics", index), node, TOPIC)
        if not values or "id" not in values:
            continue
        topic = Topic(values["id"], values.get("title", ""))
        if topic.id in topics:
            report.error(("topics", index, "id"), "id.duplicate", id=topic.id)
        topics.setdefault(topic.id, topic)
    return topics


def _read_questions(
    report: Report, nodes: list[Any] | None, reader: QuestionReader
) -> list[tuple[Question, Key]]:
    if nodes is None:
        return []
    if not nodes:
        report.error(("questions",), "field.empty", field="questions")
    found = [reader.read(("questions", index), node) for index, node in enumerate(nodes)]
    return [pair for pair in found if pair is not None]


def _build(
    values: dict[str, Any], topics: dict[str, Topic], pairs: list[tuple[Question, Key]]
) -> Bank:
    return Bank(
        slug=values["bank"],
        title=values["title"],
        language=values["language"],
        questions=tuple(question for question, _ in pairs),
        keys={key.question: key for _, key in pairs},
        topics=tuple(topics.values()),
        description=values.get("description"),
        licence=values.get("licence"),
    )
