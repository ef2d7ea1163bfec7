"""Settling predictions and declaring a contest final: never too early, and for good."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.domain.contest_rules import CHAIN_A, Prediction
from app.domain.contests import State
from app.domain.errors import ContestNotClosed, InvalidRequest, NotFound
from app.services import audit, boards, closing, contests
from app.storage.db import db
from app.storage.tables import AuditEntry
from tests.factories import a_person
from tests.factories_contests import (
    DAY,
    a_bank,
    a_contest,
    a_draft,
    a_finished_attempt,
    a_result,
    a_round,
    a_started_attempt,
    some_rules,
)

GRACE = timedelta(seconds=10)
TICK = timedelta(microseconds=1)


def finalise(now: datetime) -> None:
    contests.finalise("cuoc-thi", account_id=None, now=now)


def settle(now: datetime, value: int = 100, number: int = 1) -> None:
    contests.settle_prediction(
        "cuoc-thi", round_number=number, value=value, account_id=None, now=now
    )


def test_a_contest_becomes_final_once_everything_is_on_the_boards(
    app: Flask, now: datetime
) -> None:
    contest = a_contest()
    a_finished_attempt(a_person())
    a_started_attempt(a_person())
    after = contest.closes_at + GRACE + TICK
    for step in (lambda: None, lambda: boards.refresh(after)):
        step()
        with pytest.raises(ContestNotClosed):  # An attempt is open.
            finalise(after)
    assert closing.close_overdue(after + DAY) == 1
    with pytest.raises(ContestNotClosed):  # Its result waits.
        finalise(after)
    boards.refresh(after)
    finalise(after)
    finalise(after + DAY)
    found = contests.get_contest("cuoc-thi")
    assert (found.finalised_at, found.state(after)) == (after, State.FINAL)
    acts = [entry.act for entry in db.session.query(AuditEntry)]
    assert acts.count("contest.finalise") == 1
    assert audit.find_broken_link() is None


def test_a_contest_is_not_final_within_the_grace_of_its_last_round(
    app: Flask, now: datetime
) -> None:
    a_bank()
    later = a_round(opens_at=now + 2 * DAY, closes_at=now + 3 * DAY)
    a_contest(rounds=[a_round(), later])
    for moment in (now, now + 2 * DAY, now + 3 * DAY, now + 3 * DAY + GRACE):
        with pytest.raises(ContestNotClosed):
            finalise(moment)
    finalise(now + 3 * DAY + GRACE + TICK)


def test_a_draft_is_never_final(app: Flask, now: datetime) -> None:
    a_draft()
    with pytest.raises(ContestNotClosed):
        finalise(now + 9 * DAY)
    with pytest.raises(NotFound):
        contests.finalise("khong-co", account_id=None, now=now)


def test_a_prediction_is_settled_only_after_its_round(app: Flask, now: datetime) -> None:
    contest = a_contest(chain=CHAIN_A, prediction=Prediction("Bao nhiêu?"))
    over = contest.closes_at + GRACE + TICK
    for early in (now, contest.closes_at, over - TICK):
        with pytest.raises(ContestNotClosed):
            settle(early)
    settle(over, 7)
    settle(over, 8)
    assert contests.get_contest("cuoc-thi").rounds[0].settled_prediction == 8
    finalise(over)
    with pytest.raises(InvalidRequest) as refused:
        settle(over, 9)
    assert refused.value.errors == (("value", "final"),)


def test_what_cannot_be_settled_is_refused(app: Flask, now: datetime) -> None:
    contest = a_contest()
    over = contest.closes_at + DAY
    for value in (-1, 1_000_000_001, 5):  # The last for want of a question.
        with pytest.raises(InvalidRequest):
            settle(over, value)
    with pytest.raises(NotFound):
        settle(over, 1, number=2)


def test_a_second_round_takes_predictions_out_of_the_whole_contest(
    app: Flask, now: datetime
) -> None:
    rules = some_rules(chain=CHAIN_A, prediction=Prediction("Bao nhiêu?"))
    contest = a_contest(rules=rules)
    near, far = a_person().person_id, a_person().person_id
    for who, guess in ((near, 100), (far, 900)):
        a_result(who, contest.rounds[0].id, prediction=guess)
    over = contest.closes_at + DAY
    settle(over)

    def ranks() -> list[int]:
        db.session.remove()
        return [row.rank for row in boards.individual_board("cuoc-thi").rows]

    assert ranks() == [1, 2]
    contests.update_contest(
        "cuoc-thi",
        account_id=None,
        title="Cuộc thi",
        summary="",
        description="",
        prizes="",
        rules=rules,
        rounds=[a_round(), a_round(opens_at=over + DAY, closes_at=over + 2 * DAY)],
        reason="Thêm một đợt",
        now=over,
    )
    boards.refresh(over)
    assert ranks() == [1, 1]
    assert [row.rank for row in boards.individual_board("cuoc-thi", round_number=1).rows] == [1, 2]
