"""The guard: what touches people who have begun needs a reason, which the audit chain keeps."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.contest_dangers import Danger, DangerKind
from app.domain.errors import ContestRunning, InvalidRequest, ReasonRequired
from app.services import audit, contest_guard, contests
from app.services.contests import ContestView
from app.storage.contest_planning import RoundTouch
from app.storage.db import db
from app.storage.tables import AuditEntry
from tests.factories import a_person
from tests.factories_contests import (
    DAY,
    HOUR,
    a_bank,
    a_contest,
    a_finished_attempt,
    a_round,
    a_started_attempt,
    some_rules,
)
from tests.services.test_contest_changes import update

SECOND = {"opens_at": a_round().closes_at + DAY, "closes_at": a_round().closes_at + 2 * DAY}


def two_rounds(**second: Any) -> list[contests.NewRound]:
    return [a_round(), a_round(title="Đợt 2", **{**SECOND, **second})]


def a_taken_contest(now: datetime) -> ContestView:
    a_bank()
    made = a_contest(description="Mô tả", rounds=two_rounds())
    a_started_attempt(a_person(), at=now)
    return made


def last_detail() -> dict[str, Any]:
    query = select(AuditEntry.detail).order_by(AuditEntry.number.desc())
    return json.loads(db.session.scalars(query).first() or "{}")


DANGEROUS: list[tuple[dict[str, Any], Danger]] = [
    ({"title": "Khác"}, Danger(DangerKind.TITLE)),
    ({"description": "Khác"}, Danger(DangerKind.DESCRIPTION)),
    ({"prizes": "Một xe đạp"}, Danger(DangerKind.PRIZES)),
    (
        {"rounds": [a_round(closes_at=a_round().closes_at + HOUR), two_rounds()[1]]},
        Danger(DangerKind.CLOSES_LATER, 1),
    ),
    (
        {"rounds": two_rounds(closes_at=SECOND["closes_at"] - HOUR)},
        Danger(DangerKind.CLOSES_EARLIER, 2),
    ),
    (
        {"rounds": two_rounds(opens_at=SECOND["opens_at"] + HOUR)},
        Danger(DangerKind.OPENS_OTHERWISE, 2),
    ),
    ({"rounds": [a_round()]}, Danger(DangerKind.CANCELLED, 2)),
]


@pytest.mark.parametrize(("change", "danger"), DANGEROUS, ids=[d.kind for _, d in DANGEROUS])
def test_a_change_that_touches_people_is_refused_without_a_reason_and_made_with_one(
    app: Flask, now: datetime, change: dict[str, Any], danger: Danger
) -> None:
    before = a_taken_contest(now)
    wanted = {"rounds": two_rounds(), **change}
    for reason in ("", " \n "):
        with pytest.raises(ReasonRequired) as refused:
            update(reason=reason, now=now, **wanted)
        assert refused.value.dangers == (danger,)
        assert contests.get_contest("cuoc-thi") == before
    assert update(reason="  Vì  bão ", now=now, **wanted) != before
    said = f"{danger.kind} {danger.round_number}" if danger.round_number else danger.kind.value
    assert last_detail()["reason"] == "Vì bão"
    assert last_detail()["changes"] == [said]
    assert audit.find_broken_link() is None


def test_another_bank_for_a_coming_round_needs_a_reason_too(app: Flask, now: datetime) -> None:
    a_taken_contest(now)
    a_bank("other")
    rounds = [a_round(), replace(two_rounds()[1], bank_slug="other")]
    with pytest.raises(ReasonRequired) as refused:
        update(rounds=rounds, now=now)
    assert refused.value.dangers == (Danger(DangerKind.OTHER_BANK, 2),)


def test_before_anybody_has_begun_no_reason_is_asked(app: Flask, now: datetime) -> None:
    a_bank()
    a_contest(rounds=two_rounds())
    assert update(title="Khác", rounds=[a_round()], now=now).title == "Khác"
    assert "reason" not in last_detail()


def test_what_touches_nobody_needs_no_reason(app: Flask, now: datetime) -> None:
    a_taken_contest(now)
    renamed = [a_round(title="Tuần 1"), two_rounds()[1]]
    changed = update(summary="Lời mời khác", rounds=renamed, reason="không cần", now=now)
    assert (changed.summary, changed.rounds[0].title) == ("Lời mời khác", "Tuần 1")
    assert "reason" not in last_detail()


def test_a_reason_does_not_allow_what_is_not_allowed(app: Flask, now: datetime) -> None:
    a_taken_contest(now)
    a_bank("other")
    shorter = a_round(closes_at=a_round().closes_at - HOUR)
    earlier = a_round(opens_at=a_round().opens_at - HOUR)
    later = two_rounds()[1]
    forbidden: list[tuple[str, dict[str, Any]]] = [
        ("rules", {"rules": some_rules(result_policy="nothing")}),
        ("bank", {"rounds": [a_round("other"), later]}),
        ("closes_earlier", {"rounds": [shorter, later]}),
        ("opened", {"rounds": [earlier, later]}),
    ]
    for why, change in forbidden:
        with pytest.raises(ContestRunning) as refused:
            update(reason="Tôi muốn thế", now=now, **{"rounds": two_rounds(), **change})
        assert refused.value.why == why
    after = SECOND["opens_at"] + HOUR
    reopened = [
        a_round(closes_at=after + HOUR / 2),
        a_round(**{**SECOND, "opens_at": after + HOUR}),
    ]
    with pytest.raises(ContestRunning) as refused:
        update(reason="Mở lại", rounds=reopened, now=after)
    assert refused.value.why == "closed"


def test_a_reason_has_a_length(app: Flask, now: datetime) -> None:
    a_taken_contest(now)
    with pytest.raises(InvalidRequest) as refused:
        update(title="Khác", rounds=two_rounds(), reason="x" * 301, now=now)
    assert refused.value.errors == (("reason", "too_long"),)


def test_whom_a_change_touches_is_counted_by_round_and_person(app: Flask, now: datetime) -> None:
    a_bank()
    made = a_contest(rounds=two_rounds(), attempts_allowed=2)
    first, second = a_person(), a_person()
    a_finished_attempt(first, at=now)
    a_started_attempt(second, at=now)
    a_finished_attempt(first, at=SECOND["opens_at"])
    a_started_attempt(first, at=SECOND["opens_at"] + HOUR)
    before = contest_guard.touched(made.id, now + timedelta(minutes=1))
    assert before.of_round(1) == RoundTouch(1, 2, 1, 1)
    assert before.of_round(2) == RoundTouch(2, 1, 1, 1)
    assert before.of_round(None) == RoundTouch(0, 2, 2, 1)
    later = contest_guard.touched(made.id, now + HOUR)  # the second's time is over by then
    assert later.of_round(1).answering == 0
    assert later.of_round(3) == RoundTouch(3, 0, 0, 0)
