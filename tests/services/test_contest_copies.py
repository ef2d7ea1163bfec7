"""Copies: a draft with the rules and texts of an earlier contest, its days moved."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.contest_rules import Draw
from app.domain.errors import InvalidRequest, NotEnoughQuestions, NotFound
from app.services import audit, banks, contest_copies, contests
from app.services.contests import ContestView
from app.storage.db import db
from app.storage.tables import AuditEntry
from tests.factories import a_person, an_organiser
from tests.factories_contests import (
    DAY,
    a_bank,
    a_contest,
    a_finished_attempt,
    a_round,
    some_rules,
)

# The first round opens at 08:00 on Tuesday 24 November 2026 in Vietnam.
NEXT_YEAR = date(2027, 11, 23)


def a_source(now: datetime) -> ContestView:
    a_bank()
    return a_contest(
        title="Tìm hiểu 2026",
        prizes="Một xe đạp",
        rounds=[
            a_round(),
            a_round(title="Đợt 2", opens_at=now + 7 * DAY, closes_at=now + 8 * DAY),
        ],
        rules=some_rules(minutes=7, groups=("cadre",)),
    )


def copy(now: datetime, **given: object) -> ContestView:
    values = {
        "new_slug": "cuoc-thi-2027",
        "title": "Tìm hiểu 2027",
        "first_day": NEXT_YEAR,
        "account_id": None,
        **given,
    }
    return contest_copies.copy_contest("cuoc-thi", now=now, **values)  # type: ignore[arg-type]


def test_a_copy_is_a_draft_with_the_same_rules_and_texts_on_new_days(
    app: Flask, now: datetime
) -> None:
    source = a_source(now)
    a_finished_attempt(a_person(group="cadre"), at=now)
    who = an_organiser().account_id
    made = copy(now, account_id=who)
    assert (made.title, made.slug, made.published_at) == ("Tìm hiểu 2027", "cuoc-thi-2027", None)
    assert (made.rules, made.prizes, made.description) == (
        source.rules,
        source.prizes,
        source.description,
    )
    shift = timedelta(weeks=52)
    assert [one.span for one in made.rounds] == contest_copies.moved_rounds(source, NEXT_YEAR)
    assert [one.opens_at for one in made.rounds] == [o.opens_at + shift for o in source.rounds]
    assert [one.title for one in made.rounds] == ["Đợt 1", "Đợt 2"]
    assert contests.count_participation(made.id).attempts == 0
    assert contests.get_contest("cuoc-thi") == source


def test_a_copy_is_written_into_the_audit_chain_with_its_source(app: Flask, now: datetime) -> None:
    a_source(now)
    copy(now)
    query = select(AuditEntry.act, AuditEntry.subject, AuditEntry.detail)
    row = db.session.execute(query.order_by(AuditEntry.number.desc())).first()
    assert row is not None
    assert (row.act, row.subject) == ("contest.copy", "contest/cuoc-thi-2027")
    assert json.loads(row.detail)["from"] == "cuoc-thi"
    assert audit.find_broken_link() is None


def test_a_copy_takes_the_newest_version_of_its_bank(app: Flask, now: datetime) -> None:
    source = a_source(now)
    a_bank(count=9)
    made = copy(now)
    assert banks.compiled(source.rounds[0].bank_version_id).number == 1
    assert banks.compiled(made.rounds[0].bank_version_id).number == 2


def test_a_newer_bank_with_too_few_questions_is_said_and_nothing_is_made(
    app: Flask, now: datetime
) -> None:
    a_bank(count=8)
    a_contest(rules=some_rules(draws=(Draw(None, None, 7),)))
    a_bank(count=5)
    with pytest.raises(NotEnoughQuestions):
        copy(now)
    assert len(contests.list_contests(now=now, drafts=True)) == 1


def test_what_cannot_be_is_refused(app: Flask, now: datetime) -> None:
    with pytest.raises(NotFound):
        copy(now)
    a_source(now)
    for wrong, error in (
        ({"new_slug": "cuoc-thi"}, ("slug", "taken")),
        ({"title": " "}, ("title", "missing")),
        ({"first_day": date(1999, 12, 31)}, ("first_day", "range")),
        ({"first_day": date(9999, 12, 31)}, ("first_day", "range")),
    ):
        with pytest.raises(InvalidRequest) as refused:
            copy(now, **wrong)
        assert refused.value.errors == (error,)


def test_name_address_and_day_are_proposed(app: Flask, now: datetime) -> None:
    a_source(now)
    proposed = contest_copies.propose_copy("cuoc-thi", now)
    assert proposed == contest_copies.Proposal("Tìm hiểu 2027", "cuoc-thi-2027", NEXT_YEAR)
    copy(now)
    assert contest_copies.propose_copy("cuoc-thi", now).slug == "cuoc-thi-2027-2"
    assert contest_copies.propose_copy(
        "cuoc-thi", datetime(2027, 12, 1, tzinfo=UTC)
    ).first_day == date(2028, 11, 21)
