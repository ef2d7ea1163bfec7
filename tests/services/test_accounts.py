"""Accounts: registering, signing in, changing the password, roles."""

from __future__ import annotations

import logging
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import (
    InvalidRequest,
    NotFound,
    PasswordTooWeak,
    Refusal,
    SignInFailed,
    SignInRequired,
)
from app.services import accounts, audit, passwords, roles
from app.services.accounts import Identity
from app.storage.db import db
from app.storage.tables import AuditEntry
from tests.factories import (
    PASSWORD,
    a_person,
    a_phone,
    an_organisation,
    an_organiser,
    some_communes,
)
from tests.queries import counted_queries
from tests.registering import kept_hash, register


@pytest.fixture(autouse=True)
def communes(app: Flask) -> None:
    some_communes()


@pytest.mark.parametrize("phone", ["0912345679", "not a phone", "0912345678\x00"])
def test_unknown_phones_and_wrong_passwords_are_refused_alike(phone: str, now: datetime) -> None:
    register(now)
    with pytest.raises(SignInFailed) as unknown:
        accounts.sign_in(phone=phone, password=PASSWORD, now=now)
    with pytest.raises(SignInFailed) as wrong:
        accounts.sign_in(phone="0912345678", password="wrong", now=now)
    assert str(unknown.value) == str(wrong.value)


def test_signing_in_puts_a_hash_with_todays_parameters(app: Flask, now: datetime) -> None:
    who = a_person(password=PASSWORD, phone="0912345678")
    tiny = kept_hash(who.account_id)
    app.config["ARGON2_FAST"] = False
    accounts.sign_in(phone="0912345678", password=PASSWORD, now=now)
    assert "m=19456" in kept_hash(who.account_id)
    assert tiny != kept_hash(who.account_id)
    accounts.sign_in(phone="0912345678", password=PASSWORD, now=now)


def test_an_added_user_without_a_password_cannot_sign_in(now: datetime) -> None:
    who = a_person(phone="0912345678")
    assert kept_hash(who.account_id) == passwords.NEVER
    for password in ("!", "", PASSWORD):
        with pytest.raises(SignInFailed):
            accounts.sign_in(phone="0912345678", password=password, now=now)


def test_adding_a_phone_twice_is_said_plainly() -> None:
    phone = a_phone()
    a_person(phone=phone)
    with pytest.raises(InvalidRequest) as caught:
        a_person(phone=phone)
    assert caught.value.errors == (("phone", "taken"),)


def test_adding_a_user_names_all_that_is_wrong() -> None:
    with pytest.raises(InvalidRequest) as caught:
        a_person(phone="1", role="king", commune="x", password="x")
    paths = [path for path, _ in caught.value.errors]
    assert paths == ["commune", "phone", "role", "password"]


def test_a_new_password_signs_other_devices_out(now: datetime) -> None:
    who = a_person(password=PASSWORD, phone="0912345678")
    new = "cay-tre-ben-suoi-9"
    again = accounts.change_password(identity=who.identity, current=PASSWORD, new=new, now=now)
    assert again.epoch == who.epoch + 1
    assert accounts.find_signed_in(who.identity) is None
    assert accounts.find_signed_in(again.identity) == again
    assert accounts.sign_in(phone="0912345678", password=new, now=now) == again
    with pytest.raises(SignInRequired):
        accounts.change_password(identity=who.identity, current=new, new=PASSWORD, now=now)


@pytest.mark.parametrize(
    ("current", "new", "refusal"),
    [
        ("wrong", "cay-tre-ben-suoi-9", SignInFailed),
        (PASSWORD, "12345678", PasswordTooWeak),
        (PASSWORD, "nguyenthihanh", PasswordTooWeak),
    ],
)
def test_a_password_is_not_changed_for_nothing(
    current: str, new: str, refusal: type[Refusal], now: datetime
) -> None:
    who = a_person(password=PASSWORD)
    with pytest.raises(refusal):
        accounts.change_password(identity=who.identity, current=current, new=new, now=now)
    assert accounts.find_signed_in(who.identity) == who


