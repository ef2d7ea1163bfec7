"""`flask demo fill`: invented people, through the command line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from app.services import boards
from tests.factories import some_communes
from tests.factories_contests import DAY, HOUR, a_bank, a_contest, a_round

SLUG = "cuoc-thi"


@pytest.fixture
def open_now(app: Flask) -> None:
    some_communes()
    a_bank()
    now = datetime.now(UTC)
    rounds = [a_round(opens_at=now - HOUR, closes_at=now + DAY)]
    a_contest(SLUG, attempts_allowed=3, now=now - DAY, rounds=rounds)


def run(app: Flask, *args: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=list(args))
    return result.exit_code, result.output


def test_people_and_attempts_are_added_and_on_the_boards(app: Flask, open_now: None) -> None:
    code, output = run(app, "demo", "fill", SLUG, "--people", "6", "--attempts", "9")
    assert code == 0, output
    assert output.strip().endswith("6 people, 9 attempts")
    assert boards.individual_board(SLUG).total == 6
    assert sum(row.entries for row in boards.unit_board(SLUG, "commune").rows) == 9
    assert run(app, "contest", "recount", SLUG)[0] == 0
    assert run(app, "audit", "verify")[0] == 0


def test_without_a_number_of_attempts_some_come_twice(app: Flask, open_now: None) -> None:
    code, output = run(app, "demo", "fill", SLUG, "--people", "8")
    assert (code, output.strip().splitlines()[-1]) == (0, "8 people, 10 attempts")


def test_more_than_the_rules_allow_is_refused_with_the_bounds(app: Flask, open_now: None) -> None:
    code, output = run(app, "demo", "fill", SLUG, "--people", "2", "--attempts", "7")
    assert (code, "attempts: from 0 to 6" in output) == (1, True)


def test_an_unknown_contest_is_refused(app: Flask) -> None:
    code, output = run(app, "demo", "fill", "khong-co", "--people", "2")
    assert (code, "khong-co: not_found" in output) == (1, True)
