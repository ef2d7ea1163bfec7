"""Random banks that use every field there is, for round trips through all formats."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from app.domain.questions import Bank, Image, Key, Question, QuestionType, Topic
from tests.bank_strategies import banks, words

TOPICS = (Topic("the-che", "Thể chế và chiến lược"), Topic("t2", "An toàn/an ninh: số"))
IMAGE = Image("images/a.png", "Hình một")


@st.composite
def rich_banks(draw: st.DrawFn) -> Bank:
    """Draw a bank with topics, difficulties, sources, images and a licence."""
    bank = draw(banks())
    questions, keys = [], {}
    for question in bank.questions:
        questions.append(_rich(draw, question))
        keys[question.id] = _rich_key(draw, question, bank.keys[question.id])
    used = {question.topic for question in questions}
    return replace(
        bank,
        questions=tuple(questions),
        keys=keys,
        topics=tuple(topic for topic in TOPICS if topic.id in used),
        description=draw(st.none() | words),
        licence=draw(st.sampled_from([None, "CC BY 4.0"])),
    )


def _rich(draw: st.DrawFn, question: Question) -> Question:
    bare = draw(st.booleans())
    return replace(
        question,
        topic=draw(st.sampled_from([None, "the-che", "t2"])),
        difficulty=draw(st.sampled_from([None, 1, 3, 5])),
        points=draw(st.sampled_from([Decimal(1), Decimal("0.5"), Decimal(2)])),
        image=draw(st.sampled_from([None, IMAGE])),
        translations={} if bare else question.translations,
    )


def _rich_key(draw: st.DrawFn, question: Question, key: Key) -> Key:
    key = replace(key, source=draw(st.none() | st.just("Quyết định 505/QĐ-TTg") | words))
    if question.type is QuestionType.TEXT:
        key = replace(key, ignore_accents=draw(st.booleans()))
    return key
