"""What the quiz pages show, as plain values; nothing of a key before its time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import format_datetime

from app.domain.papers import present
from app.services import adjustments
from app.services.attempts import Sitting
from app.services.contests import ContestView
from app.web.i18n import language
from app.web.papers import question_view
from app.web.play.client import client_data
from app.wording.adjustments import note_text


def paper_page(sitting: Sitting, contest: ContestView, now: datetime) -> dict[str, Any]:
    """The context of play/attempt.html."""
    return {
        "attempt": attempt_head(sitting, contest, now),
        "questions": [
            question_view(number, shown, sitting.answers.get(shown["id"]))
            for number, shown in enumerate(present(sitting.paper, language()), start=1)
        ],
        "prediction_text": prediction_text(sitting),
        "notes": notes(sitting),
        "client": client_data(sitting, now),
    }


def notes(sitting: Sitting) -> list[str]:
    """What organisers have done for the owner of this attempt, in words."""
    return [note_text(note) for note in adjustments.list_notes(sitting.facts.id)]


def attempt_head(sitting: Sitting, contest: ContestView, now: datetime) -> dict[str, Any]:
    """What every page about an open attempt shows on top."""
    facts = sitting.facts
    return {
        "id": facts.id,
        "number": facts.number,
        "round_title": round_title(contest, facts.round_id),
        "contest": {"slug": contest.slug, "title": contest.title},
        "deadline_at": facts.deadline_at,
        "deadline_clock": format_datetime(facts.deadline_at, "HH:mm"),
        "now_clock": format_datetime(now, "HH:mm"),
        "last_seq": sitting.last_seq,
        "answered": len(sitting.answers),
        "total": len(sitting.questions),
    }


def round_title(contest: ContestView, round_id: int) -> str:
    """The title of a round of this contest."""
    return next(one.title for one in contest.rounds if one.id == round_id)


def confirmation(sitting: Sitting, contest: ContestView, now: datetime) -> dict[str, Any]:
    """The context of play/confirm.html, without its form."""
    return {
        "attempt": attempt_head(sitting, contest, now),
        "unanswered": [
            {"number": number, "id": question.id}
            for number, question in enumerate(sitting.questions, start=1)
            if question.id not in sitting.answers
        ],
        "prediction_text": prediction_text(sitting),
        "notes": notes(sitting),
    }


def prediction_text(sitting: Sitting) -> str | None:
    """The question that only breaks ties, where the rules ask one."""
    prediction = sitting.rules.prediction
    return prediction.text_in(language()) if prediction else None
