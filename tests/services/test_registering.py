"""Registering: who is kept, what is refused, and nothing told about known phones."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import (
    ConsentRequired,
    InvalidRequest,
    PasswordTooWeak,
    PhoneInvalid,
    Refusal,
    SignInFailed,
)
from app.services import accounts, passwords, people
from app.services.accounts import CONSENT_VERSION
from app.storage.db import db
from app.storage.tables import Account, Consent, Person
from tests.factories import (
    MINH_XUAN,
    PASSWORD,
    a_person,
    an_organisation,
    some_communes,
)
from tests.registering import count, register


@pytest.fixture(autouse=True)
def communes(app: Flask) -> None:
    some_communes()


def test_whoever_registers_can_sign_in(now: datetime) -> None:
    an_organisation("so-khcn")
    registered = register(now, organisation="so-khcn")
    who = accounts.sign_in(phone="84912345678", password=PASSWORD, now=now)
    assert who.full_name == registered.full_name == "Đỗ Thị Ánh"
    assert who.public_id == registered.public_id
    assert (who.group, who.commune, who.organisation) == ("union_member", MINH_XUAN, "so-khcn")
    assert who.roles == ("participant",)
    assert accounts.find_signed_in(who.identity) == who


def test_registering_keeps_the_consent_and_the_forms_of_the_name(now: datetime) -> None:
    register(now)
    consent = db.session.scalars(select(Consent)).one()
    assert (consent.version, consent.purpose) == (CONSENT_VERSION, "contest")
    assert (consent.given_at, consent.withdrawn_at) == (now, None)
    person = db.session.scalars(select(Person)).one()
    assert (person.full_name, person.search_name) == ("Đỗ Thị Ánh", "do thi anh")
    assert consent.person_id == person.id
    assert person.sort_key.isdigit()


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"consent": False}, ConsentRequired),
        ({"consent": 1}, ConsentRequired),
        ({"phone": "0123"}, PhoneInvalid),
        ({"password": "12345678"}, PasswordTooWeak),
        ({"password": "do thi anh 1"}, PasswordTooWeak),
        ({"password": "0912345678"}, PasswordTooWeak),
        ({"full_name": "\u202e"}, InvalidRequest),
        ({"commune": "99999"}, InvalidRequest),
        ({"commune": "02215\x00"}, InvalidRequest),
        ({"organisation": "no-such"}, InvalidRequest),
        ({"organisation": "a\x00"}, InvalidRequest),
        ({"organisation": "\ud800"}, InvalidRequest),
        ({"organisation": "x" * 10_000}, InvalidRequest),
        ({"group": "king"}, InvalidRequest),
    ],
)
def test_what_cannot_be_kept_is_refused(
    changed: dict[str, Any], refusal: type[Refusal], now: datetime
) -> None:
    with pytest.raises(refusal):
        register(now, **changed)
    assert count(Person) == 0


def test_all_that_is_wrong_is_said_at_once(now: datetime) -> None:
    wrong = {
        "full_name": "",
        "commune": "x",
        "organisation": "x",
        "group": "x",
        "phone": "x",
        "password": "x",
        "consent": False,
    }
    with pytest.raises(InvalidRequest) as caught:
        register(now, **wrong)
    assert dict(caught.value.errors) == {
        "full_name": "empty",
        "group": "unknown",
        "commune": "unknown",
        "organisation": "unknown",
        "consent": "consent_required",
        "phone": "phone_invalid",
        "password": "short",
    }


def test_a_known_phone_gets_an_answer_like_a_new_one_and_changes_nothing(now: datetime) -> None:
    first = register(now)
    other = "cay-tre-ben-suoi-9"
    second = register(now, phone="+84912345678", full_name="Kẻ Lạ Mặt", password=other)
    assert second.full_name == "Kẻ Lạ Mặt"
    assert second.public_id != first.public_id
    assert len(second.public_id) == len(first.public_id)
    assert (count(Person), count(Account), count(Consent)) == (1, 1, 1)
    who = accounts.sign_in(phone="0912345678", password=PASSWORD, now=now)
    assert (who.full_name, who.epoch) == ("Đỗ Thị Ánh", 0)
    with pytest.raises(SignInFailed):
        accounts.sign_in(phone="0912345678", password=other, now=now)


def test_a_known_phone_costs_a_hash_too(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed = []
    real = passwords.hash_password
    monkeypatch.setattr(passwords, "hash_password", lambda p: hashed.append(p) or real(p))
    register(now)
    register(now)
    assert hashed == [PASSWORD, PASSWORD]


def test_no_transaction_is_open_while_a_password_is_hashed(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_while: list[bool] = []

    def watched(real: Any) -> Any:
        def call(*given: Any) -> Any:
            open_while.append(db.session().in_transaction())
            return real(*given)

        return call

    for name in ("hash_password", "verify"):
        monkeypatch.setattr(passwords, name, watched(getattr(passwords, name)))
    register(now)
    register(now)
    who = accounts.sign_in(phone="0912345678", password=PASSWORD, now=now)
    new = "cay-tre-ben-suoi-9"
    who = accounts.change_password(identity=who.identity, current=PASSWORD, new=new, now=now)
    a_person(password=PASSWORD)
    people.delete_own(identity=who.identity, password=new, now=now)
    assert open_while == [False] * 7


def test_of_two_who_register_one_phone_at_once_one_is_kept(app: Flask, now: datetime) -> None:
    answers: list[Any] = []

    def work() -> None:
        with app.app_context():
            try:
                answers.append(register(now))
            except Exception as error:
                answers.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(answer) for answer in answers] == [accounts.Registered] * 4
    assert (count(Person), count(Account), count(Consent)) == (1, 1, 1)
