"""The dry run as people read it: names and ranks before and after, nothing changed."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask

from app.domain.corrections import Kind
from app.domain.errors import NotFound
from app.services import boards, contests, correction_trials, corrections
from tests.factories import a_person, an_organiser
from tests.factories_contests import a_bank, a_contest, a_finished_attempt, a_round

SLUG = "cuoc-thi"


@pytest.fixture
def proposed(app: Flask, now: datetime) -> int:
    """Two wrong in the last question and one right: with "b" they change places."""
    a_bank(count=3)
    a_contest(SLUG, shuffle_questions=False, rounds=[a_round()])
    for name, right in (("Lò Văn Ba", 3), ("Mã Thị Hai", 2), ("Hà A Không", 0)):
        a_finished_attempt(a_person(full_name=name), SLUG, right=right)
    boards.refresh(now)
    contest = contests.get_contest(SLUG)
    return corrections.propose(
        SLUG, bank_version_id=contest.rounds[0].bank_version_id, question="q3",
        kind=Kind.REPLACE, response="b", reason="Nhầm", public_note="Đã sửa",
        account_id=an_organiser().account_id, now=now,
    )  # fmt: skip


def test_who_moves_in_the_first_places_is_named(proposed: int) -> None:
    found = correction_trials.try_correction(SLUG, proposed)
    assert (found["attempts"], found["changed"], found["people"]) == (3, 3, 3)
    [board] = found["boards"]
    assert (board["round"], board["people"], board["moved"]) == (None, 3, 2)
    assert [
        (row["name"], row["before"], row["after"], row["mills_after"]) for row in board["first"]
    ] == [
        ("Mã Thị Hai", 2, 1, 3000),
        ("Lò Văn Ba", 1, 2, 2000),
        ("Hà A Không", 3, 3, 1000),
    ]
    assert [row.mills for row in boards.individual_board(SLUG).rows] == [3000, 2000, 0]


def test_the_job_finds_the_same(proposed: int) -> None:
    params = {"slug": SLUG, "correction": proposed}
    assert correction_trials.try_job(params).result == correction_trials.try_correction(
        SLUG, proposed
    )


def test_a_correction_of_another_contest_is_not_tried(proposed: int) -> None:
    a_contest("khac")
    with pytest.raises(NotFound):
        correction_trials.try_correction("khac", proposed)
