"""Fair time over JSON: the paper shown, a deadline that moves, and notes about why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from app.services import adjustments
from app.services.transactions import end_reading, writing
from app.storage.tables import Attempt
from app.web.api.replies import AttemptReply, ProofReply, SavedReply, ShownReply
from tests.web.api.conftest import SLUG, Api


@pytest.fixture
def paper(signed_in: Api) -> dict[str, Any]:
    return dict(signed_in("POST", f"/contests/{SLUG}/attempts").json)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def extend(paper: dict[str, Any], minutes: int = 5) -> None:
    end_reading()
    adjustments.extend(
        SLUG,
        attempt_id=paper["id"],
        seconds=minutes * 60,
        reason="Máy hỏng",
        account_id=None,
        now=datetime.now(UTC),
    )


def age(paper: dict[str, Any], seconds: float) -> None:
    """Let the attempt have begun so long ago."""
    span = timedelta(seconds=seconds)
    values = {
        "started_at": moment(paper["started_at"]) - span,
        "deadline_at": moment(paper["deadline_at"]) - span,
    }
    with writing() as session:
        session.execute(update(Attempt).where(Attempt.id == paper["id"]).values(**values))


def test_the_time_begins_when_the_paper_was_shown(signed_in: Api, paper: dict[str, Any]) -> None:
    age(paper, 20)
    answer = signed_in("POST", f"/attempts/{paper['id']}/shown")
    assert answer.status_code == 200
    shown = ShownReply.model_validate(answer.json)
    started, now = moment(shown.started_at), moment(shown.server_now)
    assert timedelta(0) <= now - started < timedelta(seconds=5)
    assert moment(shown.deadline_at) - started == timedelta(minutes=12)
    again = signed_in("POST", f"/attempts/{paper['id']}/shown").json
    assert again["started_at"] == shown.started_at


def test_after_the_bound_the_time_stays(signed_in: Api, paper: dict[str, Any]) -> None:
    age(paper, 60)
    before = signed_in("GET", f"/attempts/{paper['id']}").json
    answer = signed_in("POST", f"/attempts/{paper['id']}/shown").json
    assert answer["started_at"] == before["started_at"]
    assert answer["deadline_at"] == before["deadline_at"]


def test_the_paper_of_somebody_else_is_not_shown(app: Flask, paper: dict[str, Any]) -> None:
    other = Api(app.test_client())
    assert other("POST", f"/attempts/{paper['id']}/shown").status_code in (400, 401)
    other.register(phone="0987 654 321", full_name="Lý A Páo")
    other.sign_in("0987654321")
    assert other("POST", f"/attempts/{paper['id']}/shown").status_code == 404


def test_a_closed_attempt_is_not_shown(signed_in: Api, paper: dict[str, Any]) -> None:
    signed_in("POST", f"/attempts/{paper['id']}/submission")
    answer = signed_in("POST", f"/attempts/{paper['id']}/shown")
    assert (answer.status_code, answer.json["code"]) == (409, "already_submitted")


def test_a_save_tells_that_the_deadline_has_moved(signed_in: Api, paper: dict[str, Any]) -> None:
    extend(paper)
    answer = signed_in("PUT", f"/attempts/{paper['id']}/answers", {"answers": []})
    saved = SavedReply.model_validate(answer.json)
    longer = moment(saved.deadline_at) - moment(paper["deadline_at"])
    assert longer == timedelta(minutes=5)


def test_notes_say_what_was_done_and_why(signed_in: Api, paper: dict[str, Any]) -> None:
    assert paper["notes"] == []
    extend(paper)
    answer = signed_in("GET", f"/attempts/{paper['id']}")
    (note,) = AttemptReply.model_validate(answer.json).notes
    assert "ban tổ chức cho bạn thêm giờ, làm bài tới " in note.text
    assert note.text.endswith("Lý do: Máy hỏng")
    english = signed_in("GET", f"/attempts/{paper['id']}", headers={"Cookie": "language=en"})
    assert "Máy hỏng" in english.json["notes"][0]["text"]


def test_a_superseded_receipt_is_said_to_be_so(signed_in: Api, paper: dict[str, Any]) -> None:
    code = signed_in("POST", f"/attempts/{paper['id']}/submission").json["receipt"]
    assert signed_in("GET", f"/receipts/{code}").json["superseded_at"] is None
    end_reading()
    adjustments.reopen(
        SLUG,
        attempt_id=paper["id"],
        seconds=300,
        reason="Bấm nhầm",
        account_id=None,
        now=datetime.now(UTC),
    )
    resumed = signed_in("GET", f"/attempts/{paper['id']}").json
    assert (resumed["closed_at"], resumed["receipt"]) == (None, None)
    assert code in resumed["notes"][0]["text"]
    proof = ProofReply.model_validate(signed_in("GET", f"/receipts/{code}").json)
    assert proof.valid
    assert proof.superseded_at is not None


def test_the_description_knows_of_all_this(api: Api) -> None:
    described = api("GET", "/openapi.json").json
    assert "ShownReply" in described["components"]["schemas"]
    assert "post" in described["paths"]["/attempts/{attempt_id}/shown"]
    schemas = described["components"]["schemas"]
    assert "notes" in schemas["AttemptReply"]["properties"]
    assert "deadline_at" in schemas["SavedReply"]["properties"]
