"""One-time codes: right ones open, once, for a while, and nothing is told otherwise."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask

from app.domain.errors import ConsentRequired, PasswordTooWeak, SignInFailed
from app.services import accounts, activations, people, person_records, rosters
from app.services.accounts import SignedIn
from app.services.rosters import About
from tests.factories import MINH_XUAN, PASSWORD, a_person, some_communes
from tests.lists import a_list
from tests.services.test_rosters import codes_of, names

PHONE = "0912345678"


@pytest.fixture
def administrator(app: Flask) -> SignedIn:
    some_communes()
    return a_person(role="administrator", full_name="Quản Trị")


@pytest.fixture
def code(administrator: SignedIn, now: datetime) -> str:
    """The code of somebody from a list."""
    data = a_list(("Họ tên", "Điện thoại"), ("Hoàng Thị Mỷ", PHONE))
    about = About("Sở", "dự thi", commune=MINH_XUAN)
    roster_id, _ = rosters.import_now(data, about, file_name="a", account_id=None, now=now)
    return codes_of(roster_id, now)["Hoàng Thị Mỷ"][1]


def activate(code: str, now: datetime, **given: object) -> SignedIn:
    values = {"phone": PHONE, "password": PASSWORD, "consent": True, **given}
    return activations.activate(code=code, now=now, **values)  # type: ignore[arg-type]


def test_the_person_sets_a_password_and_agrees(code: str, now: datetime) -> None:
    who = activate(code, now)
    assert accounts.find_signed_in(who.identity) == who
    assert accounts.sign_in(phone=PHONE, password=PASSWORD, now=now) == who
    consents = people.get_person(who.person_id).consents
    assert [(one.version, one.given_at) for one in consents] == [(accounts.CONSENT_VERSION, now)]


def test_without_consent_or_with_a_weak_password_the_code_stays_good(
    code: str, now: datetime
) -> None:
    with pytest.raises(ConsentRequired):
        activate(code, now, consent=False)
    with pytest.raises(PasswordTooWeak):
        activate(code, now, password="hoangthimy")
    assert activate(code, now).full_name == "Hoàng Thị Mỷ"


def test_a_code_opens_once(code: str, now: datetime) -> None:
    activate(code, now)
    with pytest.raises(SignInFailed):
        activate(code, now, password="mot-mat-khau-khac-4")
    accounts.sign_in(phone=PHONE, password=PASSWORD, now=now)


def test_wrong_codes_wrong_phones_and_late_ones_get_the_same_answer(
    code: str, now: datetime
) -> None:
    other = "ABCD-EFGH-JKLM"
    for phone, typed, at in (
        (PHONE, other, now),
        ("0912000999", code, now),
        ("x", code, now),
        (PHONE, "", now),
        (PHONE, code, now + activations.LASTS),
    ):
        with pytest.raises(SignInFailed):
            activations.look(phone=phone, code=typed, now=at)
    assert activations.look(phone=PHONE, code=code.lower().replace("-", " "), now=now)


def test_who_does_not_agree_is_gone_at_once(code: str, now: datetime) -> None:
    assert "Hoàng Thị Mỷ" in names()
    activations.decline(phone=PHONE, code=code, now=now)
    assert "Hoàng Thị Mỷ" not in names()
    with pytest.raises(SignInFailed):
        activations.look(phone=PHONE, code=code, now=now)


def test_after_a_reset_the_old_password_and_all_sign_ins_are_ended(
    administrator: SignedIn, now: datetime
) -> None:
    a_person(phone=PHONE, password=PASSWORD)
    who = accounts.sign_in(phone=PHONE, password=PASSWORD, now=now)
    code = person_records.reset_password(who.person_id, reason="quên", who=administrator, now=now)
    assert accounts.find_signed_in(who.identity) is None
    with pytest.raises(SignInFailed):
        accounts.sign_in(phone=PHONE, password=PASSWORD, now=now)
    new = "mot-mat-khau-khac-4"
    again = activate(code, now, password=new)
    assert again.person_id == who.person_id
    assert accounts.sign_in(phone=PHONE, password=new, now=now) == again


def test_nobody_declines_away_an_account_that_was_in_use(
    administrator: SignedIn, now: datetime
) -> None:
    who = a_person(phone=PHONE)
    code = person_records.reset_password(who.person_id, reason="quên", who=administrator, now=now)
    with pytest.raises(SignInFailed):
        activations.decline(phone=PHONE, code=code, now=now)
    assert people.get_person(who.person_id).full_name == "Nguyễn Thị Hạnh"


def test_a_code_for_a_disabled_account_opens_nothing(
    administrator: SignedIn, now: datetime
) -> None:
    who = a_person(phone=PHONE)
    code = person_records.reset_password(who.person_id, reason="quên", who=administrator, now=now)
    person_records.disable(who.person_id, reason="gian lận", who=administrator, now=now)
    with pytest.raises(SignInFailed):
        activations.look(phone=PHONE, code=code, now=now)
