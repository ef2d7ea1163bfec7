"""A running site for journeys: communes, a bank, contests, people, and a real port."""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.serving import make_server

from app.config import ROOT
from app.domain.contest_rules import CHAIN_A, Draw, Prediction, Rules
from app.services import accounts, banks, boards, contests, units
from app.services.accounts import SignedIn
from app.services.contests import NewRound
from app.storage.db import db
from app.storage.tables import AnswerEntry, Attempt
from tests.staffing import let_every_organiser_run_everything

PASSWORD = "suong-mai-tren-nui-7"
BANK = "ky-nang-so"
_numbers = itertools.count(1)


def a_phone() -> str:
    """A phone that nobody here has yet."""
    return f"097{next(_numbers):07d}"


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who can sign in."""

    phone: str
    who: SignedIn


@dataclass(slots=True)
class Site:
    """The application behind `address`, with what tests need of its inside."""

    app: Flask
    address: str
    organiser: SignedIn
    commune: str
    organisation: str

    def participant(self, full_name: str = "Nông Thị Hạnh") -> Participant:
        """A new person who can sign in with `PASSWORD`."""
        phone = a_phone()
        with self.app.app_context():
            who = accounts.add_user(
                phone=phone,
                password=PASSWORD,
                full_name=full_name,
                role=None,
                group="resident",
                commune=self.commune,
                now=datetime.now(UTC),
            )
        return Participant(phone, who)

    def contest(
        self,
        *,
        opens_in: timedelta = timedelta(hours=-1),
        closes_in: timedelta = timedelta(days=7),
        **rules: Any,
    ) -> str:
        """A contest of 20 questions, open unless `opens_in` says otherwise; returns its slug."""
        number = next(_numbers)
        slug, now = f"thi-{number}", datetime.now(UTC)
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
        with self.app.app_context():
            contests.create_contest(
                account_id=self.organiser.account_id,
                slug=slug,
                title=f"Kỹ năng số {number}",
                summary="Thử kỹ năng số.",
                description="",
                prizes="",
                rules=Rules(**given),
                rounds=[
                    NewRound(
                        title="Đợt 1",
                        opens_at=now + opens_in,
                        closes_at=now + closes_in,
                        bank_slug=BANK,
                    )
                ],
                now=now - timedelta(hours=2),
            )
            contests.publish_contest(
                slug, account_id=self.organiser.account_id, now=now - timedelta(hours=2)
            )
            let_every_organiser_run_everything(now)
        return slug

    def unit_names(self) -> tuple[str, str]:
        """The names of the commune and of the organisation that people here choose."""
        with self.app.app_context():
            commune = units.find_commune(self.commune)
            organisation = units.find_organisation(self.organisation)
            assert commune is not None
            assert organisation is not None
            return commune.name, organisation.name

    def refresh_boards(self) -> None:
        """What the background task does every few seconds."""
        with self.app.app_context():
            boards.refresh(datetime.now(UTC))

    def entries(self, attempt_id: int) -> list[tuple[int, int, str]]:
        """The journal of an attempt: seq, place of the question, response as JSON."""
        with self.app.app_context():
            query = (
                select(AnswerEntry.seq, AnswerEntry.question, AnswerEntry.response)
                .where(AnswerEntry.attempt_id == attempt_id)
                .order_by(AnswerEntry.seq, AnswerEntry.question)
            )
            return [tuple(row) for row in db.session.execute(query)]  # type: ignore[misc]

    def closed_by(self, attempt_id: int) -> str | None:
        """How an attempt ended; None while it is open."""
        with self.app.app_context():
            query = select(Attempt.closed_by).where(Attempt.id == attempt_id)
            return db.session.scalar(query)


@contextmanager
def running(app: Flask) -> Iterator[Site]:
    """The application on a free port, furnished, until the block ends."""
    now = datetime.now(UTC)
    with app.app_context():
        units.load_communes(8)
        units.load_demo_organisations()
        commune = units.list_communes()[0].code
        organisation = units.list_organisations()[0].code
        organiser = accounts.add_user(
            phone="0912000001",
            password=None,
            full_name="Ban Tổ chức",
            role="organiser",
            group="civil_servant",
            commune=commune,
            now=now,
        )
        file = ROOT / "questions" / f"{BANK}.yaml"
        banks.import_bank(
            file.read_bytes(), file_name=file.name, account_id=organiser.account_id, now=now
        )
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    yield Site(app, address, organiser, commune, organisation)
    server.shutdown()
    thread.join()
