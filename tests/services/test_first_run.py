"""The first run: one code, one administrator, one time."""

from __future__ import annotations

import itertools
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.domain.errors import InvalidRequest, NotFound
from app.services import accounts, audit, first_run, people, settings, site, units
from app.services.accounts import SignedIn
from app.services.settings import ReportHeading, SiteSettings
from app.services.transactions import end_reading
from tests.factories import PASSWORD, a_person, an_organiser, some_communes

PHONE = "0912 345 678"


@pytest.fixture
def code(app: Flask) -> str:
    numbers = itertools.cycle(range(30))
    found = first_run.open_door(lambda _: next(numbers))
    assert found is not None
    return found


def set_up(now: datetime, **given: Any) -> SignedIn:
    values: dict[str, Any] = {
        "code": "2345-6789-ABCD",
        "site_name": "Thi Tìm hiểu",
        "province_code": 1,
        "full_name": "Hoàng Văn Thụ",
        "phone": PHONE,
        "password": PASSWORD,
        "consent": True,
        **given,
    }
    return first_run.set_up(**values, now=now)


def test_the_code_lies_where_only_its_owner_reads_it_and_stays_the_same(
    app: Flask, code: str
) -> None:
    path = Path(app.config["SETTINGS"].instance) / first_run.CODE_FILE
    assert path.read_text().strip() == code == "2345-6789-ABCD"
    assert path.stat().st_mode & 0o777 == 0o600
    assert first_run.open_door(lambda _: 7) == code


def test_whoever_has_the_code_becomes_administrator(app: Flask, code: str, now: datetime) -> None:
    some_communes()
    assert first_run.is_open()
    who = set_up(now, code=" 2345 6789 abcd ")
    assert who.roles == ("participant", "administrator")
    assert accounts.sign_in(phone=PHONE, password=PASSWORD, now=now).account_id == who.account_id
    assert [one.version for one in people.get_person(who.person_id).consents]
    assert site.facts(now).name == "Thi Tìm hiểu"
    assert settings.get(SiteSettings).province_name == "Thành phố Hà Nội"
    assert settings.get(ReportHeading).superior_body == "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI"
    # The communes of the province that the environment named are gone.
    assert len(units.list_communes()) > 100
    assert units.find_commune("02215") is None
    assert audit.find_broken_link() is None


def test_it_happens_once(app: Flask, code: str, now: datetime) -> None:
    set_up(now)
    assert not first_run.is_open()
    with pytest.raises(NotFound):
        set_up(now, phone="0987 654 321")
    assert first_run.open_door(lambda _: 1) is None
    assert not (Path(app.config["SETTINGS"].instance) / first_run.CODE_FILE).exists()


def test_a_wrong_code_is_all_that_is_said(app: Flask, code: str, now: datetime) -> None:
    for wrong in ("", "----", "2345-6789-ABCE", "ü"):
        with pytest.raises(InvalidRequest) as refused:
            set_up(now, code=wrong, phone="1", password="x", site_name="")
        assert refused.value.errors == (("code", "wrong"),)
    assert people.count_people() == 0


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_kept(
    app: Flask, code: str, now: datetime
) -> None:
    with pytest.raises(InvalidRequest) as refused:
        set_up(
            now,
            site_name=" ",
            province_code=99,
            full_name="",
            phone="1",
            password="x",
            consent=False,
        )
    assert dict(refused.value.errors) == {
        "site_name": "missing",
        "province": "unknown",
        "full_name": "empty",
        "phone": "phone_invalid",
        "password": "short",
        "consent": "consent_required",
    }
    assert first_run.is_open()
    assert people.count_people() == 0


def test_an_instance_that_somebody_looks_after_has_no_door(app: Flask, now: datetime) -> None:
    an_organiser()
    assert first_run.open_door(lambda _: 1) is None
    assert not first_run.is_open()


def test_a_role_given_on_the_command_line_closes_the_door(
    app: Flask, code: str, now: datetime
) -> None:
    a_person()
    assert first_run.is_open()
    a_person(role="administrator")
    assert not first_run.is_open()
    with pytest.raises(NotFound):
        set_up(now)


def test_a_phone_that_is_registered_already_is_refused_at_its_field(
    app: Flask, code: str, now: datetime
) -> None:
    a_person(phone=PHONE)
    with pytest.raises(InvalidRequest) as refused:
        set_up(now)
    assert refused.value.errors == (("phone", "taken"),)
    assert first_run.is_open()


def test_of_two_at_the_same_moment_one_wins(app: Flask, code: str, now: datetime) -> None:
    units.load_communes(1)
    end_reading()
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def attempt(phone: str) -> None:
        with app.app_context():
            start.wait()
            try:
                set_up(now, phone=phone)
                outcomes.append("set up")
            except NotFound:
                outcomes.append("too late")
            finally:
                end_reading()

    threads = [threading.Thread(target=attempt, args=(phone,)) for phone in (PHONE, "0987 654 321")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["set up", "too late"]
    assert people.count_people() == 1
