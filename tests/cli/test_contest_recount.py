"""`flask contest recount --at`: published boards derived again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from app.domain.publishing import Reason
from app.services import boards, publishing
from app.services.transactions import writing
from app.storage.tables import Attempt
from tests.factories import a_person
from tests.factories_contests import a_contest, a_finished_attempt

SLUG = "cuoc-thi"


@pytest.fixture
def kept(app: Flask, now: datetime) -> datetime:
    a_contest(SLUG)
    a_finished_attempt(a_person(), SLUG, right=2, at=now)
    then = now + timedelta(minutes=10)
    boards.refresh(then)
    publishing.publish_now(SLUG, Reason.CHANGE, then)
    return then


def run(app: Flask, *args: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["contest", "recount", *args])
    return result.exit_code, result.output


def test_what_follows_from_the_journal_is_identical(app: Flask, kept: datetime) -> None:
    code, output = run(app, SLUG, "--at", "2026-11-24T12:00")  # Vietnamese time.
    assert code == 0
    assert "number 1 (change)" in output
    assert output.strip().endswith("identical")


def test_a_difference_is_named(app: Flask, kept: datetime) -> None:
    with writing() as session:
        session.execute(update(Attempt).values(paused_ms=1000))
    code, output = run(app, SLUG, "--at", kept.isoformat())
    assert code == 1
    assert "row: people, round all, division all, row 1" in output


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        ((SLUG, "--at", "yesterday"), 2, "use a time as"),
        ((SLUG, "--at", "2020-01-01T00:00+07:00"), 1, "not_found"),
        (("khac", "--at", "2026-11-24T12:00"), 1, "not_found"),
    ],
)
def test_what_cannot_be_recounted_says_why(
    app: Flask, kept: datetime, args: tuple[str, ...], code: int, said: str
) -> None:
    ended, output = run(app, *args)
    assert (ended, said in output) == (code, True)
