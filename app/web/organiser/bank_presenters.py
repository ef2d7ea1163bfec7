"""What the pages about banks show, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for

from app.domain.bank_search import Wanted
from app.domain.questions import Key, Option, Question, QuestionType
from app.services import bank_views
from app.services.bank_views import BankContent, Hit
from app.services.banks import CompiledBank
from app.web.access import held_banks
from app.web.i18n import language
from app.web.organiser.labels import SCORINGS
from app.wording.labels import truth
from app.wording.question_types import QUESTION_TYPES

PAGE = 25


def bank_page(content: BankContent, wanted: Wanted, *, offset: int) -> dict[str, Any]:
    """The context of organiser/bank.html: the questions that are wanted, some at a time."""
    chosen = bank_views.search(content, wanted)
    titles = {one.id: one.title for one in content.compiled.topics}
    newest = content.version == content.bank.latest
    return {
        "bank": content.bank,
        "version": content.version,
        "newest": newest,
        "matrix": count_table(content.compiled),
        "wanted": wanted,
        "filtered": wanted != Wanted(),
        "topics": content.compiled.topics,
        "types": QUESTION_TYPES,
        "offset": offset,
        "limit": PAGE,
        "total": len(chosen),
        "questions": [
            {
                **card(one.number, one.question, content.keys[one.question.id], titles),
                "edit": edit_address(content.bank.slug, one.question.id) if newest else None,
            }
            for one in chosen[offset : offset + PAGE]
        ],
    }


def hits_page(wanted: Wanted, *, offset: int) -> dict[str, Any]:
    """What was found in all banks, some at a time."""
    hits = bank_views.search_everywhere(wanted, held=held_banks()) if wanted != Wanted() else []
    return {
        "wanted": wanted,
        "types": QUESTION_TYPES,
        "offset": offset,
        "limit": PAGE,
        "total": len(hits),
        "hits": [_hit(hit) for hit in hits[offset : offset + PAGE]],
    }


def _hit(hit: Hit) -> dict[str, Any]:
    bank, question = hit.content.bank, hit.match.question
    titles = {one.id: one.title for one in hit.content.compiled.topics}
    shown = card(hit.match.number, question, hit.content.keys[question.id], titles)
    return {**shown, "edit": edit_address(bank.slug, question.id), "bank": bank}


def edit_address(slug: str, question_id: str) -> str:
    """Where a question of the newest version is edited."""
    return url_for("organiser.edit_question", slug=slug, question_id=question_id)


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


def card(number: int, question: Question, key: Key, titles: Mapping[str, str]) -> dict[str, Any]:
    """What organiser/_question.html shows of a question, its key marked."""
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
    src = url_for("public.show_image", file=question.image.file.removeprefix("images/"))
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
