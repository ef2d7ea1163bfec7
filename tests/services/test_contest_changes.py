"""Changing contests: a draft in everything, a running one only where nobody is wronged."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.contest_rules import Draw, Rules
from app.domain.errors import ContestRunning, InvalidRequest, NotEnoughQuestions, NotFound
from app.services import contests
from app.services.contests import ContestView, NewRound
from app.storage.db import db
from app.storage.tables import AuditEntry
from tests.factories import a_person
from tests.factories_contests import (
    DAY,
    HOUR,
    a_bank,
    a_contest,
    a_draft,
    a_round,
    a_started_attempt,
    some_rules,
)


def update(slug: str = "cuoc-thi", **given: Any) -> ContestView:
    values: dict[str, Any] = {
        "account_id": None,
        "title": "Cuộc thi",
        "summary": "Tóm tắt",
        "description": "Mô tả",
        "prizes": "",
        "rules": some_rules(),
        "rounds": [a_round()],
        **given,
    }
    return contests.update_contest(slug, **values)


def a_taken_contest(now: datetime, **given: Any) -> ContestView:
    made = a_contest(**given)
    a_started_attempt(a_person(), at=now)
    return made


def last_act() -> tuple[str, str]:
    query = select(AuditEntry.act, AuditEntry.subject).order_by(AuditEntry.number.desc())
    return tuple(db.session.execute(query).first() or ())


def test_a_draft_may_change_in_everything(app: Flask, now: datetime) -> None:
    a_draft()
    a_bank("other")
    rounds = [
        a_round("other", opens_at=now + DAY, closes_at=now + 2 * DAY),
        a_round(opens_at=now + 2 * DAY, closes_at=now + 3 * DAY, title="Đợt 2"),
    ]
    changed = update(title="Tên mới", rules=some_rules(minutes=9), rounds=rounds, now=now)
    assert (changed.title, changed.rules.minutes, changed.rules_number) == ("Tên mới", 9, 2)
    assert [one.opens_at for one in changed.rounds] == [now + DAY, now + 2 * DAY]
    assert last_act() == ("contest.update", "contest/cuoc-thi")
    fewer = update(rules=some_rules(minutes=9), rounds=rounds[:1], now=now)
    assert (len(fewer.rounds), fewer.rules_number) == (1, 2)


def test_old_rules_stay_readable(app: Flask, now: datetime) -> None:
    made = a_draft()
    update(rules=some_rules(minutes=9), now=now)
    assert contests.rules_of(made.id, 1).minutes == 10
    assert contests.rules_of(made.id, 2).minutes == 9


def test_changing_names_every_problem_too(app: Flask, now: datetime) -> None:
    a_draft()
    with pytest.raises(InvalidRequest) as refused:
        update(title="", rules=some_rules(minutes=0), rounds=[], now=now)
    assert {path for path, _ in refused.value.errors} == {"title", "rules.minutes", "rounds"}
    with pytest.raises(NotEnoughQuestions):
        update(rules=some_rules(draws=(Draw(None, None, 99),)), now=now)
    with pytest.raises(NotFound):
        update("khong-co", now=now)


def test_texts_may_change_after_attempts(app: Flask, now: datetime) -> None:
    a_taken_contest(now)
    changed = update(title="Sửa", prizes="Một giải nhất", reason="Sửa lỗi chữ", now=now)
    assert (changed.title, changed.prizes, changed.rules_number) == ("Sửa", "Một giải nhất", 1)


def test_rules_may_not_change_after_attempts(app: Flask, now: datetime) -> None:
    a_taken_contest(now)
    with pytest.raises(ContestRunning):
        update(title="Sửa", rules=some_rules(minutes=60), now=now)
    assert contests.get_contest("cuoc-thi").title == "Cuộc thi"


def test_a_bank_may_not_change_under_attempts(app: Flask, now: datetime) -> None:
    made = a_taken_contest(now)
    a_bank("other")
    a_bank(count=9)  # A newer version of the bank in use.
    for round_ in (a_round("other"), a_round(version=2)):
        with pytest.raises(ContestRunning):
            update(rounds=[round_], now=now)
    kept = update(rounds=[a_round()], now=now)
    assert kept.rounds == made.rounds


def test_a_later_round_may_still_change_and_more_may_follow(app: Flask, now: datetime) -> None:
    later = a_round(opens_at=now + 2 * DAY, closes_at=now + 3 * DAY)
    a_bank()
    a_bank("other")
    a_taken_contest(now, rounds=[a_round(), later])
    moved = a_round("other", opens_at=now + 3 * DAY, closes_at=now + 4 * DAY)
    third = a_round(opens_at=now + 4 * DAY, closes_at=now + 5 * DAY)
    changed = update(rounds=[a_round(), moved, third], reason="Lùi vì bão", now=now)
    assert [one.opens_at for one in changed.rounds][1:] == [now + 3 * DAY, now + 4 * DAY]
    assert len(update(rounds=[a_round()], reason="Chỉ còn một đợt", now=now).rounds) == 1
    with pytest.raises(ContestRunning):
        update(rounds=[moved], now=now)


def test_once_open_a_round_may_only_close_later(app: Flask, now: datetime) -> None:
    a_contest()
    open_one = a_round()
    for bad in (
        replace(open_one, opens_at=now - 2 * HOUR),
        replace(open_one, closes_at=open_one.closes_at - timedelta(seconds=1)),
    ):
        with pytest.raises(ContestRunning):
            update(rounds=[bad], now=now)
    longer = replace(open_one, closes_at=open_one.closes_at + DAY)
    assert update(rounds=[longer], now=now).closes_at == now + 2 * DAY


def test_a_closed_round_never_opens_again(app: Flask, now: datetime) -> None:
    a_contest()
    longer = a_round(closes_at=now + 9 * DAY)
    with pytest.raises(ContestRunning):
        update(rounds=[longer], now=now + DAY)
    assert update(title="Sửa", rounds=[a_round()], now=now + DAY).title == "Sửa"


def test_a_final_contest_changes_in_its_texts_only(app: Flask, now: datetime) -> None:
    a_contest()
    after = now + 2 * DAY
    contests.finalise("cuoc-thi", account_id=None, now=after)
    more = a_round(opens_at=after, closes_at=after + DAY)
    changes: list[tuple[Rules, list[NewRound]]] = [
        (some_rules(minutes=3), [a_round()]),
        (some_rules(), [a_round(), more]),
        (some_rules(), [a_round(closes_at=after + DAY)]),
    ]
    for rules, rounds in changes:
        with pytest.raises(ContestRunning):
            update(rules=rules, rounds=rounds, now=after)
    assert update(title="Sửa", now=after).title == "Sửa"
