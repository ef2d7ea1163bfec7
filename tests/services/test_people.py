"""People see, correct, take along and delete what is held about them."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.domain.contest_rules import Draw, Rules
from app.domain.errors import InvalidRequest, NotFound, SignInFailed, SignInRequired
from app.services import accounts, attempts, banks, contests, people, starting
from app.services.accounts import SignedIn
from app.services.attempts import RawAnswer
from app.services.contests import NewRound
from app.services.transactions import writing
from app.storage.db import db
from app.storage.tables import Account, Consent, Contest, Person, Result
from tests.factories import (
    DONG_VAN,
    MINH_XUAN,
    PASSWORD,
    a_person,
    an_organisation,
    an_organiser,
    some_communes,
)

BANK = b"""
format: 1
bank: thu
title: Thu
language: vi
questions:
  - {id: mot, type: boolean, text: "Mot?", answer: true, explanation: x, source: y}
  - {id: hai, type: boolean, text: "Hai?", answer: false, explanation: x, source: y}
"""
SLUG = "thu-suc"


def own(**changed: Any) -> dict[str, Any]:
    return {
        "full_name": "Nguyễn Thị Hạnh",
        "group": "civil_servant",
        "commune": MINH_XUAN,
        "organisation": None,
        **changed,
    }


def a_contest(now: datetime, policy: str = "score") -> None:
    boss = an_organiser().account_id
    banks.import_bank(BANK, file_name="thu.yaml", account_id=boss, now=now)
    contests.create_contest(
        account_id=boss,
        slug=SLUG,
        title="Thử sức",
        summary="",
        description="",
        prizes="",
        rules=Rules(minutes=10, draws=(Draw(None, None, 2),), result_policy=policy),
        rounds=[NewRound("Đợt 1", now - timedelta(days=1), now + timedelta(days=1), "thu")],
        now=now - timedelta(days=2),
    )
    contests.publish_contest(SLUG, account_id=boss, now=now - timedelta(days=2))


def play(who: SignedIn, now: datetime) -> int:
    started = starting.start(slug=SLUG, who=who, now=now, seed="7")
    for seq, response in ((1, False), (2, True)):
        attempts.save_answers(
            attempt_id=started.attempt_id,
            identity=who.identity,
            answers=[RawAnswer(seq, "mot", response)],
            now=now + timedelta(seconds=seq),
        )
    attempts.submit(
        attempt_id=started.attempt_id,
        identity=who.identity,
        prediction=None,
        now=now + timedelta(seconds=9),
    )
    return started.attempt_id


def test_a_person_is_shown_with_units_and_consents(app: Flask, now: datetime) -> None:
    some_communes()
    accounts.register(
        phone="0912345678",
        password=PASSWORD,
        consent=True,
        now=now,
        **own(organisation=an_organisation("so-khcn", "Sở Khoa học và Công nghệ")),
    )
    who = accounts.sign_in(phone="0912345678", password=PASSWORD, now=now)
    person = people.get_person(who.person_id)
    assert (person.full_name, person.phone) == ("Nguyễn Thị Hạnh", "+84912345678")
    assert (person.commune_code, person.commune_name) == (MINH_XUAN, "Phường Minh Xuân")
    assert person.organisation_name == "Sở Khoa học và Công nghệ"
    assert [one.purpose for one in person.consents] == ["contest"]
    assert people.count_people() == 1


def test_a_person_that_is_not_there_is_not_found(app: Flask) -> None:
    with pytest.raises(NotFound):
        people.get_person(4711)


def test_the_own_profile_can_be_corrected(app: Flask, now: datetime) -> None:
    who = a_person(full_name="Sai Tên")
    code = an_organisation("so-y-te", "Sở Y tế")
    people.update_profile(
        identity=who.identity,
        full_name=" Đặng  Văn Ước",
        group="resident",
        commune=DONG_VAN,
        organisation=code,
        now=now,
    )
    found = accounts.find_signed_in(who.identity)
    assert found is not None
    assert (found.full_name, found.group) == ("Đặng Văn Ước", "resident")
    assert (found.commune, found.organisation) == (DONG_VAN, code)
    person = db.session.get(Person, who.person_id)
    assert person is not None
    assert person.search_name == "dang van uoc"


def test_a_wrong_profile_names_every_field(app: Flask, now: datetime) -> None:
    who = a_person()
    wrong = own(full_name="", group="x", commune="x", organisation="x")
    with pytest.raises(InvalidRequest) as caught:
        people.update_profile(identity=who.identity, now=now, **wrong)
    paths = [path for path, _ in caught.value.errors]
    assert paths == ["full_name", "group", "commune", "organisation"]


def test_a_profile_is_corrected_by_its_owner_only_while_signed_in(
    app: Flask, now: datetime
) -> None:
    who = a_person()
    accounts.sign_out_everywhere(identity=who.identity, now=now)
    with pytest.raises(SignInRequired):
        people.update_profile(identity=who.identity, now=now, **own())
    with pytest.raises(SignInRequired):
        people.export_own(identity=who.identity, now=now)
    with pytest.raises(SignInRequired):
        people.delete_own(identity=who.identity, password=PASSWORD, now=now)


def on_board(attempt_id: int) -> int | None:
    db.session.remove()
    return db.session.scalar(select(Result.on_board).where(Result.attempt_id == attempt_id))


def carry() -> None:
    with writing() as session:
        session.execute(update(Result).values(on_board=1))


def test_moving_to_another_unit_or_group_lets_boards_follow(app: Flask, now: datetime) -> None:
    a_contest(now)
    who, other = a_person(), a_person()
    mine, theirs = play(who, now), play(other, now)
    code = an_organisation()
    carry()
    people.update_profile(identity=who.identity, now=now, **own(full_name="Tên Khác"))
    assert on_board(mine) == 1
    state: dict[str, Any] = {}
    for change in ({"commune": DONG_VAN}, {"organisation": code}, {"group": "other"}):
        state |= change
        carry()
        people.update_profile(identity=who.identity, now=now, **own(**state))
        assert on_board(mine) == 0, change
        assert on_board(theirs) == 1


def test_final_boards_stay_as_they_are(app: Flask, now: datetime) -> None:
    a_contest(now)
    who = a_person()
    mine = play(who, now)
    carry()
    with writing() as session:
        session.execute(update(Contest).values(finalised_at=now))
    people.update_profile(identity=who.identity, now=now, **own(commune=DONG_VAN))
    assert on_board(mine) == 1


def test_the_export_holds_everything(app: Flask, now: datetime) -> None:
    a_contest(now)
    some_communes()
    accounts.register(phone="0912345678", password=PASSWORD, consent=True, now=now, **own())
    who = accounts.sign_in(phone="0912345678", password=PASSWORD, now=now)
    play(who, now)
    play_of_another = a_person()
    play(play_of_another, now)
    exported = json.loads(json.dumps(people.export_own(identity=who.identity, now=now)))
    assert exported["person"] == {
        "id": who.public_id,
        "full_name": "Nguyễn Thị Hạnh",
        "phone": "+84912345678",
        "group": "civil_servant",
        "commune": {"code": MINH_XUAN, "name": "Phường Minh Xuân"},
        "organisation": None,
        "birth_year": None,
        "created_at": now.isoformat(),
    }
    assert exported["roles"] == ["participant"]
    assert [one["withdrawn_at"] for one in exported["consents"]] == [None]
    (attempt,) = exported["attempts"]
    assert (attempt["contest"], attempt["round"], attempt["number"]) == (SLUG, 1, 1)
    assert sorted(attempt["questions"]) == ["hai", "mot"]
    answers = [(one["seq"], one["question"], one["response"]) for one in attempt["answers"]]
    assert answers == [(1, "mot", False), (2, "mot", True)]
    assert attempt["receipt"]
    assert attempt["result"]["correct"] == 1


def test_the_export_tells_no_more_than_the_contest_does(app: Flask, now: datetime) -> None:
    a_contest(now, policy="nothing")
    who = a_person()
    play(who, now)
    (attempt,) = people.export_own(identity=who.identity, now=now)["attempts"]
    assert attempt["result"] is None
    with writing() as session:
        session.execute(update(Contest).values(finalised_at=now))
    (attempt,) = people.export_own(identity=who.identity, now=now)["attempts"]
    assert attempt["result"]["correct"] == 1


def test_a_deleted_person_leaves_an_anonymous_result(app: Flask, now: datetime) -> None:
    a_contest(now)
    some_communes()
    accounts.register(phone="0912345678", password=PASSWORD, consent=True, now=now, **own())
    who = accounts.sign_in(phone="0912345678", password=PASSWORD, now=now)
    mine = play(who, now)
    people.delete_own(identity=who.identity, password=PASSWORD, now=now)
    db.session.remove()
    person = db.session.get(Person, who.person_id)
    account = db.session.get(Account, who.account_id)
    assert person is not None
    assert account is not None
    assert (person.full_name, person.search_name, person.sort_key) == ("", "", "")
    assert (person.commune_code, person.group) == (MINH_XUAN, "civil_servant")
    assert person.deleted_at == now
    assert person.public_id != who.public_id
    assert (account.phone, account.password_hash, account.disabled_at) == (None, "!", now)
    assert account.epoch == who.epoch + 1
    assert [one.withdrawn_at for one in db.session.scalars(select(Consent))] == [now]
    assert on_board(mine) is not None
    assert accounts.find_signed_in(who.identity) is None
    with pytest.raises(SignInFailed):
        accounts.sign_in(phone="0912345678", password=PASSWORD, now=now)


def test_the_phone_of_a_deleted_person_may_register_again(app: Flask, now: datetime) -> None:
    who = a_person(password=PASSWORD, phone="0912345678")
    people.delete_own(identity=who.identity, password=PASSWORD, now=now)
    accounts.register(phone="0912345678", password=PASSWORD, consent=True, now=now, **own())
    again = accounts.sign_in(phone="0912345678", password=PASSWORD, now=now)
    assert again.person_id != who.person_id


def test_nothing_is_deleted_without_the_password(app: Flask, now: datetime) -> None:
    who = an_organiser(password=PASSWORD)
    with pytest.raises(SignInFailed):
        people.delete_own(identity=who.identity, password="wrong", now=now)
    assert accounts.find_signed_in(who.identity) == who


def test_a_deleted_organiser_has_no_role_left(app: Flask, now: datetime) -> None:
    who = an_organiser(password=PASSWORD)
    people.delete_own(identity=who.identity, password=PASSWORD, now=now)
    account = db.session.get(Account, who.account_id)
    assert account is not None
    assert account.disabled_at == now
    from app.storage.accounts import find_account

    facts = find_account(who.account_id)
    assert facts is not None
    assert facts.roles is None
