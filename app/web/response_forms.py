"""Answers to questions out of plain HTML forms, whichever face shows the question."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import MultiDict

from app.domain.questions import Question, QuestionType


def read_response(form: MultiDict[str, str], question: Question) -> Any:
    """What the form holds for one question, as clients send it; None when left empty."""
    name = f"q-{question.id}"
    if question.type is QuestionType.MULTIPLE:
        return form.getlist(name) or None
    if question.type is QuestionType.ORDER:
        return _read_order(form, question)
    if question.type is QuestionType.MATCH:
        chosen = {left.id: form.get(f"{name}-{left.id}", "") for left in question.lefts}
        return {left: right for left, right in chosen.items() if right} or None
    value = form.get(name, "").strip()
    if not value:
        return None
    if question.type is QuestionType.BOOLEAN:
        return {"true": True, "false": False}.get(value, value)
    return value


def _read_order(form: MultiDict[str, str], question: Question) -> list[str] | None:
    places = {item.id: form.get(f"q-{question.id}-{item.id}", "") for item in question.options}
    if not all(place.isdigit() for place in places.values()):
        return None
    return sorted(places, key=lambda item: int(places[item]))
