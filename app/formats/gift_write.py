"""Writes GIFT, the text format of Moodle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from app.domain.bank_losses import Loss
from app.domain.bank_values import plain_decimal
from app.domain.questions import Bank, Key, Question, QuestionType
from app.formats import gift_read
from app.formats.bank_tags import feedback_of, tags_of
from app.formats.gift_text import escape
from app.formats.weights import weights_for
from app.formats.written_bank import WrittenBank, leave_out, written

_TAKEN: Final = re.compile(r"\s*(?:\[|%)")
"""Beginnings that would be read as a format or a weight."""


def write(bank: Bank) -> WrittenBank:
    """Return the bank in GIFT; only order questions have no place in it."""
    left_out: list[Loss] = []
    lines = list(_head(bank))
    titles = {topic.id: topic.title for topic in bank.topics}
    topic: str | None = None
    for question in bank.questions:
        loss = _loss_of(question, bank.keys[question.id])
        if loss:
            left_out.append(loss)
            continue
        if question.topic != topic:
            topic = question.topic
            lines += _category(topic, titles)
        lines += _question(question, bank.keys[question.id])
    return written(bank, "\n".join(lines).encode(), gift_read.read, left_out=left_out)


def _loss_of(question: Question, key: Key) -> Loss | None:
    if question.type is QuestionType.ORDER:
        return leave_out(question)
    if any("->" in option.text for option in question.lefts):
        return leave_out(question, "question.ambiguous")
    return None


def _head(bank: Bank) -> Iterator[str]:
    values = {
        "bank": bank.slug,
        "title": bank.title,
        "language": bank.language,
        "description": bank.description,
        "licence": bank.licence,
    }
    for name, value in values.items():
        if value:
            yield _comment(name, value)
    yield ""


def _comment(name: str, value: str) -> str:
    return f"// {name}: {escape(value)}"


def _category(topic: str | None, titles: dict[str, str]) -> list[str]:
    if topic is None:
        return ["$CATEGORY: $course$/top", ""]
    title = " ".join(titles[topic].split()).replace("/", "//")
    return [_comment("topic-id", topic), f"$CATEGORY: $course$/top/{escape(title)}", ""]


def _question(question: Question, key: Key) -> Iterator[str]:
    marks = "".join(f" [tag:{tag}]" for tag in tags_of(question, key))
    if marks:
        yield f"//{marks}"
    yield f"::{question.id}::[markdown]{escape(question.text)} {{"
    yield from _answers(question, key)
    feedback = feedback_of(key)
    if feedback:
        yield f"####{_plain(feedback)}"
    yield "}"
    yield ""


def _answers(question: Question, key: Key) -> Iterator[str]:
    match question.type:
        case QuestionType.SINGLE:
            for option in question.options:
                yield f"{'=' if option.id in key.options else '~'}{_plain(option.text)}"
        case QuestionType.MULTIPLE:
            right, wrong = weights_for(key.scoring, len(key.options))
            for option in question.options:
                weight = right if option.id in key.options else wrong
                yield f"~%{weight}%{_plain(option.text)}"
        case QuestionType.BOOLEAN:
            yield "TRUE" if key.truth else "FALSE"
        case QuestionType.NUMBER:
            number = plain_decimal(key.number or Decimal(0))
            yield f"#{number}:{plain_decimal(key.tolerance)}"
        case QuestionType.TEXT:
            yield from (f"=%100%{_plain(text)}" for text in key.texts)
        case _:
            yield from _pairs(question, key)


def _pairs(question: Question, key: Key) -> Iterator[str]:
    texts = {option.id: option.text for option in question.rights}
    for left in question.lefts:
        yield f"={_plain(left.text)} -> {escape(texts[key.pairs[left.id]])}"
    for right in question.rights:
        if right.id not in key.pairs.values():
            yield f"= -> {escape(right.text)}"


def _plain(text: str) -> str:
    return ("[markdown]" if _TAKEN.match(text) else "") + escape(text)
