"""Halls: opened for an open contest, joined by a code, counted from their opening on."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.domain.errors import ContestNotOpen, InvalidRequest, NotFound
from app.services import audit, halls, starting
from app.services.halls import HallFacts
from tests.factories import DONG_VAN, MINH_XUAN, a_person, an_organisation, some_communes
from tests.factories_contests import a_contest


@pytest.fixture
def slug(app: Flask) -> str:
    some_communes()
    an_organisation()
    return a_contest(attempts_allowed=None).slug


def open_hall(slug: str, now: datetime, **given: object) -> HallFacts:
    numbers = itertools.cycle(range(30))
    values = {"title": "Ngày hội", "commune": None, "organisation": None, **given}
    return halls.open_hall(slug, account_id=None, now=now, below=lambda _: next(numbers), **values)  # type: ignore[arg-type]


def take_part(slug: str, now: datetime, number: int, **person: object) -> None:
    who = a_person(**person)  # type: ignore[arg-type]
    starting.start(slug=slug, who=who, now=now, seed=f"{number:032x}")


def test_a_hall_is_found_by_its_code_until_it_is_closed(slug: str, now: datetime) -> None:
    hall = open_hall(slug, now, commune=MINH_XUAN, organisation="so-khcn")
    assert (hall.commune, hall.organisation, hall.contest_slug) == (MINH_XUAN, "so-khcn", slug)
    assert halls.get_hall(hall.code.lower(), now=now) == hall
    halls.close_hall(hall.contest_slug, hall.code, account_id=None, now=now)
    halls.close_hall(hall.contest_slug, hall.code, account_id=None, now=now)
    with pytest.raises(NotFound):
        halls.get_hall(hall.code, now=now)
    assert audit.find_broken_link() is None


def test_a_forgotten_hall_ends_by_itself(slug: str, now: datetime) -> None:
    hall = open_hall(slug, now)
    with pytest.raises(NotFound):
        halls.get_hall(hall.code, now=now + timedelta(hours=24))


def test_only_what_began_after_the_opening_is_counted(slug: str, now: datetime) -> None:
    take_part(slug, now, 1)
    hall = open_hall(slug, now)
    for number in range(2, 4):
        take_part(slug, now, number, commune=DONG_VAN)
    take_part(slug, now, 4, commune=MINH_XUAN, organisation="so-khcn")
    live = halls.watch(hall, now=now)
    assert (live.people, live.attempts) == (3, 3)
    assert live.communes == (("Xã Đồng Văn", 2, 2), ("Phường Minh Xuân", 1, 1))
    assert live.organisations == (("Sở Khoa học và Công nghệ", 1, 1),)


def test_all_screens_share_one_count_until_its_time_is_over(slug: str, now: datetime) -> None:
    hall = open_hall(slug, now)
    assert halls.watch(hall, now=now).people == 0
    take_part(slug, now, 1)
    assert halls.watch(hall, now=now).people == 0
    later = now + timedelta(seconds=halls.COUNTED_EVERY)
    assert halls.watch(hall, now=later).people == 1


def test_halls_of_another_contest_are_not_mixed_in(slug: str, now: datetime) -> None:
    other = open_hall(a_contest(slug="cuoc-khac").slug, now)
    hall = open_hall(slug, now, title="Hội trường B")
    take_part(slug, now, 1)
    assert halls.watch(hall, now=now).people == 1
    assert halls.watch(other, now=now).people == 0


def test_a_code_that_is_taken_is_drawn_again(slug: str, now: datetime) -> None:
    first = open_hall(slug, now)
    second = open_hall(slug, now)
    numbers = iter([*range(6), *range(10, 16)])
    third = halls.open_hall(
        slug,
        title="",
        commune=None,
        organisation=None,
        account_id=None,
        now=now,
        below=lambda _: next(numbers),
    )
    assert len({first.code, second.code, third.code}) == 3
    assert third.title == first.contest_title


def test_a_hall_needs_an_open_contest_and_known_units(slug: str, now: datetime) -> None:
    with pytest.raises(InvalidRequest):
        open_hall(slug, now, commune="99999", organisation="no")
    with pytest.raises(ContestNotOpen):
        open_hall(slug, now + timedelta(days=365))
    with pytest.raises(NotFound):
        open_hall("no-such-contest", now)
