"""Answers out of the plain HTML form: only those that changed become entries."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import MultiDict

from app.domain.questions import Question, QuestionType
from app.domain.responses import InvalidResponse, normalise
from app.services.attempts import RawAnswer, Sitting


def read_answers(form: MultiDict[str, str], sitting: Sitting) -> list[RawAnswer]:
    """Entries for the questions whose posted answer differs from the saved one.

    A question that the form does not hold at all is left alone. Raises
    `InvalidRequest` later, in the service, for an answer that cannot be.
    """
    seq = sitting.last_seq
    changed = []
    for question in sitting.questions:
        if f"has-{question.id}" not in form:
            continue
        response = read_response(form, question)
        if _canonical(question, response) == sitting.answers.get(question.id):
            continue
        seq += 1
        changed.append(RawAnswer(seq, question.id, response))
    return changed


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


def _canonical(question: Question, response: Any) -> Any:
    try:
        return normalise(question, response)
    except InvalidResponse:
        return response
