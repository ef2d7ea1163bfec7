"""What the quiz's JavaScript is given: times, addresses, what is saved, and its phrases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import url_for

from app.services.attempts import Sitting
from app.web.assets import asset
from app.web.play.words import quiz_words

# Handed to main.js by name: addresses that change with the content may be kept for ever,
# which the bare names of import statements could not.
MODULES = (
    "clock",
    "store",
    "outbox",
    "transport",
    "answers",
    "ordering",
    "paper",
    "taking",
    "status",
    "view",
    "timer",
    "session",
    "submit",
)


def client_data(sitting: Sitting, now: datetime) -> dict[str, Any]:
    """The JSON block of play/attempt.html; holds nothing that the plain page does not."""
    attempt_id = sitting.facts.id
    return {
        "attempt": attempt_id,
        "deadline_at": _milliseconds(sitting.facts.deadline_at),
        "server_now": _milliseconds(now),
        "grace_seconds": sitting.rules.grace_seconds,
        "last_seq": sitting.last_seq,
        "answers": dict(sitting.answers),
        "urls": {
            "answers": url_for("api.save_answers", attempt_id=attempt_id),
            "submission": url_for("api.submit_attempt", attempt_id=attempt_id),
            "sessions": url_for("api.create_session"),
            "result": url_for("play.show_result", attempt_id=attempt_id),
        },
        "modules": module_addresses(),
        "words": quiz_words(),
    }


def module_addresses() -> dict[str, str]:
    """Where the modules of the quiz lie, by name."""
    return {name: asset(f"js/quiz/{name}.js") for name in MODULES}


def _milliseconds(moment: datetime) -> int:
    return int(moment.astimezone(UTC).timestamp() * 1000)
