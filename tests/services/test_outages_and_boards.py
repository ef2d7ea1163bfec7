"""What lengthened time means for keys, predictions and boards: nobody is told too early."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask

from app.domain.contest_rules import CHAIN_A, Prediction
from app.domain.errors import ContestNotClosed
from app.services import boards, closing, contests, reviews
from app.services.accounts import SignedIn
from app.services.adjustments import Reach
from app.storage.db import db
from tests.answering import save, sitting, submit
from tests.factories import a_person
from tests.factories_contests import (
    a_bank,
    a_contest,
    a_finished_attempt,
    a_round,
    a_started_attempt,
)
from tests.lengthening import SLUG, at, outage


def test_keys_wait_for_those_who_still_answer_after_the_closing(app: Flask) -> None:
    a_bank()
    a_contest(minutes=10, result_policy="explanations", rounds=[a_round(closes_at=at(10))])
    done, running = a_person(), a_person()
    finished = a_finished_attempt(done, seconds=60)
    attempt_id = a_started_attempt(running)
    outage(2, 9, now=9.5)
    assert not explained(done, finished.id, at(12))
    submit(running, attempt_id, at(13))
    assert explained(done, finished.id, at(13))


def explained(who: SignedIn, attempt_id: int, now: datetime) -> bool:
    found = sitting(who, attempt_id, now)
    return reviews.review(found, contests.get_contest(SLUG), now).explained


def test_where_keys_may_have_been_seen_nothing_is_opened_again(app: Flask) -> None:
    a_bank()
    a_contest(minutes=10, result_policy="explanations", rounds=[a_round(closes_at=at(10))])
    a_started_attempt(a_person())
    closing.close_overdue(at(11))
    assert outage(2, 9, now=12) == Reach(0, 0, 1)


def test_a_prediction_is_not_settled_while_somebody_answers(app: Flask) -> None:
    a_bank()
    a_contest(
        minutes=10,
        chain=CHAIN_A,
        prediction=Prediction("Bao nhiêu?"),
        rounds=[a_round(closes_at=at(10))],
    )
    who = a_person()
    attempt_id = a_started_attempt(who)
    outage(2, 9, now=9.5)
    settle = {"round_number": 1, "value": 5, "account_id": None}
    with pytest.raises(ContestNotClosed):
        contests.settle_prediction(SLUG, **settle, now=at(12))
    submit(who, attempt_id, at(13), prediction=4)
    contests.settle_prediction(SLUG, **settle, now=at(14))


def test_boards_follow_a_reopening_and_the_new_end(app: Flask) -> None:
    a_contest(minutes=10)
    who, other = a_person(), a_person(commune="00721")
    attempt_id = a_started_attempt(who)
    save(who, attempt_id, at(1), (1, 0, "a"))
    a_finished_attempt(other, seconds=60)
    closing.close_overdue(at(11))
    boards.refresh(at(11))
    assert on_board() == 2
    outage(2, 9, now=12)
    boards.refresh(at(12))
    assert on_board() == 1
    assert boards.own_place(SLUG, who.person_id) is None
    submit(who, attempt_id, at(13))
    boards.refresh(at(13))
    assert on_board() == 2


def on_board() -> int:
    db.session.remove()
    people = boards.individual_board(SLUG).total
    units = boards.unit_board(SLUG, "commune").rows
    assert sum(row.participants for row in units) == people
    return people


def test_a_board_may_become_empty_again(app: Flask) -> None:
    a_contest(minutes=10)
    a_started_attempt(a_person())
    closing.close_overdue(at(11))
    boards.refresh(at(11))
    outage(2, 9, now=12)
    boards.refresh(at(12))
    assert on_board() == 0
