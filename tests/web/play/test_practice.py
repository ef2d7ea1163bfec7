"""Practice without account and without trace, from a bank that no contest uses."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.services import banks, practice
from app.storage.db import db
from app.storage.tables import AnswerEntry, Attempt
from tests.conftest import NOW
from tests.factories_contests import a_contest

SEED = "0123456789ab"


@pytest.fixture
def practice_bank(app: Flask) -> None:
    path = app.config["QUESTIONS_FOLDER"] / "ky-nang-so.yaml"
    banks.import_bank(path.read_bytes(), file_name=path.name, account_id=None, now=NOW)


def form(page: str) -> dict[str, str]:
    """The hidden fields of the page's form."""
    return dict(re.findall(r'<input type="hidden" name="(has-[^"]+|right)" value="([^"]*)"', page))


def test_five_questions_are_answered_and_explained_one_by_one(
    practice_bank: None, client: FlaskClient
) -> None:
    begun = client.get("/practice")
    assert begun.status_code == 303
    address = begun.location
    for number in range(1, 6):
        page = client.get(address).text
        assert f"Câu {number}/5" in page
        assert "Nguồn:" not in page
        answered = client.post(address.split("?")[0], data=form(page)).text
        assert "Không trả lời" in answered
        assert "Nguồn:" in answered
        found = re.search(r'href="(/practice/[^"]+)"', answered)
        assert found is not None
        address = found[1].replace("&amp;", "&")
    end = client.get(address).text
    assert "Thi thử xong" in end
    assert "<strong>0</strong>/5" in end


def test_practice_leaves_no_trace_and_sets_no_cookie(
    practice_bank: None, client: FlaskClient
) -> None:
    page = client.get(f"/practice/{SEED}/1")
    answered = client.post(f"/practice/{SEED}/1", data=form(page.text))
    assert "Set-Cookie" not in page.headers
    assert "Set-Cookie" not in answered.headers
    for table in (Attempt, AnswerEntry):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


def test_a_right_answer_is_praised_and_counted(practice_bank: None, client: FlaskClient) -> None:
    from app.services.demo_play import right_answer

    found = practice.get_practice(SEED)
    keys = banks.compiled_keys(found.bank_version_id, 1)
    number = next(n for n, q in enumerate(found.questions, 1) if q.type == "single")
    question = found.questions[number - 1]
    data = {"right": "0", f"q-{question.id}": right_answer(keys[question.id])}
    page = client.post(f"/practice/{SEED}/{number}", data=data).text
    assert "badge-good" in page
    assert "right=1" in page


def test_a_bank_that_a_contest_uses_is_not_practised(
    practice_bank: None, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    contest = a_contest()
    bank = banks.compiled(contest.rounds[0].bank_version_id)
    monkeypatch.setattr(practice, "BANK", bank.slug)
    assert not practice.is_offered()
    assert client.get(f"/practice/{SEED}/1").status_code == 404


@pytest.mark.parametrize(
    "address", ["/practice/zz/1", f"/practice/{SEED}/0", f"/practice/{SEED}/7", "/practice/../1"]
)
def test_what_is_not_there_is_not_found(
    practice_bank: None, client: FlaskClient, address: str
) -> None:
    assert client.get(address).status_code == 404


def test_without_a_practice_bank_nothing_is_offered(
    client: FlaskClient, not_offered: Callable[[], bool]
) -> None:
    assert not_offered()
    assert client.get(f"/practice/{SEED}/1").status_code == 404


@pytest.fixture
def not_offered(app: Flask) -> Callable[[], bool]:
    return lambda: not practice.is_offered()
