"""One's own place: among all, in the own commune, in the own organisation."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from app.domain.contest_rules import ChainStep
from app.services import boards
from app.services.contests import ContestView
from tests.factories import DONG_VAN, MINH_XUAN, a_person, an_organisation
from tests.factories_contests import a_contest, a_result

SLUG = "cuoc-thi"
POINTS = (ChainStep.POINTS,)


def play(contest: ContestView, mills: int = 3000, **person: object) -> int:
    who = a_person(**person).person_id
    a_result(who, contest.rounds[0].id, mills=mills)
    return who


def test_ones_own_place_is_counted_among_all_and_among_the_own_units(
    app: Flask, now: datetime
) -> None:
    contest = a_contest(chain=POINTS)
    an_organisation("a", "A")
    play(contest, 3000, commune=DONG_VAN, organisation="a")
    play(contest, 2500, commune=MINH_XUAN)
    own = play(contest, 2000, commune=MINH_XUAN, organisation="a")
    play(contest, 2000, commune=MINH_XUAN)
    play(contest, 1000, commune=DONG_VAN, organisation="a")
    boards.refresh(now)
    place = boards.own_place(SLUG, own)
    assert place is not None
    assert (place.rank, place.total) == (3, 5)
    assert (place.commune_rank, place.commune_total) == (2, 3)
    assert (place.organisation_rank, place.organisation_total) == (2, 3)
    assert (place.row.rank, place.row.mills, place.row.name) == (3, 2000, "Nguyễn T. H.")
    assert boards.own_place(SLUG, own, round_number=1) is not None


def test_without_an_organisation_there_is_no_place_in_one(app: Flask, now: datetime) -> None:
    own = play(a_contest())
    boards.refresh(now)
    place = boards.own_place(SLUG, own)
    assert place is not None
    assert (place.organisation_rank, place.organisation_total) == (None, None)


def test_without_a_result_there_is_no_place(app: Flask, now: datetime) -> None:
    a_contest()
    assert boards.own_place(SLUG, a_person().person_id) is None
