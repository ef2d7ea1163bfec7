"""Making, changing and publishing contests: everything wrong at once, nothing unfair later."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.contest_rules import CHAIN_A, Draw, Prediction
from app.domain.contests import State
from app.domain.errors import InvalidRequest, NotEnoughQuestions, NotFound
from app.services import audit, contests
from app.storage.db import db
from app.storage.tables import AuditEntry
from tests.factories import an_organiser
from tests.factories_contests import (
    DAY,
    HOUR,
    a_bank,
    a_draft,
    a_round,
    some_rules,
)


def acts() -> list[tuple[str, str, int | None]]:
    query = select(AuditEntry.act, AuditEntry.subject, AuditEntry.account_id)
    found = db.session.execute(query.order_by(AuditEntry.number))
    return [(act, subject, who) for act, subject, who in found if act != "bank.import"]


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


def test_publishing_what_is_not_there_is_refused(app: Flask, now: datetime) -> None:
    with pytest.raises(NotFound):
        contests.publish_contest("khong-co", account_id=None, now=now)
