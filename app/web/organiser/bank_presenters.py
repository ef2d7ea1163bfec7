"""What the pages about banks show, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for

from app.domain.questions import Key, Option, Question, QuestionType
from app.services.bank_views import BankContent
from app.services.banks import CompiledBank
from app.web.i18n import language
from app.web.organiser.labels import QUESTION_TYPES, SCORINGS
from app.wording.labels import truth

PAGE = 25


def bank_page(content: BankContent, *, topic: str, difficulty: str, offset: int) -> dict[str, Any]:
    """The context of organiser/bank.html: `topic` and `difficulty` narrow, "" takes all."""
    chosen = [
        (number, question)
        for number, question in enumerate(content.compiled.questions, start=1)
        if _fits(question, topic, difficulty)
    ]
    titles = {one.id: one.title for one in content.compiled.topics}
    return {
        "bank": content.bank,
        "version": content.version,
        "matrix": count_table(content.compiled),
        "topic": topic,
        "difficulty": difficulty,
        "offset": offset,
        "limit": PAGE,
        "total": len(chosen),
        "questions": [
            _card(number, question, content.keys[question.id], titles)
            for number, question in chosen[offset : offset + PAGE]
        ],
    }


def count_table(bank: CompiledBank) -> dict[str, Any]:
    """Questions by topic (rows) and difficulty (columns); "-" stands for none given."""
    counts = bank.counts()
    topics: list[tuple[str | None, str | None]] = [(one.id, one.title) for one in bank.topics]
    if any(topic is None for topic, _ in counts):
        topics.append((None, None))
    columns = sorted({level for _, level in counts if level is not None})
    levels: list[int | None] = [*columns, *([None] if any(c[1] is None for c in counts) else [])]
    return {
        "levels": ["-" if level is None else str(level) for level in levels],
        "rows": [
            {
                "id": "-" if topic is None else topic,
                "title": title,
                "cells": [counts[topic, level] for level in levels],
                "total": sum(counts[topic, level] for level in levels),
            }
            for topic, title in topics
        ],
        "totals": [sum(counts[topic, level] for topic, _ in topics) for level in levels],
        "total": len(bank.questions),
    }


def _fits(question: Question, topic: str, difficulty: str) -> bool:
    level = "-" if question.difficulty is None else str(question.difficulty)
    return topic in ("", question.topic or "-") and difficulty in ("", level)


def _card(number: int, question: Question, key: Key, titles: Mapping[str, str]) -> dict[str, Any]:
    words = question.translations.get(language())
    names = words.options if words else {}
    return {
        "number": number,
        "id": question.id,
        "type": QUESTION_TYPES[question.type],
        "topic": titles.get(question.topic or "", question.topic),
        "difficulty": question.difficulty,
        "mills": int(question.points * 1000),
        "text": words.text if words else question.text,
        "image": _image(question),
        "options": [_option(option, key, names) for option in question.options]
        if question.type in (QuestionType.SINGLE, QuestionType.MULTIPLE)
        else [],
        "answer": _answer(question, key, names),
        "ordered": question.type is QuestionType.ORDER,
        "scoring": SCORINGS[key.scoring] if question.type is QuestionType.MULTIPLE else None,
        "explanation": key.explanations.get(language(), key.explanation),
        "source": key.source,
        "languages": sorted(question.translations),
    }


def _image(question: Question) -> dict[str, str] | None:
    if question.image is None:
        return None
    src = url_for("play.show_image", file=question.image.file.removeprefix("images/"))
    return {"src": src, "alt": question.image.alt}


def _option(option: Option, key: Key, names: Mapping[str, str]) -> dict[str, Any]:
    return {"text": names.get(option.id, option.text), "right": option.id in key.options}


def _answer(question: Question, key: Key, names: Mapping[str, str]) -> list[str]:
    shown = {
        option.id: names.get(option.id, option.text)
        for side in (question.options, question.lefts, question.rights)
        for option in side
    }
    if key.truth is not None:
        return [truth(key.truth)]
    if key.number is not None:
        return [f"{key.number} ± {key.tolerance}" if key.tolerance else str(key.number)]
    if key.pairs:
        return [f"{shown[left]} → {shown[right]}" for left, right in key.pairs.items()]
    return list(key.texts) or [shown[item] for item in key.order]
