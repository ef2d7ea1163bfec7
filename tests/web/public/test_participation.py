"""The daily figures, the boards of divisions, and why one stands where one stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from flask.testing import FlaskClient

from app.domain.contest_rules import CHAIN_A, CHAIN_B, ChainStep, Prediction
from app.domain.divisions import Division
from app.services import boards, exclusions, participation_days, people
from app.services.accounts import SignedIn
from tests.factories import a_person
from tests.factories_contests import a_contest, a_finished_attempt
from tests.reading_sheets import cells

As = Callable[[SignedIn], FlaskClient]
PAGE = "/contests/cuoc-thi/participation"
BOARD = "/contests/cuoc-thi/boards/individual"
PEOPLE = Division("dan", "Người dân, học sinh", ("resident", "student"), prizes_listed=1)


def test_a_contest_that_publishes_nothing_has_no_such_page(visitor: FlaskClient) -> None:
    a_contest()
    assert visitor.get(PAGE).status_code == 404
    assert PAGE not in visitor.get("/contests/cuoc-thi").text


def test_the_figures_appear_at_their_hour_and_older_days_stay(
    visitor: FlaskClient, now: datetime
) -> None:
    a_contest(publish_participation_at="11:00")
    a_finished_attempt(a_person())
    assert PAGE in visitor.get("/contests/cuoc-thi").text
    assert "Chưa có số liệu" in visitor.get(PAGE).text
    assert visitor.get(f"{PAGE}.xlsx").status_code == 404
    eleven = now.replace(hour=4, minute=0, second=0, microsecond=0)
    assert participation_days.publish_due(eleven + timedelta(hours=1)) == 1
    a_finished_attempt(a_person())
    page = visitor.get(PAGE).text
    assert "24/11/2026" in page and "Phường Minh Xuân" in page and "0,1 %" in page
    rows = cells(visitor.get(f"{PAGE}.xlsx?number=1").data)
    assert ["02215", "Phường Minh Xuân", 1000, 1, 1, 0.1] in rows
    for wrong in ("?number=2", "?number=x", "?kind=individual"):
        assert visitor.get(f"{PAGE}{wrong}").status_code == 404


def test_a_division_has_a_board_of_its_own_with_its_prizes(
    visitor: FlaskClient, now: datetime
) -> None:
    a_contest(divisions=(PEOPLE,))
    for name, group, right in (
        ("Nông Văn Cán", "cadre", 3),
        ("Lý Thị Dân", "resident", 2),
        ("Ma Văn Sinh", "student", 1),
    ):
        a_finished_attempt(a_person(full_name=name, group=group), right=right)
    boards.refresh(now)
    everybody, own = visitor.get(BOARD).text, visitor.get(f"{BOARD}?division=dan").text
    assert "Nông V. C." in everybody and "Có giải" not in everybody
    assert "Nông V. C." not in own and own.count("Có giải") == 1
    assert own.index("Lý T. D.") < own.index("Ma V. S.")
    assert visitor.get(f"{BOARD}?division=khac").status_code == 404
    units = visitor.get("/contests/cuoc-thi/boards/commune?division=dan").text
    assert "Phường Minh Xuân" in units
    api = visitor.get("/api/v1/contests/cuoc-thi/boards/individual?division=dan").json
    assert api is not None
    assert [(row["rank"], row["prize"]) for row in api["rows"]] == [(1, True), (2, False)]
    assert visitor.get("/api/v1/contests/cuoc-thi/boards/commune?division=x").status_code == 404


def test_a_board_is_provisional_until_its_prediction_is_settled(
    visitor: FlaskClient, now: datetime
) -> None:
    a_contest(chain=CHAIN_A, prediction=Prediction("Bao nhiêu?", {}, "participants"))
    a_finished_attempt(a_person(), prediction=3)
    boards.refresh(now)
    assert "Bảng tạm thời" in visitor.get(BOARD).text
    api = visitor.get("/api/v1/contests/cuoc-thi/boards/individual").json
    assert api is not None and api["provisional"] is True


def test_everybody_reads_why_they_stand_where_they_stand(as_person: As, now: datetime) -> None:
    a_contest(chain=(*CHAIN_B, ChainStep.DRAW))
    first, second, third = (a_person(full_name=f"Hà Văn {name}") for name in ("Một", "Hai", "Ba"))
    a_finished_attempt(first, right=3, seconds=90)
    a_finished_attempt(second, right=2, seconds=310)
    a_finished_attempt(third, right=2, seconds=342)
    boards.refresh(now)
    page = as_person(second).get("/contests/cuoc-thi").text
    assert "Vì sao bạn ở hạng 2?" in page
    assert "Hà V. M., hạng 1, đứng ngay trước bạn: đúng nhiều câu hơn: 3 so với 2." in page
    said = "ít thời gian hơn: 5 phút 10 giây so với 5 phút 42 giây."
    assert f"Bạn đứng ngay trước Hà V. B., hạng 3: {said}" in page


def test_who_plays_out_of_competition_is_told_before_and_after(
    as_person: As, now: datetime
) -> None:
    a_contest(excluded_may_play=True, attempts_allowed=2)
    who = a_person()
    phone = people.get_person(who.person_id).phone or ""
    exclusions.add("cuoc-thi", phone=phone, role="examiner", account_id=None, now=now)
    assert "thi ngoài giải" in as_person(who).get("/contests/cuoc-thi").text
    facts = a_finished_attempt(who)
    boards.refresh(now)
    result = as_person(who).get(f"/attempts/{facts.id}/result").text
    assert "Lượt thi này ngoài giải" in result
    assert "Vì sao bạn ở hạng" not in as_person(who).get("/contests/cuoc-thi").text
