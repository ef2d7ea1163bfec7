"""A contest with every kind of question, and somebody signed in who takes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.config import ROOT
from app.domain.contest_rules import CHAIN_A, Draw, Prediction, Rules
from app.services import attempts, banks, contests, starting
from app.services.accounts import Identity, SignedIn
from app.services.attempts import Sitting
from app.services.contests import NewRound
from app.storage.db import db
from tests import factories

SLUG = "thi"
BANK = "ky-nang-so"


@dataclass(slots=True)
class Taking:
    """An open attempt in a client that is signed in."""

    client: FlaskClient
    who: SignedIn
    attempt_id: int

    @property
    def address(self) -> str:
        """The address of the attempt's page."""
        return f"/attempts/{self.attempt_id}"

    def sitting(self) -> Sitting:
        """The attempt as the service sees it now."""
        identity = Identity(self.who.account_id, self.who.epoch)
        db.session.rollback()  # What requests have written meanwhile is to be seen.
        return attempts.get_sitting(
            attempt_id=self.attempt_id, identity=identity, now=datetime.now(UTC)
        )

    def page(self, path: str = "") -> str:
        """A page of the attempt."""
        response = self.client.get(self.address + path)
        assert response.status_code == 200, response.status
        return response.text

    def post(self, path: str, **fields: Any) -> Any:
        """Post a form, as the page would."""
        data = {"csrf_token": token(self.client), **fields}
        return self.client.post(self.address + path, data=data)


def token(client: FlaskClient) -> str:
    """The token that every page of somebody signed in carries."""
    found = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/profile").text)
    assert found is not None
    return found[1]


def sign_in(app: Flask, who: SignedIn) -> FlaskClient:
    """A client with this person's session."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = who.get_id()
        session["_fresh"] = True
    return client


def make_contest(*, closes_in: timedelta = timedelta(days=7), **rules: Any) -> None:
    """Import the practice bank and open a contest of all its 20 questions."""
    now = datetime.now(UTC)
    organiser = factories.an_organiser()
    file = ROOT / "questions" / f"{BANK}.yaml"
    banks.import_bank(
        file.read_bytes(), file_name=file.name, account_id=organiser.account_id, now=now
    )
    given: dict[str, Any] = {
        "minutes": 15,
        "attempts_allowed": None,
        "draws": (Draw(None, None, 20),),
        "shuffle_questions": False,
        "chain": CHAIN_A,
        "prediction": Prediction("Có bao nhiêu người tham gia?"),
        "result_policy": "answers",
        **rules,
    }
    contests.create_contest(
        account_id=organiser.account_id,
        slug=SLUG,
        title="Kỹ năng số",
        summary="",
        description="",
        prizes="",
        rules=Rules(**given),
        rounds=[
            NewRound(
                title="Đợt 1",
                opens_at=now - timedelta(days=1),
                closes_at=now + closes_in,
                bank_slug=BANK,
            )
        ],
        now=now - timedelta(days=2),
    )
    contests.publish_contest(SLUG, account_id=organiser.account_id, now=now - timedelta(days=2))


def begin(app: Flask, *, ago: timedelta = timedelta(0)) -> Taking:
    """Somebody new starts an attempt in the contest, some time ago."""
    who = factories.a_person()
    started = starting.start(slug=SLUG, who=who, now=datetime.now(UTC) - ago, seed="seed")
    return Taking(sign_in(app, who), who, started.attempt_id)


@pytest.fixture
def taking(app: Flask) -> Iterator[Taking]:
    make_contest()
    yield begin(app)
