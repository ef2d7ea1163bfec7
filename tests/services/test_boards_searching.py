"""Searching a board finds what it shows, and undoes no mask."""

from __future__ import annotations

import random
from datetime import datetime

import pytest
from flask import Flask

from app.domain.contest_rules import ChainStep
from app.domain.ranking import ranks
from app.services import boards
from app.services.contests import ContestView
from tests.factories import DONG_VAN, a_person, an_organisation
from tests.factories_contests import a_contest, a_result

SLUG = "cuoc-thi"
POINTS = (ChainStep.POINTS,)


def play(contest: ContestView, mills: int = 3000, **person: object) -> None:
    a_result(a_person(**person).person_id, contest.rounds[0].id, mills=mills)


def names(query: str = "") -> list[str]:
    return [row.name for row in boards.individual_board(SLUG, query=query).rows]


def ranked(rows: list[boards.BoardRow]) -> list[int]:
    return [row.rank for row in rows]


@pytest.fixture
def searched(app: Flask, now: datetime) -> ContestView:
    contest = a_contest(chain=POINTS)
    play(contest, 3000, full_name="Nguyễn Thị Hạnh", commune=DONG_VAN)
    play(contest, 2000, full_name="Đặng Nguyễn Hạnh", organisation=an_organisation("x", "Sở Y tế"))
    play(contest, 2000, full_name="Nguyễn Văn Ba")
    play(contest, 1000, full_name="Hạnh")
    boards.refresh(now)
    return contest


def test_the_family_name_is_found_without_accents(searched: ContestView) -> None:
    assert names("nguyen") == names("NGUYỄN ") == ["Nguyễn T. H.", "Nguyễn V. B."]
    assert names("dang") == ["Đặng N. H."]
    board = boards.individual_board(SLUG, query="nguyen")
    assert (board.total, ranked(board.rows)) == (2, [1, 2])


def test_hidden_letters_cannot_be_searched(searched: ContestView) -> None:
    for hidden in ("hanh", "thi", "nguyen thi", "nguyen t", "nguye", "van ba", "%", "_guyen"):
        assert names(hidden) == [], hidden


def test_units_are_found_by_any_part_and_ranks_stay_those_of_all(searched: ContestView) -> None:
    assert names("dong van") == ["Nguyễn T. H."]
    found = boards.individual_board(SLUG, query="y te").rows
    assert [(row.rank, row.name) for row in found] == [(2, "Đặng N. H.")]
    minh_xuan = boards.individual_board(SLUG, query="minh xuân", offset=1, limit=2)
    assert (minh_xuan.total, ranked(minh_xuan.rows)) == (3, [2, 4])


def test_full_names_are_searched_where_they_are_shown(app: Flask, now: datetime) -> None:
    contest = a_contest(show_full_names=True)
    play(contest, full_name="Nguyễn Thị Hạnh")
    boards.refresh(now)
    assert names("thi hanh") == ["Nguyễn Thị Hạnh"]


def test_ranks_of_found_people_are_those_of_everybody(app: Flask, now: datetime) -> None:
    contest = a_contest(chain=POINTS)
    chance = random.Random(7)
    for _ in range(40):
        family = chance.choice(["Nguyễn", "Lê", "Đỗ"])
        play(contest, chance.choice([0, 1000, 2000, 3000]), full_name=f"{family} Văn A")
    boards.refresh(now)
    everybody = boards.individual_board(SLUG, limit=100).rows
    assert ranked(everybody) == ranks([f"{9999 - row.mills:05d}" for row in everybody])
    expected = [(row.rank, row.person_public_id) for row in everybody if row.name == "Lê V. A."]
    found = boards.individual_board(SLUG, query="le", limit=100).rows
    assert [(row.rank, row.person_public_id) for row in found] == expected