def test_signing_out_everywhere_ends_every_session(now: datetime) -> None:
    who = a_person()
    accounts.sign_out_everywhere(identity=who.identity, now=now)
    assert accounts.find_signed_in(who.identity) is None
    with pytest.raises(SignInRequired):
        accounts.sign_out_everywhere(identity=who.identity, now=now)


def test_nobody_is_found_for_an_account_that_is_not_there(app: Flask) -> None:
    assert accounts.find_signed_in(Identity(4711, 0)) is None


def test_the_signed_in_person_costs_one_query(app: Flask) -> None:
    who = an_organiser(organisation=an_organisation())
    db.session.remove()
    with counted_queries() as sent:
        found = accounts.find_signed_in(who.identity)
    assert found == who
    assert len(sent) == 1


def test_roles_take_effect_at_once_and_are_on_record(now: datetime) -> None:
    boss, who = an_organiser(), a_person()
    for _ in range(2):
        roles.grant_role(account_id=who.account_id, role="arbiter", by=boss.account_id, now=now)
    roles.grant_role(account_id=who.account_id, role="administrator", by=None, now=now)
    found = accounts.find_signed_in(who.identity)
    assert found is not None
    assert found.roles == ("participant", "administrator", "arbiter")
    for _ in range(2):
        roles.revoke_role(account_id=who.account_id, role="arbiter", by=boss.account_id, now=now)
    found = accounts.find_signed_in(who.identity)
    assert found is not None
    assert found.roles == ("participant", "administrator")
    acts = db.session.execute(
        select(AuditEntry.act, AuditEntry.account_id, AuditEntry.subject).order_by(
            AuditEntry.number
        )
    ).all()
    subject = f"account/{who.account_id}"
    assert [tuple(act) for act in acts] == [
        ("role.grant", None, f"account/{boss.account_id}"),
        ("role.grant", boss.account_id, subject),
        ("role.grant", None, subject),
        ("role.revoke", boss.account_id, subject),
    ]
    assert audit.find_broken_link() is None


def test_unknown_roles_and_accounts_are_refused(app: Flask, now: datetime) -> None:
    with pytest.raises(InvalidRequest):
        roles.grant_role(account_id=1, role="king", by=None, now=now)
    with pytest.raises(NotFound):
        roles.grant_role(account_id=4711, role="arbiter", by=None, now=now)


def test_no_password_is_logged_or_put_on_record(
    now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    who = an_organiser(password=PASSWORD, phone="0912345678")
    accounts.sign_in(phone="0912345678", password=PASSWORD, now=now)
    accounts.change_password(
        identity=who.identity, current=PASSWORD, new="cay-tre-ben-suoi-9", now=now
    )
    assert PASSWORD not in caplog.text
    assert "cay-tre" not in caplog.text
    details = list(db.session.scalars(select(AuditEntry.detail)))
    assert details
    assert not any(PASSWORD in detail or "0912" in detail for detail in details)


@pytest.mark.parametrize("long", ["ß" * 120, "Ấ" * 120])
def test_a_long_name_fits_in_all_its_forms(long: str) -> None:
    assert a_person(full_name=long).full_name == long


@pytest.mark.parametrize(
    ("raw", "identity"),
    [
        ("12.3", Identity(12, 3)),
        ("12", None),
        ("12.", None),
        ("-1.0", None),
        ("1.2.3", None),
        ("٣.1", None),
        ("99999999999999999999.0", None),
        (12.3, None),
        (None, None),
    ],
)
def test_only_two_numbers_make_an_identity(raw: object, identity: Identity | None) -> None:
    assert Identity.parse(raw) == identity


def test_a_signed_in_person_is_what_flask_login_wants(app: Flask) -> None:
    who = a_person()
    assert (who.is_authenticated, who.is_active, who.is_anonymous) == (True, True, False)
    assert Identity.parse(who.get_id()) == who.identity
