"""Boards read: masks, ranks over page borders, searching that undoes no mask, one's own place."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import update

from app.domain.contest_rules import ChainStep
from app.domain.errors import NotFound
from app.services import accounts, boards, people
from app.services.boards import BoardRow
from app.services.contests import ContestView
from app.services.transactions import writing
from app.storage.tables import Organisation
from tests.factories import (
    COMMUNES,
    DONG_VAN,
    MINH_XUAN,
    PASSWORD,
    SON_DUONG,
    a_person,
    an_organisation,
    some_communes,
)
from tests.factories_contests import (
    DAY,
    a_bank,
    a_contest,
    a_draft,
    a_result,
    a_round,
    identity_of,
)
from tests.queries import counted_queries

SLUG = "cuoc-thi"
POINTS = (ChainStep.POINTS,)


def play(contest: ContestView, mills: int = 3000, **person: object) -> int:
    who = a_person(**person).person_id
    a_result(who, contest.rounds[0].id, mills=mills)
    return who


def names(query: str = "") -> list[str]:
    return [row.name for row in boards.individual_board(SLUG, query=query).rows]


def ranked(rows: list[BoardRow]) -> list[int]:
    return [row.rank for row in rows]


# People


def test_names_are_masked_unless_the_rules_show_them(app: Flask, now: datetime) -> None:
    a_bank()
    masked = a_contest(rounds=[a_round()])
    full = a_contest("day-du", rounds=[a_round()], show_full_names=True)
    for contest in (masked, full):
        play(contest, full_name="Nguyễn Thị Minh Hạnh", organisation=an_organisation())
    boards.refresh(now)
    row = boards.individual_board(SLUG).rows[0]
    assert row.name == "Nguyễn T. M. H."
    assert (row.commune_name, row.organisation_name) == (
        "Phường Minh Xuân",
        "Sở Khoa học và Công nghệ",
    )
    assert (row.group, row.mills, row.max_mills, row.entries) == ("civil_servant", 3000, 3000, 1)
    assert boards.individual_board("day-du").rows[0].name == "Nguyễn Thị Minh Hạnh"


def test_a_deleted_person_keeps_the_place_without_a_name(app: Flask, now: datetime) -> None:
    contest = a_contest()
    who = a_person(password=PASSWORD)
    a_result(who.person_id, contest.rounds[0].id)
    boards.refresh(now)
    people.delete_own(identity=identity_of(who), password=PASSWORD, now=now)
    boards.refresh(now)
    row = boards.individual_board(SLUG).rows[0]
    assert (row.rank, row.name, row.commune_name) == (1, "", "Phường Minh Xuân")
    assert row.person_public_id != who.public_id
    assert accounts.find_signed_in(identity_of(who)) is None


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_ties_keep_their_rank_over_page_borders(app: Flask, now: datetime, limit: int) -> None:
    contest = a_contest(chain=POINTS)
    for mills in (3000, 2000, 2000, 2000, 2000, 1000, 1000, 0):
        play(contest, mills)
    boards.refresh(now)
    pages = [boards.individual_board(SLUG, offset=o, limit=limit) for o in range(0, 9, limit)]
    rows = [row for page in pages for row in page.rows]
    assert ranked(rows) == [1, 2, 2, 2, 2, 6, 6, 8]
    assert {page.total for page in pages} == {8}
    assert len({row.person_public_id for row in rows}) == 8


def test_ranks_are_those_of_the_round_and_group_that_is_looked_at(
    app: Flask, now: datetime
) -> None:
    a_bank()
    later = a_round(opens_at=now + 2 * DAY, closes_at=now + 3 * DAY)
    contest = a_contest(chain=POINTS, rounds=[a_round(), later])
    first = play(contest, 3000, group="student")
    second = play(contest, 2000, group="resident")
    third = play(contest, 1000, group="resident")
    a_result(third, contest.rounds[1].id, mills=2500)
    boards.refresh(now)

    def board(round_number: int | None = None, group: str | None = None) -> list[tuple[int, int]]:
        found = boards.individual_board(SLUG, round_number=round_number, group=group).rows
        return [(row.rank, row.mills) for row in found]

    assert board() == [(1, 3500), (2, 3000), (3, 2000)]
    assert board(1) == [(1, 3000), (2, 2000), (3, 1000)]
    assert board(2) == [(1, 2500)]
    assert board(group="resident") == [(1, 3500), (2, 2000)]
    assert board(1, "resident") == [(1, 2000), (2, 1000)]
    assert board(group="cadre") == []
    assert first != second


def test_a_board_is_as_of_its_last_change(app: Flask, now: datetime) -> None:
    contest = a_contest()
    assert boards.individual_board(SLUG).as_of is None
    assert boards.unit_board(SLUG, "commune").as_of is None
    play(contest)
    boards.refresh(now)
    boards.refresh(now + DAY)
    for group in (None, "civil_servant", "cadre"):
        assert boards.individual_board(SLUG, group=group).as_of == now
        assert boards.unit_board(SLUG, "commune", group=group).as_of == now


def test_boards_of_drafts_and_unknown_boards_are_not_found(app: Flask, now: datetime) -> None:
    a_draft("nhap")
    a_contest(rounds=[a_round()])
    for slug, kind, number in (
        ("nhap", "commune", None),
        (SLUG, "commune", 2),
        (SLUG, "village", None),
    ):
        with pytest.raises(NotFound):
            boards.unit_board(slug, kind, round_number=number)
    for slug, number in (("nhap", None), (SLUG, 2)):
        with pytest.raises(NotFound):
            boards.individual_board(slug, round_number=number)
        with pytest.raises(NotFound):
            boards.own_place(slug, 1, round_number=number)


@pytest.mark.parametrize("query", ["", "nguyen"])
def test_a_page_costs_the_same_for_few_and_many(app: Flask, now: datetime, query: str) -> None:
    contest = a_contest()
    costs = []
    for count in (1, 12):
        for _ in range(count):
            play(contest, organisation=an_organisation())
        boards.refresh(now)
        with counted_queries() as sent:
            assert boards.individual_board(SLUG, query=query).rows
        costs.append(len(sent))
    assert costs[0] == costs[1] <= 6


# Units


def test_the_board_of_communes_has_them_all(app: Flask, now: datetime) -> None:
    contest = a_contest(unit_formula="mean", min_unit_size=2)
    for mills, commune in ((1000, DONG_VAN), (2000, DONG_VAN), (3000, MINH_XUAN)):
        play(contest, mills, commune=commune)
    boards.refresh(now)
    board = boards.unit_board(SLUG, "commune")
    assert [(row.unit.id, row.rank, row.participants) for row in board.rows] == [
        (DONG_VAN, 1, 2),
        (MINH_XUAN, None, 1),
        (SON_DUONG, None, 0),
    ]
    assert board.rows[0].value == 1500
    assert board.rows[1].below_minimum
    assert (board.formula, board.top_n, board.min_size, board.total) == ("mean", 10, 2, 3)


def test_before_any_result_every_unit_is_there_without_a_rank(app: Flask) -> None:
    a_contest()
    some_communes()
    an_organisation("a", "A")
    an_organisation("b", "B", parent="a")
    communes = boards.unit_board(SLUG, "commune")
    assert {row.unit.id for row in communes.rows} == set(COMMUNES)
    organisations = boards.unit_board(SLUG, "organisation").rows
    assert [(row.unit.id, row.unit.parent, row.rank) for row in organisations] == [
        ("a", None, None),
        ("b", "a", None),
    ]


def test_a_board_of_a_group_counts_that_group_only(app: Flask, now: datetime) -> None:
    contest = a_contest()
    play(contest, group="student")
    play(contest, group="resident")
    boards.refresh(now)

    def people_of(group: str | None) -> int:
        return sum(row.participants for row in boards.unit_board(SLUG, "commune", group=group).rows)

    assert [people_of(group) for group in (None, "student", "cadre")] == [2, 1, 0]


def test_units_are_searched_and_paged(app: Flask, now: datetime) -> None:
    a_contest()
    for number in range(5):
        an_organisation(f"o{number}", f"Trường số {number}")
    an_organisation("x", "Sở Y tế")
    board = boards.unit_board(SLUG, "organisation", query="TRUONG", offset=3, limit=10)
    assert (board.total, [row.unit.name for row in board.rows]) == (
        5,
        ["Trường số 3", "Trường số 4"],
    )


def test_a_kept_board_reads_as_it_was_derived(app: Flask, now: datetime) -> None:
    contest = a_contest(unit_formula="rate")
    an_organisation("a", "A", headcount=7)
    for _ in range(2):
        play(contest, organisation="a")
    boards.refresh(now)
    row = boards.unit_board(SLUG, "organisation").rows[0]
    assert (row.rate, row.value) == (row.value, row.rate)
    assert row.rate is not None
    assert (row.rate.numerator, row.rate.denominator) == (2, 7)


def test_an_organisation_renamed_shows_its_new_name_on_the_next_board(
    app: Flask, now: datetime
) -> None:
    contest = a_contest()
    play(contest, organisation=an_organisation("a", "Cũ"))
    boards.refresh(now)
    with writing() as session:
        session.execute(update(Organisation).values(name="Mới"))
    play(contest, organisation="a")
    boards.refresh(now)
    assert boards.unit_board(SLUG, "organisation").rows[0].unit.name == "Mới"
    assert boards.individual_board(SLUG).rows[0].organisation_name == "Mới"
