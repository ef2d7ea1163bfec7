"""Eight real contests, set up by settings alone, played, ranked, and recounted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.domain.contests import State
from app.domain.errors import (
    AttemptLimitReached,
    BirthYearRequired,
    InvalidRequest,
    NotEligible,
)
from app.services import (
    boards,
    contests,
    draws,
    evidence_bundles,
    exclusions,
    neighbours,
    participation_days,
    people,
    starting,
)
from app.services.recount_sources import recount_contest
from tests.conftest import NOW
from tests.contests_of_record import (
    GROUP_1,
    GROUP_2,
    HA_NOI,
    RECORDS,
    WEEK,
    hold,
    in_order,
    somebody,
    thirty,
)
from tests.factories import MINH_XUAN, a_phone
from tests.factories_contests import DAY, a_finished_attempt, a_started_attempt

pytestmark = pytest.mark.usefixtures("app")
SECOND = timedelta(seconds=1)


def order(slug: str, **asked: object) -> list[str]:
    """Public ids on a board, best first."""
    board = boards.individual_board(slug, limit=200, **asked)  # type: ignore[arg-type]
    return [row.person_public_id for row in board.rows]


@pytest.mark.parametrize("slug", RECORDS)
def test_thirty_people_are_ranked_as_published_and_a_recount_agrees(app: Flask, slug: str) -> None:
    contest = hold(slug)
    played = thirty(contest)
    assert order(slug) == in_order(played)
    for division in contest.rules.divisions:
        assert order(slug, division=division.code) == in_order(played, division.groups)
    units = boards.unit_board(slug, "commune", limit=200)
    assert sum(row.participants for row in units.rows) == 30
    assert recount_contest(slug).identical


def test_binh_thuan_settles_its_prediction_by_counting_who_had_everything_right(
    app: Flask,
) -> None:
    contest = hold("binh-thuan-2024")
    near, far, none, second_try = (somebody() for _ in range(4))
    play = {"right": 15, "at": NOW}
    a_finished_attempt(near, contest.slug, seconds=300, prediction=4, **play)
    a_finished_attempt(far, contest.slug, seconds=100, prediction=40, **play)
    a_finished_attempt(none, contest.slug, seconds=100, prediction=None, **play)
    # Several attempts: the best one counts, so three people of four … and then all four.
    a_finished_attempt(second_try, contest.slug, right=3, at=NOW, prediction=4)
    a_finished_attempt(second_try, contest.slug, right=15, at=NOW + DAY, seconds=200, prediction=5)
    closed = contest.rounds[0].closes_at + DAY
    boards.refresh(closed)
    before = boards.individual_board(contest.slug, round_number=1)
    assert before.provisional
    assert order(contest.slug, round_number=1)[2:] == [second_try.public_id, near.public_id]
    settle(contest.slug, closed)
    round_ = contests.get_contest(contest.slug).rounds[0]
    assert (round_.settled_prediction, round_.settled_quantity) == (4, "all_right")
    after = boards.individual_board(contest.slug, round_number=1)
    assert not after.provisional
    # Off by 0, 1 and 36; who did not guess is last.
    assert order(contest.slug, round_number=1) == [
        one.public_id for one in (near, second_try, far, none)
    ]
    assert [row.prize for row in after.rows] == [True] * 4
    assert recount_contest(contest.slug).identical


def settle(slug: str, now: object, value: int | None = None) -> None:
    contests.settle_prediction(slug, round_number=1, value=value, account_id=None, now=now)  # type: ignore[arg-type]


def test_ben_tre_takes_people_of_twelve_from_the_province_once(app: Flask) -> None:
    contest = hold("ben-tre-2023")
    with pytest.raises(BirthYearRequired):
        a_started_attempt(somebody(born=None), contest.slug)
    for who, why in (
        (somebody(born=2015), "too_young"),
        (somebody(commune=HA_NOI), "province"),
    ):
        with pytest.raises(NotEligible) as refused:
            a_started_attempt(who, contest.slug)
        assert refused.value.why == why
    child = somebody(born=2014)
    a_finished_attempt(child, contest.slug, right=10, prediction=1)
    with pytest.raises(AttemptLimitReached):
        a_started_attempt(child, contest.slug)
    over, under = somebody(), somebody()
    a_finished_attempt(over, contest.slug, right=10, prediction=4)
    a_finished_attempt(under, contest.slug, right=10, prediction=2)
    closed = contest.closes_at + DAY
    with pytest.raises(InvalidRequest) as changed:
        settle(contest.slug, closed, 4)
    assert changed.value.errors == (("value", "changed"),)
    settle(contest.slug, closed, 3)  # Three took part, as the page showed.
    # 4 is as near as 2, but above: behind all who are not.
    assert order(contest.slug) == [one.public_id for one in (under, child, over)]


def test_bac_kan_has_two_groups_a_draw_and_no_organisers(app: Flask) -> None:
    contest = hold("bac-kan-2023")
    phone = a_phone()
    exclusions.add(contest.slug, phone=phone, role="question_writer", account_id=None, now=NOW)
    writer = somebody("cadre", phone=phone)  # registers only after being put on the list
    with pytest.raises(NotEligible) as refused:
        a_started_attempt(writer, contest.slug)
    assert refused.value.why == "excluded"
    with pytest.raises(NotEligible):
        a_started_attempt(somebody(born=2012), contest.slug)
    same = [somebody("cadre") for _ in range(3)] + [somebody("student") for _ in range(2)]
    for one in same:
        a_finished_attempt(one, contest.slug, right=10, seconds=60)
    closed = contest.closes_at + DAY
    boards.refresh(closed)
    assert {row.rank for row in boards.individual_board(contest.slug).rows} == {1}
    draws.hold_draw(contest.slug, seed="ab" * 32, phrase="Chín", account_id=None, now=closed)
    held = contests.get_contest(contest.slug).draw
    assert held is not None
    rows = boards.individual_board(contest.slug).rows
    assert [row.rank for row in rows] == [1, 2, 3, 4, 5]
    assert [row.prize for row in rows] == [True, False, False, False, False]
    first, second = boards.individual_board(contest.slug, division="1").rows[:2]
    assert [(row.rank, row.group, row.prize) for row in (first, second)] == [
        (1, "cadre", True),
        (2, "cadre", True),
    ]
    assert len(order(contest.slug, division="2")) == 2
    with pytest.raises(InvalidRequest) as again:
        draws.hold_draw(contest.slug, seed="cd" * 32, account_id=None, now=closed)
    assert again.value.errors == (("draw", "held"),)
    assert recount_contest(contest.slug).identical
    last = next(one for one in same if one.public_id == rows[-1].person_public_id)
    ahead, behind = neighbours.neighbours(contests.get_contest(contest.slug), last.person_id)
    assert behind is None
    assert ahead is not None and ahead.parted_by == "draw"
    assert ahead.other is not None and ahead.own is not None and ahead.other < ahead.own


def test_binh_phuoc_publishes_participation_every_day_at_eleven(app: Flask) -> None:
    contest = hold("binh-phuoc-2023")
    thirty(contest)
    eleven = NOW.replace(hour=4, minute=0) + DAY  # 11:00 in Vietnam
    assert participation_days.publish_due(eleven - SECOND) == 0
    assert participation_days.publish_due(eleven) == 1
    assert participation_days.publish_due(eleven + timedelta(minutes=1)) == 0
    a_finished_attempt(somebody(commune=MINH_XUAN), contest.slug, right=1, at=eleven)
    assert participation_days.publish_due(eleven + DAY) == 1
    newest, first = (participation_days.show(contest.slug, number) for number in (None, 1))
    counts = [
        {one.code: (one.participants, one.attempts) for one in found.units["commune"]}[MINH_XUAN]
        for found in (first, newest)
    ]
    assert counts == [(10, 10), (11, 11)]
    assert [one.number for one in newest.days] == [2, 1]
    assert newest.units["commune"][0].rate is not None
    assert participation_days.workbook(contest.slug, 1)[:2] == b"PK"
    assert participation_days.publish_due(contest.closes_at + 3 * DAY) == 0


def test_lang_son_lets_its_committee_play_out_of_competition(app: Flask) -> None:
    contest = hold("lang-son-2023")
    best, other = somebody(), somebody()
    for one, right in ((best, 10), (other, 5)):
        a_finished_attempt(one, contest.slug, right=right)
    boards.refresh(NOW + DAY)
    assert order(contest.slug) == [best.public_id, other.public_id]
    phone = people.get_person(best.person_id).phone
    add = {"slug": contest.slug, "role": "committee", "account_id": None, "now": NOW + DAY}
    assert exclusions.add(phone=phone, **add)
    assert not exclusions.add(phone=phone, **add)
    assert order(contest.slug) == [other.public_id]
    assert boards.own_place(contest.slug, best.person_id) is None
    boards.refresh(NOW + DAY)
    units = {row.unit.id: row for row in boards.unit_board(contest.slug, "commune").rows}
    assert units[MINH_XUAN].participants == 1
    assert recount_contest(contest.slug).identical
    # A later attempt of another member is taken, scored, and on no board either.
    member = somebody()
    exclusions.add(phone=people.get_person(member.person_id).phone, **add)
    facts = a_finished_attempt(member, contest.slug, right=10)
    boards.refresh(NOW + DAY)
    assert facts.receipt and order(contest.slug) == [other.public_id]
    assert starting.role_in(contest, member.person_id) == "committee"
    (listed, _) = exclusions.list_exclusions(contest.slug)
    exclusions.remove(contest.slug, exclusion_id=listed.id, account_id=None, now=NOW + DAY)
    assert order(contest.slug) == [best.public_id, other.public_id]
    assert recount_contest(contest.slug).identical


def test_ninh_binh_runs_two_whole_months_and_counts_the_last_attempt(app: Flask) -> None:
    contest = hold("ninh-binh-2023")
    assert contest.state(contest.opens_at - SECOND) is State.SCHEDULED
    assert contest.state(contest.closes_at - SECOND) is State.OPEN
    who, rival = somebody(), somebody()
    for right, at in ((10, NOW), (4, NOW + DAY)):
        a_finished_attempt(who, contest.slug, right=right, at=at)
    a_finished_attempt(rival, contest.slug, right=5)
    boards.refresh(NOW + DAY)
    assert order(contest.slug) == [rival.public_id, who.public_id]


def test_ha_giang_adds_up_the_two_best_weeks_of_people_from_anywhere(app: Flask) -> None:
    contest = hold("ha-giang-2022")
    guest, steady = somebody(commune=HA_NOI), somebody()
    for number, (theirs, ours) in enumerate([(10, 6), (2, 6), (9, 6), (1, 6)]):
        at = NOW + WEEK * number
        a_finished_attempt(guest, contest.slug, right=theirs, at=at)
        a_finished_attempt(steady, contest.slug, right=ours, at=at)
    boards.refresh(contest.closes_at)
    rows = boards.individual_board(contest.slug).rows
    # 10 + 9 against 6 + 6; over all four weeks it would have been 22 against 24.
    assert [(row.person_public_id, row.correct, row.entries) for row in rows] == [
        (guest.public_id, 19, 4),
        (steady.public_id, 12, 4),
    ]
    assert [row.max_mills for row in rows] == [20_000, 20_000]
    assert recount_contest(contest.slug).identical


def test_the_national_contest_ranks_places_by_people_and_counts_attempts(app: Flask) -> None:
    contest = hold("toan-quoc-2020")
    eager, other, one_more = somebody(), somebody(commune="00721"), somebody(commune="00721")
    for number in range(3):
        a_finished_attempt(eager, contest.slug, right=5 + number, at=NOW + number * DAY)
    for one in (other, one_more):
        a_finished_attempt(one, contest.slug, right=1)
    boards.refresh(NOW + 4 * DAY)
    board = boards.unit_board(contest.slug, "commune", round_number=1)
    assert [(row.unit.id, row.participants, row.entries) for row in board.rows[:2]] == [
        ("00721", 2, 2),
        (MINH_XUAN, 1, 3),
    ]
    assert boards.individual_board(contest.slug).rows[0].correct == 7


def test_groups_of_the_two_divisions_share_nobody() -> None:
    assert not set(GROUP_1) & set(GROUP_2)


def test_a_bundle_of_a_drawn_contest_with_exclusions_is_recounted_alone(
    app: Flask, tmp_path: Path
) -> None:
    contest = hold("bac-kan-2023")
    late = somebody("cadre")
    for one in (late, *(somebody("cadre") for _ in range(4))):
        a_finished_attempt(one, contest.slug, right=10, seconds=60)
    closed = contest.closes_at + DAY
    phone = people.get_person(late.person_id).phone or ""
    exclusions.add(contest.slug, phone=phone, role="examiner", account_id=None, now=closed)
    draws.hold_draw(contest.slug, seed="0f" * 32, account_id=None, now=closed)
    path = tmp_path / "goi.zip"
    evidence_bundles.write_bundle(
        contest.slug, path, number_for=lambda person: 1000 + person, progress=lambda _: None
    )
    found = evidence_bundles.recount_bundle(path)
    assert found.differences == []
    assert (found.people, found.attempts) == (5, 5)
    assert [row.rank for row in boards.individual_board(contest.slug).rows] == [1, 2, 3, 4]
