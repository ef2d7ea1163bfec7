"""A draw waits for its time, and what is out of competition stays out."""

from __future__ import annotations

import pytest
from flask import Flask

from app.domain.errors import ContestNotClosed, InvalidRequest
from app.services import boards, contests, draws, exclusions, freezing, people
from app.services.recount_sources import recount_contest
from tests.conftest import NOW
from tests.contests_of_record import hold, somebody
from tests.factories_contests import DAY, a_finished_attempt


def order(slug: str) -> list[str]:
    """Public ids on the board, best first."""
    return [row.person_public_id for row in boards.individual_board(slug, limit=200).rows]


def test_a_draw_waits_for_the_closing_and_for_the_prediction(app: Flask) -> None:
    contest = hold("bac-kan-2023")
    with pytest.raises(ContestNotClosed):
        draws.hold_draw(contest.slug, seed="00" * 32, account_id=None, now=NOW)
    closed = contest.closes_at + DAY
    with pytest.raises(InvalidRequest) as refused:
        draws.hold_draw(contest.slug, seed="00" * 32, phrase="x" * 201, account_id=None, now=closed)
    assert refused.value.errors == (("phrase", "too_long"),)
    contests.finalise(contest.slug, account_id=None, now=closed)
    with pytest.raises(InvalidRequest) as final:
        draws.hold_draw(contest.slug, seed="00" * 32, account_id=None, now=closed)
    assert final.value.errors == (("draw", "final"),)


def test_results_out_of_competition_stay_out_through_freeze_and_reveal(app: Flask) -> None:
    contest = hold("lang-son-2023")
    member, other = somebody(), somebody()
    phone = people.get_person(member.person_id).phone or ""
    exclusions.add(contest.slug, phone=phone, role="secretary", account_id=None, now=NOW)
    freezing.plan_freeze(
        contest.slug, freeze_at=NOW + DAY, reveal_at=None, account_id=None, now=NOW
    )
    for one in (member, other):
        a_finished_attempt(one, contest.slug, right=9, at=NOW + 2 * DAY)
    boards.refresh(NOW + 3 * DAY)
    assert order(contest.slug) == []
    assert freezing.count_withheld(contest.slug) == 1
    freezing.reveal(contest.slug, account_id=None, now=NOW + 4 * DAY)
    boards.refresh(NOW + 4 * DAY)
    assert order(contest.slug) == [other.public_id]
    assert recount_contest(contest.slug).identical
