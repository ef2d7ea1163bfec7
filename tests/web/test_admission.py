"""Boards and exports are turned away before anybody who answers is kept waiting."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.admission import Kind, Strain
from app.domain.errors import Busy
from app.web import admission
from app.web.admission import Door, kind_of

EXPECTED = {
    "api.save_answers": Kind.ANSWERING,
    "api.start_attempt": Kind.ANSWERING,
    "api.submit_attempt": Kind.ANSWERING,
    "play.show_attempt": Kind.ANSWERING,
    "play.start_attempt": Kind.ANSWERING,
    "play.save_answers": Kind.ANSWERING,
    "play.send_answer_file": Kind.ANSWERING,
    "play.wait": Kind.ANSWERING,
    "accounts.sign_in": Kind.ACTING,
    "accounts.register": Kind.ACTING,
    "api.create_session": Kind.ACTING,
    "api.get_own_part": Kind.ACTING,
    "organiser.record_outage": Kind.ACTING,
    "organiser.watch_contest": Kind.ACTING,
    "public.show_home": Kind.READING,
    "public.show_board": Kind.READING,
    "public.show_contest": Kind.READING,
    "public.find_receipt": Kind.READING,
    "api.get_board": Kind.READING,
    "public.export_participation": Kind.HEAVY,
    "organiser.export_people": Kind.HEAVY,
    "organiser.download_report": Kind.HEAVY,
    "organiser.show_statistics": Kind.HEAVY,
}


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_each_view_is_of_the_kind_that_it_is_for(app: Flask) -> None:
    with app.app_context():
        assert {endpoint: kind_of(endpoint) for endpoint in EXPECTED} == EXPECTED


def test_slow_saves_close_the_door_to_boards_and_quick_ones_open_it_again() -> None:
    clock = Clock()
    door = Door(8, clock)
    for _ in range(20):
        door.note_save(2.0)
    assert door.strain is Strain.SEVERE
    door.enter(Kind.READING)
    with pytest.raises(Busy):
        door.enter(Kind.READING)
    for _ in range(20):
        door.note_save(0.01)
    assert door.strain is Strain.CALM
    door.enter(Kind.READING)


def test_one_slow_save_among_quick_ones_closes_nothing() -> None:
    door = Door(8, Clock())
    for _ in range(20):
        door.note_save(0.01)
    door.note_save(0.5)
    assert door.strain is Strain.CALM


def test_a_door_forgets_what_was_slow_when_nobody_answers_any_more() -> None:
    clock = Clock()
    door = Door(8, clock)
    for _ in range(20):
        door.note_save(2.0)
    clock.now += admission.FORGOTTEN_AFTER + 1
    assert door.strain is Strain.CALM


def full(app: Flask, kind: Kind, count: int) -> Door:
    door: Door = app.extensions["thiso_door"]
    for _ in range(count):
        door.enter(kind)
    return door


def test_who_reads_is_turned_away_with_a_page_that_says_when_to_come_back(
    app: Flask, client: FlaskClient
) -> None:
    door = full(app, Kind.READING, 5)
    answer = client.get("/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "Máy chủ đang bận" in answer.text
    told = client.get("/api/v1/contests").get_json()
    assert (told["status"], told["code"]) == (503, "busy")
    assert client.get("/healthz").status_code == 200
    # Who answers gets in, and is asked to sign in as at any other time.
    assert client.put("/api/v1/attempts/1/answers", json={"answers": []}).status_code in (400, 401)
    door.leave(Kind.READING)
    assert client.get("/").status_code == 200


def test_every_request_that_was_let_in_leaves_again_even_when_it_fails(
    app: Flask, client: FlaskClient
) -> None:
    for _ in range(20):
        client.get("/contests/khong-co")
        client.get("/contests/khong-co/boards/individual")
        client.get("/to-chuc")
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("header", "waits"),
    [("", False), ("t=nonsense", False), ("t=-5", False), ("t=99999999999", False)],
)
def test_what_a_header_says_of_queueing_is_believed_only_within_reason(
    app: Flask, header: str, waits: bool
) -> None:
    with app.test_request_context(headers={"X-Request-Start": header}):
        for _ in range(20):
            admission.note_save(0.01)
    door: Door = app.extensions["thiso_door"]
    assert (door.strain is not Strain.CALM) == waits


def test_what_a_save_waited_before_the_application_counts(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission.time, "time", lambda: 1_000_002.5)
    with app.test_request_context(headers={"X-Request-Start": "t=1000000.500"}):
        for _ in range(20):
            admission.note_save(0.01)
    door: Door = app.extensions["thiso_door"]
    assert door.strain is Strain.SEVERE
