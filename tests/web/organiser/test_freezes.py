"""Boards are frozen, revealed place by place and at last all at once, by the pages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from app.services import boards, contests, evidence_files, freezing, halls, jobs
from tests.factories import DONG_VAN, a_person
from tests.factories_contests import a_bank, a_contest, a_finished_attempt, a_round
from tests.web.organiser.conftest import Browser

SLUG, HOUR = "cuoc-thi", timedelta(hours=1)
DESK = f"/organiser/contests/{SLUG}"


@pytest.fixture
def contest(app: Flask, clock: Any, now: datetime) -> str:
    a_bank()
    a_contest(SLUG, attempts_allowed=None, rounds=[a_round(closes_at=now + 4 * HOUR)])
    return SLUG


@pytest.fixture
def frozen(contest: str, clock: Any, now: datetime) -> str:
    """Three late results; the freeze began an hour after the contest."""
    freezing.plan_freeze(SLUG, freeze_at=now + HOUR, reveal_at=None, account_id=None, now=now)
    for name, right in (("Lò Văn Ba", 3), ("Mã Thị Hai", 2), ("Hà A Một", 1)):
        who = a_person(full_name=name, commune=DONG_VAN)
        a_finished_attempt(who, SLUG, right=right, at=now + 2 * HOUR)
    boards.refresh(now + 3 * HOUR)
    clock.now = now + 3 * HOUR
    return SLUG


def test_a_freeze_is_planned_and_taken_back(
    organiser: Browser, contest: str, now: datetime
) -> None:
    values = MultiDict({"freeze_at": "2026-11-24T11:00", "reveal_at": "2026-11-24T15:00"})
    assert organiser.send(f"{DESK}/freeze", values).status_code == 303
    freeze = contests.get_contest(SLUG).freeze
    assert (freeze.freeze_at, freeze.reveal_at) == (now + 2 * HOUR, now + 6 * HOUR)
    page = organiser.see(f"{DESK}/freeze")
    assert 'value="2026-11-24T11:00"' in page
    assert organiser.send(f"{DESK}/freeze", MultiDict({"freeze_at": "", "reveal_at": ""}))
    assert contests.get_contest(SLUG).freeze.freeze_at is None


@pytest.mark.parametrize(
    ("freeze_at", "reveal_at", "words"),
    [
        ("2026-11-24T08:00", "", "từ bây giờ trở đi"),
        ("2026-11-24T11:00", "2026-11-24T10:00", "sau giờ dừng"),
        ("hôm nay", "", "Hãy chọn đủ ngày và giờ."),
    ],
)
def test_a_plan_that_cannot_be_says_why(
    organiser: Browser, contest: str, freeze_at: str, reveal_at: str, words: str
) -> None:
    values = MultiDict({"freeze_at": freeze_at, "reveal_at": reveal_at})
    answer = organiser.send(f"{DESK}/freeze", values)
    assert answer.status_code == 400
    assert words in answer.text


def test_a_freeze_may_begin_this_very_minute(organiser: Browser, contest: str, clock: Any) -> None:
    clock.now += timedelta(seconds=40)
    values = MultiDict({"freeze_at": "2026-11-24T09:00", "reveal_at": ""})
    assert organiser.send(f"{DESK}/freeze", values).status_code == 303
    assert contests.get_contest(SLUG).freeze.freeze_at == clock.now


def test_while_frozen_only_the_reveal_can_be_planned(
    organiser: Browser, frozen: str, now: datetime
) -> None:
    page = organiser.see(f"{DESK}/freeze")
    assert "3 kết quả đang được giữ lại" in page
    form = organiser.form(f"{DESK}/freeze", "reveal_at")
    form["reveal_at"] = "2026-11-24T18:00"
    assert organiser.send(f"{DESK}/freeze", form).status_code == 303
    freeze = contests.get_contest(SLUG).freeze
    assert (freeze.freeze_at, freeze.reveal_at) == (now + HOUR, now + 9 * HOUR)


def test_the_ceremony_shows_place_after_place(
    organiser: Browser, client: FlaskClient, frozen: str
) -> None:
    screen, live = f"/contests/{SLUG}/ceremony", f"/contests/{SLUG}/ceremony/live.json"
    assert client.get(live).get_json() == {"prepared": False, "shown": 0, "total": 0}
    organiser.send(f"{DESK}/ceremony", MultiDict({"places": "2"}))
    assert "2 hạng đầu sắp được công bố" in client.get(screen).text
    assert "Lò V. B." not in organiser.see(f"{DESK}/ceremony")
    for _ in range(2):  # Pressed twice, one place is shown.
        organiser.send(f"{DESK}/ceremony/next", MultiDict({"step": "1"}))
    page = client.get(screen).text
    assert "Mã T. H." in page
    assert "Lò V. B." not in page
    assert 'data-state="1/2"' in page
    assert client.get(live).get_json() == {"prepared": True, "shown": 1, "total": 2}
    organiser.send(f"{DESK}/ceremony/next", MultiDict({"step": "2"}))
    assert "Lò V. B." in client.get(screen).text
    # The boards still stand still.
    assert "Lò V. B." not in client.get(f"/contests/{SLUG}/boards/individual").text
    assert organiser.send(f"{DESK}/freeze/reveal").status_code == 303
    boards.refresh(contests.get_contest(SLUG).freeze.freeze_at + 4 * HOUR)  # type: ignore[operator]
    assert "Lò V. B." in client.get(f"/contests/{SLUG}/boards/individual").text
    assert "Chưa có hạng nào được công bố ở đây." in client.get(screen).text


@pytest.mark.parametrize("places", ["0", "51", "x", ""])
def test_a_number_of_places_that_cannot_be_is_refused(
    organiser: Browser, frozen: str, places: str
) -> None:
    assert organiser.send(f"{DESK}/ceremony", MultiDict({"places": places})).status_code == 400


def test_without_a_freeze_there_is_no_ceremony(organiser: Browser, contest: str) -> None:
    assert "Hẹn giờ dừng bảng" in organiser.see(f"{DESK}/ceremony")
    answer = organiser.send(f"{DESK}/ceremony", MultiDict({"places": "3"}))
    assert answer.status_code == 400
    organiser.send(f"{DESK}/ceremony/next", MultiDict({"step": "1"}))
    assert "không đang tạm dừng" in organiser.see(f"{DESK}/ceremony")
    organiser.send(f"{DESK}/freeze/reveal")
    assert "không đang tạm dừng" in organiser.see(f"{DESK}/freeze")


def test_what_was_revealed_cannot_be_hidden_by_the_old_moment(
    organiser: Browser, frozen: str
) -> None:
    organiser.send(f"{DESK}/freeze/reveal")
    values = MultiDict({"freeze_at": "2026-11-24T10:00", "reveal_at": ""})
    answer = organiser.send(f"{DESK}/freeze", values)
    assert answer.status_code == 400
    assert contests.get_contest(SLUG).freeze.revealed_at is not None


def test_a_hall_shows_totals_only(
    client: FlaskClient, contest: str, clock: Any, now: datetime
) -> None:
    hall = halls.open_hall(
        SLUG, title="Hội", commune=None, organisation=None, account_id=None, now=now,
        below=lambda _: 3,
    )  # fmt: skip
    a_finished_attempt(a_person(commune=DONG_VAN), SLUG, at=now)
    live = client.get(f"/halls/{hall.code}/live.json").get_json()
    assert (live["frozen"], [one["name"] for one in live["communes"]]) == (False, ["Xã Đồng Văn"])
    freezing.plan_freeze(SLUG, freeze_at=now + HOUR, reveal_at=None, account_id=None, now=now)
    clock.now = now + 2 * HOUR
    live = client.get(f"/halls/{hall.code}/live.json").get_json()
    assert live == {
        "people": 1, "attempts": 1, "communes": [], "organisations": [], "frozen": True,
    }  # fmt: skip
    page = client.get(f"/halls/{hall.code}").text
    assert "Xã Đồng Văn" not in page
    assert "đang tạm dừng" in page


def test_the_evidence_of_a_contest_that_is_over_is_written_in_the_background(
    organiser: Browser, contest: str, clock: Any
) -> None:
    assert "evidence-bundle" not in organiser.see(DESK)
    answer = organiser.send(f"{DESK}/evidence-bundle")
    assert answer.location == DESK
    clock.now += 6 * HOUR
    assert "evidence-bundle" in organiser.see(DESK)
    answer = organiser.send(f"{DESK}/evidence-bundle")
    token = answer.location.rpartition("/")[2]
    assert jobs.get(token, organiser.who.account_id).kind == evidence_files.JOB
    assert "Ghi gói bằng chứng" in organiser.see(answer.location)
