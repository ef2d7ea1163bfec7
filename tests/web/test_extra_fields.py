"""What a request says beyond what is asked is refused, or has no effect at all."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services import accounts, attempts, banks
from app.services.accounts import SignedIn
from app.storage import attempts as storage
from app.storage import journal
from app.storage.db import db
from app.web.access import make_token
from tests.factories import a_person
from tests.factories_contests import a_contest, a_started_attempt, identity_of
from tests.queries import counted_queries

TEMPTING = (
    "deadline_at", "started_at", "closed_at", "now", "saved_at", "seed", "paper", "score", "mills",
    "correct", "result", "time_ms", "person_id", "account_id", "role", "roles", "receipt",
    "closed_by", "answers_hash", "attempt_id", "key_number", "grace_seconds", "voided", "number",
)  # fmt: skip
WORDS = st.one_of(st.sampled_from(TEMPTING), st.text(min_size=1, max_size=12))
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=4,
)
MANY = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def who(app: Flask, now: datetime) -> SignedIn:
    a_contest(attempts_allowed=2)
    app.before_request_funcs.setdefault(None, []).insert(0, lambda: setattr(g, "now", now))
    return a_person(phone="+84970000001")


@pytest.fixture
def bearer(who: SignedIn) -> dict[str, str]:
    return {"Authorization": f"Bearer {make_token(who)}"}


def held(attempt: int) -> tuple[Any, ...]:
    """All that the server holds of an attempt."""
    db.session.rollback()  # What requests have written meanwhile is to be seen.
    facts = storage.find_attempt(attempt)
    return (facts, tuple(journal.list_entries(attempt)))


@given(name=WORDS, value=VALUES, inside=st.booleans())
@MANY
def test_a_save_or_submission_with_anything_more_is_refused_whole(
    client: FlaskClient, who: SignedIn, bearer: dict[str, str], name: str, value: Any, inside: bool
) -> None:
    attempt = a_started_attempt(who)
    before = held(attempt)
    question = attempts.question_ids(before[0])[0]
    entry: dict[str, Any] = {"seq": 1, "question": question, "response": "a"}
    body: dict[str, Any] = {"answers": [entry]}
    (entry if inside else body).setdefault(name, value)
    if {*entry, *body} == {"seq", "question", "response", "answers"} or name == "known":
        return
    base = f"/api/v1/attempts/{attempt}"
    assert client.put(f"{base}/answers", json=body, headers=bearer).status_code == 400
    if name != "prediction":
        answer = client.post(f"{base}/submission", json={name: value}, headers=bearer)
        assert answer.status_code == 400
    assert held(attempt) == before


@given(name=st.sampled_from(TEMPTING), value=VALUES)
@MANY
def test_a_start_takes_nothing_of_what_it_is_told(
    client: FlaskClient, who: SignedIn, bearer: dict[str, str], now: datetime,
    name: str, value: Any,
) -> None:  # fmt: skip
    address = "/api/v1/contests/cuoc-thi/attempts"
    assert client.post(address, json={name: value}, headers=bearer).status_code == 400
    # As a form, or in the address, it is not looked at.
    answer = client.post(f"{address}?{name}=2", data={name: str(value)}, headers=bearer)
    facts = held(answer.json["id"])[0]  # type: ignore[index]
    assert facts is not None
    assert facts.deadline_at == now + timedelta(minutes=10)
    assert (facts.closed_at, facts.person_id) == (None, who.person_id)
    assert facts.seed not in (str(value), "2")


@given(name=st.sampled_from(TEMPTING), value=st.text(max_size=8))
@MANY
def test_registering_gives_no_role_whatever_is_said(
    client: FlaskClient, who: SignedIn, name: str, value: str
) -> None:
    body = {"phone": "0970000009", "password": "suong-mai-tren-nui-7", "full_name": "Lò Văn Pá",
            "commune": "02215", "group": "resident", "consent": True}  # fmt: skip
    answer = client.post("/api/v1/accounts", json={**body, name: value})
    assert answer.status_code == 400
    assert accounts.find_signed_in(identity_of(who)) == who


def test_starting_again_and_again_shows_one_paper_and_uses_one_attempt(
    client: FlaskClient, who: SignedIn, bearer: dict[str, str]
) -> None:
    address = "/api/v1/contests/cuoc-thi/attempts"
    papers = [client.post(address, headers=bearer).json for _ in range(10)]
    assert len({paper["id"] for paper in papers}) == 1  # type: ignore[index]
    assert all(paper["questions"] == papers[0]["questions"] for paper in papers)  # type: ignore[index]


def test_who_has_used_all_attempts_sees_no_further_paper(
    client: FlaskClient, who: SignedIn, bearer: dict[str, str]
) -> None:
    address, seen = "/api/v1/contests/cuoc-thi/attempts", []
    for _ in range(5):
        answer = client.post(address, headers=bearer)
        if answer.status_code != 201:
            assert answer.json["code"] == "attempt_limit_reached"  # type: ignore[index]
            assert "questions" not in answer.text
            continue
        seen.append(answer.json["id"])  # type: ignore[index]
        client.post(f"/api/v1/attempts/{seen[-1]}/submission", headers=bearer)
    assert len(seen) == 2


def test_while_somebody_answers_no_key_is_looked_at(
    client: FlaskClient, who: SignedIn, bearer: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a key was read")

    attempt = a_started_attempt(who)
    question = attempts.question_ids(held(attempt)[0])[0]
    monkeypatch.setattr(banks, "compiled_keys", refuse)
    replies, costs = [], []
    for seq, response in enumerate(("a", "b"), start=1):  # Right, and wrong.
        body = {"answers": [{"seq": seq, "question": question, "response": response}]}
        with counted_queries() as sent:
            answer = client.put(
                f"/api/v1/attempts/{attempt}/answers", json=body, headers=bearer
            )  # fmt: skip
        assert answer.status_code == 200
        replies.append(set(answer.json or ()))
        costs.append([statement for statement in sent if "journal" not in statement.lower()])
        assert client.get(f"/api/v1/attempts/{attempt}", headers=bearer).status_code == 200
    assert replies[0] == replies[1] == {
        "last_seq", "saved", "entries", "deadline_at", "server_now"
    }  # fmt: skip
    assert costs[0] == costs[1]
