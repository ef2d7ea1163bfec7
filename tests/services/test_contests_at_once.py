"""An organiser's change and people's starts at the same moment: no paper of two minds."""

from __future__ import annotations

import threading
from datetime import datetime

from flask import Flask
from sqlalchemy import select

from app.domain.errors import ContestRunning
from app.services import contests, starting
from app.storage.db import db
from app.storage.tables import Attempt, Round
from tests.factories import a_person
from tests.factories_contests import a_bank, a_contest, a_round, some_rules

PEOPLE = 6


def test_whoever_comes_first_the_paper_fits_bank_and_rules(app: Flask, now: datetime) -> None:
    made = a_contest()
    a_bank("other", count=9)
    people = [a_person() for _ in range(PEOPLE)]
    failed: list[Exception] = []
    refused: list[bool] = []
    together = threading.Barrier(PEOPLE + 1)

    def start(number: int) -> None:
        try:
            with app.app_context():
                together.wait()
                starting.start(slug="cuoc-thi", who=people[number], now=now, seed=str(number))
        except Exception as error:
            failed.append(error)

    def change() -> None:
        with app.app_context():
            together.wait()
            try:
                contests.update_contest(
                    "cuoc-thi",
                    account_id=None,
                    title="Cuộc thi",
                    summary="",
                    description="",
                    prizes="",
                    rules=some_rules(minutes=5),
                    rounds=[a_round("other")],
                    now=now,
                )
            except ContestRunning:
                refused.append(True)
            except Exception as error:
                failed.append(error)

    threads = [threading.Thread(target=start, args=(number,)) for number in range(PEOPLE)]
    threads.append(threading.Thread(target=change))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.remove()
    assert failed == []
    versions = set(db.session.scalars(select(Round.bank_version_id)))
    numbers = set(db.session.scalars(select(Attempt.rules_number)))
    assert numbers == ({1} if refused else {2})
    assert (versions == {made.rounds[0].bank_version_id}) == bool(refused)
