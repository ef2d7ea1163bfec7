"""Editing a bank by hand: a question, its head, or its whole text. Every edit is a new version.

An edit names the version it started from; when a newer one is there, `BankChanged` is
raised and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.domain.bank_fields import FORMAT_VERSION, MOST_QUESTIONS
from app.domain.bank_problems import Problem, Severity
from app.domain.bank_rules import check_draft
from app.domain.errors import BankChanged, BankRefused, NotFound
from app.domain.question_drafts import Draft, question_draft
from app.domain.questions import Bank, Key, Question
from app.domain.text import fold
from app.formats import bank_yaml
from app.formats.bank_naming import IdMaker
from app.formats.read_bank import ReadBank, has_errors
from app.services import bank_images, bank_views
from app.services.bank_imports import Imported, store_bank

_PLACE = ("questions", 0)


@dataclass(frozen=True, slots=True)
class CheckedQuestion:
    """A question of a form: None while an error stands; places in `problems` count from it."""

    question: Question | None
    key: Key | None
    problems: tuple[Problem, ...]


def check_question(bank: Bank, draft: Draft, *, replaces: str | None) -> CheckedQuestion:
    """Check one question as if it stood in the bank, in place of the one called `replaces`."""
    whole = {**_head_draft(bank), "questions": [draft]}
    checked = check_draft(whole, image_exists=bank_images.weights())
    problems = [
        replace(problem, steps=problem.steps[2:])
        for problem in checked.problems
        if problem.steps[:2] == _PLACE
    ]
    others = [(n, one) for n, one in enumerate(bank.questions, start=1) if one.id != replaces]
    problems += _against_others(draft, others)
    if checked.bank is None or has_errors(problems):
        return CheckedQuestion(None, None, tuple(problems))
    question = checked.bank.questions[0]
    return CheckedQuestion(question, checked.bank.keys[question.id], tuple(problems))


def _against_others(draft: Draft, others: Sequence[tuple[int, Question]]) -> list[Problem]:
    found = []
    id, text = draft.get("id", ""), fold(draft.get("text", ""))
    file = draft.get("image", {}).get("file", "")
    for number, other in others:
        if other.id == id:
            found.append(Problem(("id",), "id.duplicate", args={"id": id, "first": str(number)}))
        if text == fold(other.text) and file == (other.image.file if other.image else ""):
            args = {"first": str(number)}
            found.append(Problem(("text",), "question.duplicate", Severity.WARNING, args))
    return found


def new_question_id(bank: Bank, text: str) -> str:
    """An id that no question has, made from a question's text."""
    maker = IdMaker(reserved={question.id for question in bank.questions})
    return maker.make("", text, "cau-hoi")


def save_question(
    slug: str,
    draft: Draft,
    *,
    replaces: str | None,
    started_from: int,
    account_id: int,
    now: datetime,
) -> Imported:
    """Put a question in place of another one, or at the end. An empty id is made from its text.

    One that is to be replaced and has gone meanwhile comes at the end again. Raises
    `NotFound`, `BankChanged`, `BankRefused`.
    """
    bank = _newest(slug, started_from)
    if not draft.get("id"):
        draft = {**draft, "id": new_question_id(bank, draft.get("text", ""))}
    checked = check_question(bank, draft, replaces=replaces)
    if checked.question is None or checked.key is None:
        raise BankRefused(checked.problems)
    questions = [checked.question if one.id == replaces else one for one in bank.questions]
    if checked.question not in questions:
        questions.append(checked.question)
    if len(questions) > MOST_QUESTIONS:
        raise BankRefused((Problem((), "questions.most", args={"most": str(MOST_QUESTIONS)}),))
    keys = {**bank.keys, checked.question.id: checked.key}
    edited = replace(bank, questions=tuple(questions), keys=_keys_of(questions, keys))
    return store_bank(
        edited,
        checked.problems,
        act="bank.question.edit" if replaces else "bank.question.add",
        file_name=checked.question.id,
        started_from=started_from,
        account_id=account_id,
        now=now,
    )


