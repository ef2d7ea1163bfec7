"""Questions and marked answers as pages show them, whichever face they belong to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.domain.questions import Key, Question, QuestionType
from app.services import banks
from app.services.reviews import ReviewedAnswer
from app.web.i18n import language
from app.wording.labels import truth


def question_view(number: int, shown: dict[str, Any], response: Any) -> dict[str, Any]:
    """One question as play/_question.html shows it."""
    image = shown.get("image")
    return {
        "options": [],
        "lefts": [],
        "rights": [],
        **shown,
        "number": number,
        "image": {"src": image_url(image["file"]), "alt": image["alt"]} if image else None,
        "response": response,
    }


def image_url(file: str) -> str:
    """Where a bank's image is served."""
    return url_for("public.show_image", file=file.removeprefix("images/"))


def to_read(bank_version_id: int, answers: Iterable[ReviewedAnswer]) -> list[dict[str, Any]]:
    """Topics of the questions missed, most missed first, each with its sources to read.

    Only of answers that are explained by now: the others have no mark here.
    """
    titles = {topic.id: topic.title for topic in banks.compiled(bank_version_id).topics}
    missed: dict[str, list[ReviewedAnswer]] = {}
    for one in answers:
        if one.mark is not None and not one.mark.correct:
            missed.setdefault(one.question.topic or "", []).append(one)
    by_need = sorted(missed.items(), key=lambda item: -len(item[1]))
    return [
        {
            "topic": titles.get(topic),
            "count": len(ones),
            "sources": sorted({one.key.source for one in ones if one.key and one.key.source}),
        }
        for topic, ones in by_need
    ]


def reviewed_answer(number: int, one: ReviewedAnswer) -> dict[str, Any]:
    """One question as play/_review.html shows it."""
    words = one.question.translations.get(language())
    names = _names(one.question)
    explanation = None
    if one.key is not None:
        explanation = one.key.explanations.get(language(), one.key.explanation)
    return {
        "id": one.question.id,
        "number": number,
        "text": words.text if words else one.question.text,
        "own": _readable(one.question, one.response, names),
        "right": _right(one.question, one.key, names) if one.key else None,
        "mark": _mark(one),
        "explanation": explanation,
        "source": one.key.source if one.key else None,
    }


def response_words(question: Question, response: Any) -> list[str]:
    """A response as people read it; [] for none."""
    return _readable(question, response, _names(question))


def key_words(question: Question, key: Key) -> list[str]:
    """What is right by a key, as people read it; also what else is right by a correction."""
    if key.voided:
        return [_("ai có câu này cũng được trọn điểm")]
    names = _names(question)
    also = [" + ".join(_readable(question, json.loads(one), names)) for one in key.also]
    return [*_right(question, key, names), *(_("hoặc: %(answer)s", answer=one) for one in also)]


def _mark(one: ReviewedAnswer) -> str | None:
    if one.mark is None:
        return None
    if one.mark.correct:
        return "right"
    return "part" if one.mark.mills > 0 else "wrong"


def _names(question: Question) -> dict[str, str]:
    everything = (*question.options, *question.lefts, *question.rights)
    names = {option.id: option.text for option in everything}
    words = question.translations.get(language())
    return {**names, **words.options} if words else names


def _readable(question: Question, response: Any, names: dict[str, str]) -> list[str]:
    if response is None:
        return []
    if question.type is QuestionType.BOOLEAN:
        return [truth(bool(response))]
    if question.type is QuestionType.MATCH:
        return [f"{names[left]} → {names[right]}" for left, right in response.items()]
    if isinstance(response, list):
        return [names[item] for item in response]
    return [names.get(response, str(response))]


def _right(question: Question, key: Key, names: dict[str, str]) -> list[str]:
    if key.truth is not None:
        return [truth(key.truth)]
    if key.number is not None:
        return [str(key.number)]
    if key.texts:
        return [key.texts[0]]
    if key.order:
        return [names[item] for item in key.order]
    if key.pairs:
        return [f"{names[left]} → {names[right]}" for left, right in key.pairs.items()]
    return [names[option.id] for option in question.options if option.id in key.options]
