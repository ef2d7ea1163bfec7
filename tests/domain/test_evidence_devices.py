"""Many people on one device are a fact; families, offices and halls are explained beside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.domain.evidence import at_odd_hour
from app.domain.evidence_devices import OpenHall, Used, device_sign

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def used(people: int, *, every: int = 10, lasts: int = 8, unit: str = "") -> list[Used]:
    return [
        Used(n, n, unit, START + n * every * MINUTE, START + (n * every + lasts) * MINUTE)
        for n in range(people)
    ]


def test_a_family_with_one_phone_is_no_sign() -> None:
    assert device_sign("m", used(4), []) is None


def test_many_people_within_a_day_are_a_sign_with_the_fact_and_no_chance() -> None:
    sign = device_sign("m", used(6), [])
    assert sign is not None
    assert sign.attempts == (0, 1, 2, 3, 4, 5)
    assert sign.chance is None
    assert sign.facts["people"] == 6


def test_one_person_who_plays_often_is_no_sign() -> None:
    often = [Used(n, 1, "", START + n * MINUTE, START + n * MINUTE) for n in range(30)]
    assert device_sign("m", often, []) is None


def test_many_people_over_weeks_are_no_sign() -> None:
    assert device_sign("m", used(12, every=12 * 60), []) is None


def test_only_those_of_the_crowded_day_are_named() -> None:
    late = Used(99, 99, "", START + timedelta(days=9), START + timedelta(days=9))
    sign = device_sign("m", [late, *used(5)], [])
    assert sign is not None
    assert 99 not in sign.attempts


def test_an_open_hall_is_counted_in_their_favour() -> None:
    hall = OpenHall(START, START + 25 * MINUTE)
    sign = device_sign("m", used(6), [hall])
    assert sign is not None
    assert sign.facts["in_halls"] == 3


def test_a_shared_computer_of_one_office_is_said_to_be_one() -> None:
    office = device_sign("m", used(6, unit="12"), [])
    village = device_sign("m", used(6), [])
    assert office is not None and village is not None
    assert office.facts["one_unit"] is True
    assert village.facts["one_unit"] is False


def test_people_who_take_turns_do_not_overlap() -> None:
    turns, at_once = device_sign("m", used(6), []), device_sign("m", used(6, lasts=30), [])
    assert turns is not None and at_once is not None
    assert turns.facts["overlapping"] == 0
    assert at_once.facts["overlapping"] == 5


def test_the_night_is_from_midnight_to_five_in_vietnam() -> None:
    midnight = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    assert at_odd_hour(midnight)
    assert at_odd_hour(midnight + timedelta(hours=4, minutes=59))
    assert not at_odd_hour(midnight + timedelta(hours=5))
    assert not at_odd_hour(midnight - MINUTE)
