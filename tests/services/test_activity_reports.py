"""Reports of units: kept, sent, decided; with photos that say nothing but what they show."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from app.domain.activities import MOST_REPORTS
from app.domain.errors import ActivityClosed, InvalidRequest, NotFound
from app.services import activity_photos, activity_reports, activity_summary, audit
from app.services.activity_calls import UnitFacts
from app.services.activity_reports import ReportView
from tests.activities import DAY, a_call, a_photo, a_report, a_unit

LATER = 8 * DAY


@pytest.fixture
def call_id(app: Flask, now: datetime) -> int:
    return a_call(now)


@pytest.fixture
def unit(call_id: int) -> UnitFacts:
    return a_unit(call_id)


def get(report_id: int, now: datetime) -> ReportView:
    return activity_reports.get_report(report_id, now=now)


def test_a_draft_is_sent_later_and_late_after_the_deadline(
    call_id: int, unit: UnitFacts, now: datetime
) -> None:
    early = a_report(unit, now, send=False)
    assert get(early, now).facts.state == "draft"
    a_report(unit, now, early)
    late = a_report(unit, now + LATER, title="Hội thi")
    assert not get(early, now).late
    assert get(late, now).late
    assert [one.facts.title for one in activity_reports.list_reports(unit_id=unit.id, now=now)] == [
        "Phát thanh trên loa xã",
        "Hội thi",
    ]
    assert audit.find_broken_link() is None


def test_what_was_sent_may_change_until_the_deadline_and_not_after(
    unit: UnitFacts, now: datetime
) -> None:
    one = a_report(unit, now)
    a_report(unit, now + DAY, one, people="300")
    assert get(one, now).facts.people == 300
    assert get(one, now).facts.sent_at == now
    with pytest.raises(ActivityClosed):
        a_report(unit, now + LATER, one, people="9")
    with pytest.raises(ActivityClosed):
        activity_reports.delete_report(unit, one, account_id=None, now=now + LATER)
    assert get(one, now).facts.people == 300


def test_changing_a_sent_report_without_sending_does_not_take_it_back(
    unit: UnitFacts, now: datetime
) -> None:
    one = a_report(unit, now)
    a_report(unit, now, one, send=False)
    assert get(one, now).facts.state == "sent"


def test_a_returned_report_is_mended_and_is_not_late_for_it(unit: UnitFacts, now: datetime) -> None:
    one = a_report(unit, now)
    with pytest.raises(InvalidRequest, match="note: missing"):
        activity_reports.return_report(one, note=" ", account_id=None, now=now)
    activity_reports.return_report(one, note="Ghi rõ nơi làm.", account_id=None, now=now)
    assert get(one, now).facts.note == "Ghi rõ nơi làm."
    a_report(unit, now + LATER, one, place="Thôn Tân Lập")
    view = get(one, now)
    assert (view.facts.state, view.late) == ("sent", False)


def test_an_accepted_report_stands(unit: UnitFacts, now: datetime) -> None:
    one = a_report(unit, now)
    activity_reports.accept_report(one, note="", account_id=None, now=now)
    for act in (
        lambda: a_report(unit, now, one),
        lambda: activity_reports.delete_report(unit, one, account_id=None, now=now),
    ):
        with pytest.raises(ActivityClosed):
            act()
    # Unless the organiser gives it back.
    activity_reports.return_report(one, note="Thiếu ảnh.", account_id=None, now=now)
    a_report(unit, now, one)


def test_a_draft_cannot_be_decided(unit: UnitFacts, now: datetime) -> None:
    one = a_report(unit, now, send=False)
    with pytest.raises(ActivityClosed):
        activity_reports.accept_report(one, note="", account_id=None, now=now)


def test_what_is_accepted_while_it_is_being_changed_stays_accepted(
    unit: UnitFacts, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = a_report(unit, now)
    read = activity_photos.read_photos

    def meanwhile(*args: object, **keywords: object) -> object:
        activity_reports.accept_report(one, note="", account_id=None, now=now)
        return read(*args, **keywords)  # type: ignore[arg-type]

    monkeypatch.setattr("app.services.activity_photos.read_photos", meanwhile)
    with pytest.raises(ActivityClosed):
        a_report(unit, now, one, people="1")
    assert (get(one, now).facts.state, get(one, now).facts.people) == ("accepted", 120)


def test_a_unit_reaches_none_of_another_units_reports(
    call_id: int, unit: UnitFacts, now: datetime
) -> None:
    other = a_unit(call_id, "Xã Sơn Dương")
    one = a_report(other, now, photos=[a_photo()])
    photo = get(one, now).photos[0]
    for act in (
        lambda: a_report(unit, now, one),
        lambda: activity_reports.get_report(one, unit_id=unit.id, now=now),
        lambda: activity_reports.delete_report(unit, one, account_id=None, now=now),
        lambda: activity_photos.get_photo(photo.id, unit_id=unit.id),
    ):
        with pytest.raises(NotFound):
            act()
    mine = a_report(unit, now)
    a_report(unit, now, mine, remove=[photo.id])
    assert len(get(one, now).photos) == 1


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photos_lose_all_that_was_written_into_them(
    unit: UnitFacts, now: datetime, kind: str
) -> None:
    one = a_report(unit, now, photos=[a_photo(kind=kind)])
    photo = activity_photos.get_photo(get(one, now).photos[0].id, unit_id=unit.id)
    assert photo.media_type in ("image/jpeg", "image/png")
    assert b"GPS" in a_photo(kind=kind)
    assert b"GPS" not in photo.path.read_bytes()


def test_three_photos_are_the_most_and_places_are_used_again(
    app: Flask, unit: UnitFacts, now: datetime
) -> None:
    colours = [(9, 9, 9), (90, 90, 90), (200, 200, 200), (255, 0, 0)]
    photos = [a_photo(colour) for colour in colours]
    with pytest.raises(InvalidRequest, match="photos: photos"):
        a_report(unit, now, photos=photos)
    one = a_report(unit, now, photos=photos[:3])
    with pytest.raises(InvalidRequest, match="photos: photos"):
        a_report(unit, now, one, photos=photos[3:])
    middle = get(one, now).photos[1]
    a_report(unit, now, one, photos=photos[3:], remove=[middle.id])
    assert [photo.position for photo in get(one, now).photos] == [1, 2, 3]
    folder = Path(app.config["SETTINGS"].instance) / "uploads"
    assert len(list(folder.iterdir())) == 3
    activity_reports.delete_report(unit, one, account_id=None, now=now)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"%PDF-1.7", b"\x89PNG\r\n\x1a\nbroken"])
def test_what_is_no_photo_is_refused(unit: UnitFacts, now: datetime, data: bytes) -> None:
    with pytest.raises(InvalidRequest, match="photos: photo"):
        a_report(unit, now, photos=[data])
    assert activity_reports.list_reports(unit_id=unit.id, now=now) == []


def test_all_that_is_wrong_is_said_at_once(unit: UnitFacts, now: datetime) -> None:
    with pytest.raises(InvalidRequest) as refused:
        a_report(unit, now, title="", held_on="2027-01-01", place=" ", people="nhiều")
    assert dict(refused.value.errors) == {
        "title": "missing",
        "held_on": "future",
        "place": "missing",
        "people": "number",
    }


def test_a_day_is_a_day_in_viet_nam(unit: UnitFacts, now: datetime) -> None:
    evening = now.replace(hour=18)  # 01:00 of the next day there
    assert a_report(unit, evening, held_on="2026-11-25")


def test_one_link_cannot_fill_the_disk(unit: UnitFacts, now: datetime) -> None:
    for number in range(MOST_REPORTS):
        a_report(unit, now, title=str(number))
    with pytest.raises(InvalidRequest, match="too_many_reports"):
        a_report(unit, now)


def test_all_units_are_brought_together(call_id: int, unit: UnitFacts, now: datetime) -> None:
    other = a_unit(call_id, "Xã Sơn Dương")
    a_report(unit, now, people="100", photos=[a_photo()])
    accepted = a_report(unit, now, people="50")
    activity_reports.accept_report(accepted, note="", account_id=None, now=now)
    a_report(other, now + LATER, people="7")
    returned = a_report(a_unit(call_id, "Phường Minh Xuân"), now, people="1000")
    activity_reports.return_report(returned, note="Sai số.", account_id=None, now=now)
    a_report(unit, now, people="5000", send=False)
    summary = activity_summary.summarise(call_id, now=now)
    assert [(line.unit.name, line.tally.activities) for line in summary.lines] == [
        ("Xã Đồng Văn", 2),
        ("Xã Sơn Dương", 1),
    ]
    total = summary.total
    assert (total.activities, total.accepted, total.late, total.people, total.photos) == (
        3, 1, 1, 157, 1,
    )  # fmt: skip
    assert [one.name for one in summary.missing] == ["Sở Khoa học và Công nghệ"]
    assert [view.facts.people for _, view in summary.reports] == [100, 50, 7]
