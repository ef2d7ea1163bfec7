"""Answers out of the plain HTML form: only those that changed become entries."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import MultiDict

from app.domain.questions import Question
from app.domain.responses import InvalidResponse, normalise
from app.services.attempts import RawAnswer, Sitting
from app.web.response_forms import read_response

__all__ = ["read_answers", "read_response"]


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


def _canonical(question: Question, response: Any) -> Any:
    try:
        return normalise(question, response)
    except InvalidResponse:
        return response
