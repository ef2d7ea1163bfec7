"""Unit boards: the sums of their people, rolled up, and never older than what they replace."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.services import board_refresh, boards, unit_derivation
from app.services.transactions import writing
from app.storage import boards as storage
from app.storage.tables import Organisation
from tests.factories import MINH_XUAN, a_person, an_organisation
from tests.factories_contests import a_contest, a_result
from tests.kept_boards import everything, from_scratch


def test_the_sums_of_a_unit_are_those_of_its_people(app: Flask, now: datetime) -> None:
    contest = a_contest(attempts_allowed=None, top_n=2, min_unit_size=1)
    an_organisation("a", "A", headcount=10)
    an_organisation("b", "B", parent="a", headcount=4)
    for unit, earned in (("a", 1000), ("b", 3000), ("b", 2000), (None, 500)):
        who = a_person(organisation=unit).person_id
        a_result(who, contest.rounds[0].id, mills=earned)
    a_result(who, contest.rounds[0].id, number=2, mills=0, correct=0)
    boards.refresh(now)
    rows = {row.unit.id: row for row in boards.unit_board("cuoc-thi", "organisation").rows}
    figures = {
        code: (row.participants, row.entries, row.mean_mills, row.top_mean_mills, row.rate)
        for code, row in rows.items()
    }
    assert figures["b"] == (2, 2, 2500, 2500, pytest.approx(0.5))
    assert figures["a"] == (3, 3, 2000, 2500, pytest.approx(0.3))
    communes = {row.unit.id: row for row in boards.unit_board("cuoc-thi", "commune").rows}
    assert (communes[MINH_XUAN].participants, communes[MINH_XUAN].entries) == (4, 5)


def test_the_people_of_a_merged_organisation_count_where_it_went(app: Flask, now: datetime) -> None:
    contest = a_contest()
    for code in ("old", "older", "new"):
        an_organisation(code, code.title())
    for unit in ("old", "older", "new"):
        a_result(a_person(organisation=unit).person_id, contest.rounds[0].id)
    with writing() as session:
        ids = dict(session.execute(select(Organisation.code, Organisation.id)).all())
        for source, target in (("older", "old"), ("old", "new")):
            session.execute(
                update(Organisation)
                .where(Organisation.code == source)
                .values(merged_into_id=ids[target])
            )
    boards.refresh(now)
    rows = boards.unit_board("cuoc-thi", "organisation").rows
    assert [(row.unit.id, row.participants) for row in rows] == [("new", 3)]


def test_unit_boards_derived_too_late_are_thrown_away(app: Flask, now: datetime) -> None:
    contest = a_contest()
    a_result(a_person().person_id, contest.rounds[0].id)
    with writing() as session:
        board_refresh._carry_batch(session, now)
    stale = storage.list_stale()[0]
    a_result(a_person().person_id, contest.rounds[0].id)
    with writing() as session:
        board_refresh._carry_batch(session, now)
    assert unit_derivation.derive(stale, now) is False
    boards.refresh(now)
    assert unit_derivation.derive(stale, now) is False
    assert storage.list_stale() == []
    assert everything() == from_scratch(contest, now)