def delete_question(
    slug: str, question_id: str, *, started_from: int, account_id: int, now: datetime
) -> Imported:
    """Leave a question out from now on; older versions keep it.

    Raises `NotFound`, `BankChanged`, and `BankRefused` for the last question.
    """
    bank = _newest(slug, started_from)
    questions = [one for one in bank.questions if one.id != question_id]
    if len(questions) == len(bank.questions):
        raise NotFound()
    if not questions:
        raise BankRefused((Problem((), "questions.last"),))
    edited = replace(bank, questions=tuple(questions), keys=_keys_of(questions, bank.keys))
    return store_bank(
        edited,
        act="bank.question.delete",
        file_name=question_id,
        started_from=started_from,
        account_id=account_id,
        now=now,
    )


def with_topic_ids(topics: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Give the topics without an id one made from their title."""
    maker = IdMaker(reserved={topic["id"] for topic in topics if topic["id"]})
    return [
        topic if topic["id"] else {**topic, "id": maker.make("", topic["title"], "chu-de")}
        for topic in topics
    ]


def check_head(bank: Bank, head: Draft) -> tuple[Bank | None, tuple[Problem, ...]]:
    """Check title, description, licence and topics; the bank with them, None while wrong.

    `head` has them as a draft of a bank does. A topic with questions must stay.
    """
    first = bank.questions[0]
    known = [{"id": topic.id, "title": topic.title} for topic in bank.topics]
    own = {topic.get("id") for topic in head.get("topics", [])}
    left_out = [topic for topic in known if topic["id"] not in own]
    question = question_draft(first, bank.keys[first.id])
    # The topics left out go along, so that the question finds its own.
    topics = [*head.get("topics", []), *left_out]
    draft = {**_head_draft(bank), **head, "topics": topics, "questions": [question]}
    checked = check_draft(draft, image_exists=lambda file: True)
    problems = [problem for problem in checked.problems if problem.steps[:1] != ("questions",)]
    for topic in left_out:
        count = sum(question.topic == topic["id"] for question in bank.questions)
        if count:
            args = {"topic": topic["title"], "count": str(count)}
            problems.append(Problem(("topics",), "topic.in_use", args=args))
    if checked.bank is None or has_errors(problems):
        return None, tuple(problems)
    new = checked.bank
    return (
        replace(
            bank,
            title=new.title,
            description=new.description,
            licence=new.licence,
            topics=new.topics[: len(head.get("topics", []))],
        ),
        tuple(problems),
    )


def save_head(
    slug: str, head: Draft, *, started_from: int, account_id: int, now: datetime
) -> Imported:
    """Keep title, description, licence and topics; raises `BankChanged`, `BankRefused`."""
    edited, problems = check_head(_newest(slug, started_from), head)
    if edited is None:
        raise BankRefused(problems)
    return store_bank(
        edited,
        problems,
        act="bank.head.edit",
        started_from=started_from,
        account_id=account_id,
        now=now,
    )


def bank_text(bank: Bank) -> str:
    """A bank as YAML for editing."""
    return bank_yaml.write(bank).decode()


def check_text(slug: str, text: str) -> ReadBank:
    """Check the YAML of the bank `slug`; another bank's is refused."""
    read = bank_yaml.read(text.encode(), image_exists=bank_images.weights())
    if read.bank is None or read.bank.slug == slug:
        return read
    args = {"found": read.bank.slug, "expected": slug}
    lines = enumerate(text.split("\n"), start=1)
    line = next((number for number, one in lines if one.startswith("bank:")), 1)
    other = Problem(("bank",), "bank.other_slug", args=args, line=line, column=1)
    return replace(read, bank=None, problems=(other, *read.problems))


def save_text(
    slug: str, text: str, *, started_from: int, account_id: int, now: datetime
) -> Imported:
    """Keep the YAML of a bank as its new version; raises `BankChanged`, `BankRefused`."""
    read = check_text(slug, text)
    if read.bank is None:
        raise BankRefused(read.problems)
    return store_bank(
        read.bank,
        read.problems,
        act="bank.text.edit",
        started_from=started_from,
        account_id=account_id,
        now=now,
    )


def _newest(slug: str, started_from: int) -> Bank:
    whole = bank_views.get_whole(slug)
    if whole.version.number != started_from:
        raise BankChanged(whole.version.number)
    return whole.bank


def _keys_of(questions: Sequence[Question], keys: Any) -> dict[str, Key]:
    return {question.id: keys[question.id] for question in questions}


def _head_draft(bank: Bank) -> Draft:
    return {
        "format": FORMAT_VERSION,
        "bank": bank.slug,
        "title": bank.title,
        "language": bank.language,
        "topics": [{"id": topic.id, "title": topic.title} for topic in bank.topics],
    }
