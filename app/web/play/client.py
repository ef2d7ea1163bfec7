"""What the quiz's JavaScript is given: times, addresses, what is saved, and its phrases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import url_for

from app.domain.attempts import SHOWING_BOUND
from app.services import answer_file_keys, answer_files, start_tokens
from app.services.attempts import Sitting
from app.web import bundles
from app.web.play.words import quiz_words


def client_data(sitting: Sitting, now: datetime) -> dict[str, Any]:
    """The JSON block of play/attempt.html; holds nothing that the plain page does not."""
    attempt_id = sitting.facts.id
    return {
        "attempt": attempt_id,
        "deadline_at": _milliseconds(sitting.facts.deadline_at),
        "server_now": _milliseconds(now),
        "grace_seconds": sitting.rules.grace_seconds,
        "shown": _is_settled(sitting, now),
        "last_seq": sitting.last_seq,
        "entries": sitting.entries,
        "start_token": start_tokens.sign(sitting.facts),
        "rescue_key": answer_file_keys.public_key(),
        "answers": dict(sitting.answers),
        "urls": {
            "attempt": url_for("api.get_attempt", attempt_id=attempt_id),
            "shown": url_for("api.mark_shown", attempt_id=attempt_id),
            "answers": url_for("api.save_answers", attempt_id=attempt_id),
            "submission": url_for("api.submit_attempt", attempt_id=attempt_id),
            "sessions": url_for("api.create_session"),
            "result": url_for("play.show_result", attempt_id=attempt_id),
        },
        "modules": bundles.address("quiz.js"),
        "words": quiz_words(),
    }


def leftover_data(sitting: Sitting) -> dict[str, Any]:
    """What js/leftover.js needs to send in answers that never left the phone.

    `held` are numbers and questions that the server has, in the journal or in a file.
    """
    ids = [question.id for question in sitting.questions]
    held = answer_files.list_held(sitting.facts.id)
    return {
        "attempt": sitting.facts.id,
        "token": start_tokens.sign(sitting.facts),
        "key": answer_file_keys.public_key(),
        "held": [f"{seq}:{ids[place]}" for seq, place in sorted(held)],
        "modules": bundles.address("quiz.js"),
        "send": url_for("play.send_answer_file"),
    }


def _is_settled(sitting: Sitting, now: datetime) -> bool:
    """Whether telling that the paper is on the screen would change nothing any more."""
    facts = sitting.facts
    return facts.shown_at is not None or now > facts.started_at + SHOWING_BOUND


def _milliseconds(moment: datetime) -> int:
    return int(moment.astimezone(UTC).timestamp() * 1000)
