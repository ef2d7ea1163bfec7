"""The three boards."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from app.services import boards
from app.services.accounts import SignedIn
from tests.factories import DONG_VAN, MINH_XUAN, a_person, an_organisation
from tests.factories_contests import a_contest, a_draft, a_finished_attempt

As = Callable[[SignedIn], FlaskClient]
KINDS = ("individual", "organisation", "commune")


def address(kind: str) -> str:
    return f"/contests/cuoc-thi/boards/{kind}"


def played(now: datetime, *people: tuple[str, int], **given: object) -> list[SignedIn]:
    """People by name and right answers, on the boards of a contest."""
    a_contest(**given)
    found = []
    for name, right in people:
        who = a_person(full_name=name)
        a_finished_attempt(who, right=right)
        found.append(who)
    boards.refresh(now)
    return found


def names(page: str) -> list[str]:
    return re.findall(
        r'class="board-name">\s*(?:<small.*?</small>)?\s*<strong>(.*?)</strong>', page
    )


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_board_says_so_or_lists_units_without_rank(
    visitor: FlaskClient, kind: str
) -> None:
    a_contest()
    page = visitor.get(address(kind))
    assert page.status_code == 200
    assert "Chưa có ai" in page.text


@pytest.mark.parametrize("kind", KINDS)
def test_a_board_renders_for_strangers_and_for_those_signed_in(
    visitor: FlaskClient, as_person: As, now: datetime, kind: str
) -> None:
    who = played(now, ("Nguyễn Thị Hạnh", 3))[0]
    for client in (visitor, as_person(who)):
        page = client.get(address(kind))
        assert page.status_code == 200
        assert "Cập nhật lúc 09:00, 24/11/2026" in page.text


def test_people_stand_by_rank_with_medals_that_say_their_number(
    visitor: FlaskClient, now: datetime
) -> None:
    played(now, ("Lê Văn An", 1), ("Trần Thị Bình", 3), ("Phạm Văn Cường", 2), ("Đỗ Thị Dung", 0))
    page = visitor.get(address("individual")).text
    assert names(page) == ["Trần T. B.", "Phạm V. C.", "Lê V. A.", "Đỗ T. D."]
    medals = re.findall(r'class="medal medal-(\d)">.*?</span>(\d+)</span>', page)
    assert medals == [("1", "1"), ("2", "2"), ("3", "3")]


def test_names_are_masked_and_markup_in_them_stays_text(
    visitor: FlaskClient, now: datetime
) -> None:
    played(now, ("<script>alert(1)</script> Minh Hạnh", 3), show_full_names=True)
    page = visitor.get(address("individual")).text
    assert "&lt;script&gt;" in page
    assert "<script>" not in page


def test_markup_in_names_of_units_stays_text(visitor: FlaskClient) -> None:
    an_organisation("xau", "<script>alert(1)</script>")
    a_contest()
    page = visitor.get(address("organisation")).text
    assert "&lt;script&gt;" in page
    assert "<script>" not in page


@pytest.mark.parametrize("typed", ["Minh Xuân", "minh xuan", "XUÂN", " minh  xuân "])
def test_search_ignores_accents_and_case(visitor: FlaskClient, now: datetime, typed: str) -> None:
    a_contest()
    for name, commune in (("Lê Văn An", MINH_XUAN), ("Vàng A Páo", DONG_VAN)):
        a_finished_attempt(a_person(full_name=name, commune=commune))
    boards.refresh(now)
    page = visitor.get(address("individual"), query_string={"q": typed}).text
    assert names(page) == ["Lê V. A."]


def test_searching_a_unit_keeps_its_rank(visitor: FlaskClient, now: datetime) -> None:
    a_contest()
    for commune, right in ((MINH_XUAN, 3), (DONG_VAN, 1)):
        a_finished_attempt(a_person(commune=commune), right=right)
    boards.refresh(now)
    page = visitor.get(address("commune"), query_string={"q": "dong van"}).text
    assert names(page) == ["Xã Đồng Văn"]
    assert 'class="medal medal-2"' in page


def test_what_is_searched_stays_text_in_the_page(visitor: FlaskClient) -> None:
    a_contest()
    page = visitor.get(address("individual"), query_string={"q": '"><script>x</script>'}).text
    assert "<script>" not in page
    assert "Không tìm thấy" in page


def test_own_place_is_pinned_and_the_own_row_marked(as_person: As, now: datetime) -> None:
    _, second = played(now, ("Lê Văn An", 3), ("Trần Thị Bình", 1))
    page = as_person(second).get(address("individual")).text
    assert "Hạng của bạn" in page
    assert "trong 2 người" in page
    assert page.count("board-own") == 1


def test_own_place_is_not_shown_where_the_contest_shows_no_score(
    as_person: As, now: datetime
) -> None:
    who = played(now, ("Lê Văn An", 3), result_policy="nothing")[0]
    assert "Hạng của bạn" not in as_person(who).get(address("individual")).text


def test_the_own_unit_is_marked(as_person: As, now: datetime) -> None:
    who = played(now, ("Lê Văn An", 3))[0]
    page = as_person(who).get(address("commune")).text
    assert page.count("board-own") == 1
    assert "Của bạn" in page


def test_a_small_unit_says_why_it_has_no_rank(visitor: FlaskClient, now: datetime) -> None:
    played(now, ("Lê Văn An", 3), min_unit_size=5)
    page = visitor.get(address("commune")).text
    assert "Không xếp hạng: chưa đủ 5 người" in page
    assert "Cần ít nhất 5 người dự thi thì mới được xếp hạng." in page
    assert "medal-" not in page


def test_a_unit_board_prints_its_formula(visitor: FlaskClient, now: datetime) -> None:
    played(now, ("Lê Văn An", 3), unit_formula="rate")
    page = visitor.get(address("commune")).text
    assert "tỉ lệ người dự thi trên tổng số người" in page
    assert "<strong>0,1 %</strong>" in page


def test_an_organisation_shows_the_units_above_it(visitor: FlaskClient) -> None:
    an_organisation("lien-doan", "Liên đoàn Lao động")
    an_organisation("cong-doan", "Công đoàn Y tế", parent="lien-doan")
    a_contest()
    page = visitor.get(address("organisation")).text
    assert '<small class="board-path">Liên đoàn Lao động</small>' in page


def test_a_long_board_is_paged_and_keeps_what_was_asked(
    visitor: FlaskClient, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.public.boards.PAGE", 2)
    played(now, *((f"Lê Văn {letter}", 3) for letter in "ABC"))
    asked = {"round": "1", "group": "civil_servant", "q": "lê"}
    page = visitor.get(address("individual"), query_string=asked).text
    assert len(names(page)) == 2
    assert "1–2 trong 3" in page
    way = html.unescape(re.search(r'rel="next" href="([^"]+)"', page)[1])  # type: ignore[index]
    assert {"round=1", "group=civil_servant", "q=l%C3%AA", "offset=2"} <= set(
        way.partition("?")[2].split("&")
    )
    assert len(names(visitor.get(way).text)) == 1


def test_nonsense_in_the_address_counts_as_not_asked(visitor: FlaskClient) -> None:
    a_contest()
    asked = {"round": "x", "group": "<b>", "offset": "-5", "q": " "}
    page = visitor.get(address("individual"), query_string=asked)
    assert page.status_code == 200
    assert "<b>" not in page.text


@pytest.mark.parametrize(
    "path", ["/contests/cuoc-thi/boards/none", address("individual") + "?round=9"]
)
def test_boards_and_rounds_that_are_not_are_not_found(visitor: FlaskClient, path: str) -> None:
    a_contest()
    assert visitor.get(path).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_boards_of_drafts_are_not_found(visitor: FlaskClient, kind: str) -> None:
    a_draft()
    assert visitor.get(address(kind)).status_code == 404


def test_only_a_page_for_nobody_in_particular_may_be_shared(
    visitor: FlaskClient, as_person: As
) -> None:
    a_contest()
    shared = visitor.get(address("individual"))
    assert shared.headers["Cache-Control"] == "public, max-age=5"
    assert "Set-Cookie" not in shared.headers
    own = as_person(a_person()).get(address("individual"))
    assert "private" in own.headers["Cache-Control"]
    assert "public" not in own.headers["Cache-Control"]


def test_a_projector_shows_the_board_without_ones_own_row(as_person: As, now: datetime) -> None:
    who = played(now, ("Nguyễn Thị Hạnh", 3))[0]
    client = as_person(who)
    assert "Hạng của bạn" in client.get(address("individual")).text
    page = client.get(f"{address('individual')}?hall=1").text
    assert "board-hall.css" in page
    assert "Hạng của bạn" not in page
    for kind in KINDS:
        assert "board-own" in client.get(address(kind)).text or kind == "organisation"
        assert "board-own" not in client.get(f"{address(kind)}?hall=1").text
