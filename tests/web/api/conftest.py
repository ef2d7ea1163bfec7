"""An open contest on the practice bank, and clients that speak to it over JSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.contest_rules import CHAIN_A, Draw, Prediction, Rules
from app.services import banks, boards, contests
from app.services.contests import ContestView, NewRound
from tests.factories import MINH_XUAN, PASSWORD, an_organisation, an_organiser, some_communes

SLUG = "ky-nang-so-2026"


class Api:
    """A client with a bearer token, if it has signed in."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client
        self._headers: dict[str, str] = {}

    def __call__(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        given = {"json": body} if body is not None else {}
        headers = {**self._headers, **more.pop("headers", {})}
        return self._client.open(f"/api/v1{path}", method=method, headers=headers, **given, **more)

    def sign_in(self, phone: str, password: str = PASSWORD) -> Any:
        answer = self("POST", "/sessions", {"phone": phone, "password": password})
        if answer.status_code == 200:
            self._headers = {"Authorization": f"Bearer {answer.json['token']}"}
        return answer

    def register(self, phone: str = "0912 345 678", **changed: Any) -> Any:
        body = {
            "phone": phone,
            "password": PASSWORD,
            "full_name": "Nguyễn Thị Hạnh",
            "commune": MINH_XUAN,
            "organisation": "so-khcn",
            "group": "civil_servant",
            "consent": True,
            **changed,
        }
        return self("POST", "/accounts", body)


@pytest.fixture
def contest(app: Flask) -> ContestView:
    """Five attempts of five questions in twelve minutes, open for a day, with a prediction."""
    some_communes()
    an_organisation()
    moment = datetime.now(UTC)
    organiser = an_organiser(now=moment)
    path = app.config["QUESTIONS_FOLDER"] / "ky-nang-so.yaml"
    banks.import_bank(path.read_bytes(), file_name=path.name, account_id=None, now=moment)
    rules = Rules(
        minutes=12,
        draws=(Draw(None, None, 5),),
        attempts_allowed=5,
        chain=CHAIN_A,
        prediction=Prediction("Bao nhiêu người tham gia?", {"en": "How many people?"}),
    )
    made = contests.create_contest(
        account_id=organiser.account_id,
        slug=SLUG,
        title="Kỹ năng số",
        summary="",
        description="",
        prizes="",
        rules=rules,
        rounds=[
            NewRound(
                title="Đợt 1",
                opens_at=moment - timedelta(hours=1),
                closes_at=moment + timedelta(days=1),
                bank_slug="ky-nang-so",
            )
        ],
        now=moment - timedelta(hours=2),
    )
    contests.publish_contest(SLUG, account_id=organiser.account_id, now=moment)
    return made


@pytest.fixture
def api(app: Flask, contest: ContestView) -> Api:
    return Api(app.test_client())


@pytest.fixture
def signed_in(api: Api) -> Api:
    """A client of a person who has registered and signed in."""
    api.register()
    api.sign_in("0912345678")
    return api


@pytest.fixture
def refresh_boards(app: Flask) -> Callable[[], None]:
    """Refresh the boards as the background process does: with a session of its own."""

    def refresh() -> None:
        with app.app_context():
            boards.refresh(datetime.now(UTC))

    return refresh
