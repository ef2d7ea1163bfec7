"""What is counted beside the standings: exact, in short stretches, and at the price of news."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import event, select

from app.services import boards, demo_fill
from app.services.contests import ContestView
from app.services.transactions import writing
from app.storage import derivations, standings, stretches, tallies
from app.storage.db import db
from app.storage.standing_rows import Row
from app.storage.standings import Part
from app.storage.stretches import Side
from app.storage.tables import BoardStretch, Standing
from tests.factories import a_person, some_communes
from tests.factories_contests import a_contest, a_result
from tests.kept_boards import counts_are_true
from tests.queries import counted_queries

SLUG = "cuoc-thi"


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> int:
    """Stretches are cut when they have more than four people."""
    monkeypatch.setattr(stretches, "LONGEST", 4)
    return 4


@pytest.fixture
def contest(app: Flask) -> ContestView:
    some_communes()
    return a_contest(SLUG, attempts_allowed=None)


def rows_of(contest: ContestView, people: list[int], keys: list[int]) -> list[Row]:
    """Standings of the whole contest with these keys, among two groups."""
    return [
        Row(
            contest_id=contest.id,
            scope=0,
            person_id=person,
            group=("student", "resident")[person % 2],
            commune_code="02215",
            organisation_id=None,
            rank_key=f"{key:019d}",
            mills=1000 * (key % 7),
            max_mills=7000,
            correct=1,
            time_ms=key,
            ended_at=contest.created_at,
            entries=1,
            prediction=None,
        )
        for person, key in zip(people, keys, strict=True)
    ]


def replaced(gone: list[Row], come: list[Row]) -> None:
    with writing() as session:
        derivations.hold_boards(session)
        derivations.replace_rows(session, gone, come)
    db.session.remove()


def lengths(group: str = "") -> list[int]:
    query = select(BoardStretch.people).where(BoardStretch.scope == 0, BoardStretch.group == group)
    return list(db.session.scalars(query.order_by(BoardStretch.low)))


@pytest.mark.parametrize("seed", range(3))
def test_places_are_exact_whatever_came_and_went(
    contest: ContestView, short: int, seed: int
) -> None:
    chance = random.Random(seed)
    people = [a_person().person_id for _ in range(40)]
    now: list[Row] = []
    for _ in range(6):
        moved = chance.sample(people, 15)
        come = rows_of(contest, moved, [chance.randrange(30) for _ in moved])
        leaving = [one for one in now if one.person_id not in moved and chance.random() < 0.1]
        before = [one for one in now if one.person_id in moved]
        replaced([*before, *leaving], come)
        now = [one for one in now if one not in before and one not in leaving] + come
        for group in (None, "student"):
            part = Part(contest.id, 0, group)
            keys = sorted(one.rank_key for one in now if group in (None, one.group))
            assert standings.count(part) == len(keys)
            for key in {*keys, f"{99:019d}"}:
                assert standings.count_before(part, key) == sum(one < key for one in keys)
    counts_are_true()


def test_no_stretch_is_longer_than_it_may_be_but_of_equal_people(
    contest: ContestView, short: int
) -> None:
    people = [a_person().person_id for _ in range(30)]
    keys = [5] * 12 + list(range(10, 28))
    for start in range(0, 30, 3):
        replaced([], rows_of(contest, people[start : start + 3], keys[start : start + 3]))
    found = lengths()
    assert sum(found) == 30
    assert [one for one in found if one > short] == [12]
    assert sum(lengths("student")) == 15


def test_a_far_page_begins_at_a_stretch(contest: ContestView, short: int) -> None:
    people = [a_person().person_id for _ in range(30)]
    replaced([], rows_of(contest, people, [place // 2 for place in range(30)]))
    for offset in range(0, 32, 3):
        with counted_queries() as sent:
            page = standings.list_page(Part(contest.id, 0), None, offset=offset, limit=5)
        assert [one.person_id for one in page] == people[offset : offset + 5]
        assert len(sent) == (2 if offset > short else 1)
        low, rest = stretches.seek(Side(contest.id, 0, ""), offset)
        assert rest <= short or offset >= 30, low


def test_counts_that_do_not_fit_are_made_anew(contest: ContestView) -> None:
    people = [a_person().person_id for _ in range(4)]
    rows = rows_of(contest, people, [1, 2, 3, 4])
    replaced([], rows)
    with writing() as session:
        for table in (BoardStretch, tallies.UnitTally):
            session.execute(table.__table__.delete())
    replaced(rows[:1], rows_of(contest, people[:1], [9]))
    counts_are_true()
    assert standings.count_before(Part(contest.id, 0), f"{9:019d}") == 3


def test_the_best_of_a_unit_are_as_many_as_are_asked_for() -> None:
    tally = tallies.Tally("02215", "student", 6, 6, 0, "9000:2,7000:3,0:1")
    assert tally.best(1) == [9000]
    assert tally.best(4) == [9000, 9000, 7000, 7000]
    assert tally.best(9) == [9000, 9000, 7000, 7000, 7000, 0]
    assert tallies.Tally("02215", "student", 0, 0, 0, "").best(3) == []


def rows_touched() -> Iterator[dict[str, int]]:
    found = {"read": 0, "written": 0}

    def note(_connection: object, cursor: object, statement: str, *_rest: object) -> None:
        count = max(0, getattr(cursor, "rowcount", 0))
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            found["written"] += count

    event.listen(db.engine, "after_cursor_execute", note)
    yield found
    event.remove(db.engine, "after_cursor_execute", note)


def test_a_refresh_writes_what_is_new_however_much_is_stored(
    contest: ContestView, now: datetime
) -> None:
    written, statements = [], []
    for stored in (20, 200):
        demo_fill.fill(
            SLUG, random.Random(stored), people=stored, attempts=stored, first=1, now=now
        )
        boards.refresh(now)
        for number in range(10):
            a_result(a_person().person_id, contest.rounds[0].id, mills=number * 100)
        touched = rows_touched()
        found = next(touched)
        with counted_queries() as sent:
            assert boards.refresh(now) == 10
        next(touched, None)
        written.append(found["written"])
        statements.append(len(sent))
        db.session.remove()
    # Snapshots of unit boards are written whole, one row a kind and group that has people.
    assert written[1] <= written[0] + 20
    assert statements[1] <= statements[0]


def test_people_of_a_refresh_are_found_by_their_whole_key(
    contest: ContestView, now: datetime
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the plan of a few rows says nothing on PostgreSQL")
    a_result(a_person().person_id, contest.rounds[0].id)
    with counted_queries() as sent:
        boards.refresh(now)
    reads = [one for one in sent if "FROM standings" in one and "person_id IN" in one]
    assert reads
    for one in reads:
        places = [0] * one.count("?")
        raw = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", tuple(places))
        plan = " ".join(str(row) for row in raw)
        assert "person_id=?" in plan and "SCAN" not in plan


def test_neighbours_and_places_agree_with_the_board(contest: ContestView, now: datetime) -> None:
    demo_fill.fill(SLUG, random.Random(3), people=25, attempts=25, first=1, now=now)
    boards.refresh(now)
    board = boards.individual_board(SLUG, limit=100)
    people = list(db.session.scalars(select(Standing.person_id).where(Standing.scope == 0)
                                     .order_by(Standing.rank_key, Standing.person_id)))  # fmt: skip
    ranks = [row.rank for row in board.rows]
    assert [boards.own_place(SLUG, one).rank for one in people] == ranks  # type: ignore[union-attr]
    part = Part(contest.id, 0)
    keys = dict(
        db.session.execute(
            select(Standing.person_id, Standing.rank_key).where(Standing.scope == 0)
        ).all()  # type: ignore[arg-type]
    )
    for place, one in enumerate(people):
        ahead = standings.find_ahead(part, keys[one], one)
        behind = standings.find_behind(part, keys[one], one)
        assert (ahead.person_id if ahead else None) == (people[place - 1] if place else None)
        last = place == len(people) - 1
        assert (behind.person_id if behind else None) == (None if last else people[place + 1])
