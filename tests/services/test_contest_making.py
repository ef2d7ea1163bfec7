"""Making, changing and publishing contests: everything wrong at once, nothing unfair later."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.contest_rules import CHAIN_A, Draw, Prediction, Rules
from app.domain.contests import State
from app.domain.errors import ContestRunning, InvalidRequest, NotEnoughQuestions, NotFound
from app.services import audit, contests
from app.services.contests import ContestView, NewRound
from app.storage.db import db
from app.storage.tables import AuditEntry
from tests.factories import a_person, an_organiser
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


def acts() -> list[tuple[str, str, int | None]]:
    query = select(AuditEntry.act, AuditEntry.subject, AuditEntry.account_id)
    found = db.session.execute(query.order_by(AuditEntry.number))
    return [(act, subject, who) for act, subject, who in found if act != "bank.import"]


def a_taken_contest(now: datetime, **given: Any) -> ContestView:
    made = a_contest(**given)
    a_started_attempt(a_person(), at=now)
    return made


# Creating


def test_a_contest_begins_as_a_draft_and_is_published_once(app: Flask, now: datetime) -> None:
    organiser = an_organiser().account_id
    a_draft(account_id=organiser)
    contests.publish_contest("cuoc-thi", account_id=organiser, now=now)
    contests.publish_contest("cuoc-thi", account_id=organiser, now=now + HOUR)
    made = contests.get_public_contest("cuoc-thi")
    assert made.published_at == now
    assert made.state(now) is State.OPEN
    assert acts()[-2:] == [
        ("contest.create", "contest/cuoc-thi", organiser),
        ("contest.publish", "contest/cuoc-thi", organiser),
    ]
    assert audit.find_broken_link() is None


def test_every_problem_is_named_at_once(app: Flask, now: datetime) -> None:
    a_bank()
    rounds = [
        a_round(opens_at=now, closes_at=now + 2 * DAY),
        a_round(opens_at=now + DAY, closes_at=now + 3 * DAY, title=" "),
        a_round("khong-co", opens_at=now + 5 * DAY, closes_at=now + 4 * DAY),
        a_round(opens_at=now + 6 * DAY, closes_at=now + 7 * DAY, version=9),
    ]
    with pytest.raises(InvalidRequest) as refused:
        a_draft(
            "Không phải slug",
            title="  ",
            summary="x" * 501,
            rules=some_rules(minutes=0, top_n=0),
            rounds=rounds,
        )
    assert set(refused.value.errors) == {
        ("slug", "format"),
        ("title", "missing"),
        ("summary", "too_long"),
        ("rules.minutes", "range"),
        ("rules.top_n", "range"),
        ("rounds[1].title", "missing"),
        ("rounds[1].opens_at", "overlap"),
        ("rounds[2].closes_at", "order"),
        ("rounds[2].bank_slug", "unknown"),
        ("rounds[3].bank_version", "unknown"),
    }
    assert contests.list_contests(now=now, drafts=True) == []
    assert acts() == []


@pytest.mark.parametrize("slug", ["", "a--b", "-a", "a-", "Ab", "a/b", "a b", "ă", "a" * 65])
def test_a_slug_is_plain_words_and_hyphens(app: Flask, slug: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        a_draft(slug)
    assert refused.value.errors == (("slug", "format"),)


@pytest.mark.parametrize("slug", ["cuoc-thi", "new"])
def test_a_taken_slug_is_refused(app: Flask, slug: str) -> None:
    a_draft()
    with pytest.raises(InvalidRequest) as refused:
        a_draft(slug)
    assert refused.value.errors == (("slug", "taken"),)


def test_a_contest_needs_a_round_and_moments_need_a_zone(app: Flask, now: datetime) -> None:
    a_bank()
    with pytest.raises(InvalidRequest) as refused:
        a_draft(rounds=[])
    assert refused.value.errors == (("rounds", "missing"),)
    naive = a_round(opens_at=now.replace(tzinfo=None))
    with pytest.raises(InvalidRequest) as refused:
        a_draft(rounds=[naive])
    assert refused.value.errors == (("rounds[0].opens_at", "timezone"),)


def test_a_round_may_begin_at_the_moment_the_one_before_ends(app: Flask, now: datetime) -> None:
    a_bank()
    second = a_round(opens_at=now + DAY, closes_at=now + 2 * DAY)
    assert len(a_draft(rounds=[a_round(), second]).rounds) == 2


def test_a_round_inside_a_longer_one_overlaps_even_past_a_short_one(
    app: Flask, now: datetime
) -> None:
    a_bank()
    long = a_round(opens_at=now, closes_at=now + 9 * DAY)
    short = a_round(opens_at=now + DAY, closes_at=now + 2 * DAY)
    other = a_round(opens_at=now + 3 * DAY, closes_at=now + 4 * DAY)
    with pytest.raises(InvalidRequest) as refused:
        a_draft(rounds=[long, short, other])
    assert {path for path, _ in refused.value.errors} == {
        "rounds[1].opens_at",
        "rounds[2].opens_at",
    }


def test_a_bank_with_too_few_questions_is_refused(app: Flask, now: datetime) -> None:
    a_bank(count=4, topics=("x", "y"))
    a_bank("large", count=9, topics=("x", "y"))
    rules = some_rules(draws=(Draw("x", None, 2), Draw("y", None, 3)))
    rounds = [a_round("large"), a_round(opens_at=now + 2 * DAY, closes_at=now + 3 * DAY)]
    with pytest.raises(NotEnoughQuestions) as refused:
        a_draft(rules=rules, rounds=rounds)
    assert (refused.value.draw, refused.value.wanted) == (1, 3)
    assert contests.list_contests(now=now, drafts=True) == []


def test_a_chain_with_predictions_needs_their_question(app: Flask) -> None:
    with pytest.raises(InvalidRequest) as refused:
        a_draft(rules=some_rules(chain=CHAIN_A))
    assert refused.value.errors == (("rules.prediction", "missing"),)
    assert a_draft(rules=some_rules(chain=CHAIN_A, prediction=Prediction("Mấy?"))).rules.prediction


def test_a_round_takes_the_newest_version_or_the_one_named(app: Flask, now: datetime) -> None:
    a_bank(count=6)
    a_bank(count=7)
    newest = a_draft("newest", rounds=[a_round()])
    first = a_draft("first", rounds=[a_round(version=1)])
    assert newest.rounds[0].bank_version_id != first.rounds[0].bank_version_id


def test_texts_are_kept_composed_and_on_one_line(app: Flask) -> None:
    made = a_draft(title="  Cuo\u0323\u0302c \n thi  ", description=" a\n\nb ")
    assert (made.title, made.description) == ("Cuộc thi", "a\n\nb")


# Changing


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
    assert acts()[-1] == ("contest.update", "contest/cuoc-thi", None)
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
    changed = update(title="Sửa", prizes="Một giải nhất", now=now)
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
    changed = update(rounds=[a_round(), moved, third], now=now)
    assert [one.opens_at for one in changed.rounds][1:] == [now + 3 * DAY, now + 4 * DAY]
    assert len(update(rounds=[a_round()], now=now).rounds) == 1
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


def test_publishing_what_is_not_there_is_refused(app: Flask, now: datetime) -> None:
    with pytest.raises(NotFound):
        contests.publish_contest("khong-co", account_id=None, now=now)
