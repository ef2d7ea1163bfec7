"""The map above the board of communes."""

from __future__ import annotations

from datetime import timedelta

from flask.testing import FlaskClient

from app.services import boards
from tests.conftest import NOW
from tests.factories import DONG_VAN, MINH_XUAN, a_person
from tests.factories_contests import a_contest, a_finished_attempt

BOARD = "/contests/cuoc-thi/boards/commune"


def take_part(commune: str, people: int, group: str = "student", seconds: int = 0) -> None:
    for _ in range(people):
        a_finished_attempt(a_person(commune=commune, group=group), at=NOW)
    boards.refresh(NOW + timedelta(seconds=seconds))


def test_every_commune_is_a_tile_that_leads_to_its_people(client: FlaskClient) -> None:
    a_contest()
    take_part(MINH_XUAN, 3)
    page = client.get(BOARD).text
    assert page.count('class="tile ') == 3
    assert (
        'href="/contests/cuoc-thi/boards/individual?q=phuong+minh+xuan" '
        'title="Phường Minh Xuân: 3 người, 3 trên 1.000 dân">Minh Xuân <b>3</b>' in page
    )
    assert "tile-0" in page and "tile-5" in page
    assert "Minh Xuân" in client.get("/contests/cuoc-thi/boards/individual?q=phuong+minh+xuan").text


def test_the_map_follows_the_board_and_its_group(client: FlaskClient) -> None:
    a_contest()
    take_part(MINH_XUAN, 1)
    assert "Minh Xuân <b>1</b>" in client.get(BOARD).text
    take_part(MINH_XUAN, 1, group="cadre", seconds=2)
    assert "Minh Xuân <b>2</b>" in client.get(BOARD).text
    cadres = client.get(f"{BOARD}?group=cadre").text
    assert "Minh Xuân <b>1</b>" in cadres
    assert "boards/individual?q=phuong+minh+xuan&amp;group=cadre" in cadres


def test_other_boards_searches_and_projectors_have_no_map(client: FlaskClient) -> None:
    a_contest()
    take_part(DONG_VAN, 1)
    for path in (f"{BOARD}?q=minh", f"{BOARD}?hall=1", BOARD.replace("commune", "organisation")):
        assert "tile-map" not in client.get(path).text
    assert "tile-map" in client.get(f"{BOARD}?offset=0").text
