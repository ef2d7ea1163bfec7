"""Certificates: earned by final results, given once, checked by anybody, withdrawn."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from app.domain.bank_codec import canonical_json
from app.domain.certificates import Awards, Kind, Prize, Since
from app.domain.divisions import Division
from app.domain.errors import InvalidRequest, NotFound
from app.services import audit, boards, certificate_templates, certificates, contests, people
from app.services.accounts import SignedIn
from app.services.certificate_templates import Template
from app.services.transactions import writing
from app.storage.tables import Certificate, Result
from tests.factories import PASSWORD, a_person, an_organisation
from tests.factories_contests import DAY, HOUR, a_contest, a_finished_attempt, identity_of

WHERE = "https://thi.example/receipts"
LATER = 2 * DAY


def chance() -> Callable[[int], int]:
    """Numbers that go round, so that each code is another."""
    numbers = itertools.count(1)
    return lambda below: next(numbers) * 7919 % below


@pytest.fixture
def below() -> Callable[[int], int]:
    return chance()


@pytest.fixture
def someone(app: Flask) -> SignedIn:
    an_organisation()
    a_contest(show_full_names=False)
    return a_person(organisation="so-khcn", password=PASSWORD)


def settle(now: datetime, awards: Awards | None = None, **template: Any) -> datetime:
    """Save the settings, let the contest end and become final; returns a moment after that."""
    certificate_templates.save_settings(
        "cuoc-thi",
        template=Template(**template),
        awards=awards or Awards(),
        account_id=None,
        now=now,
    )
    end = now + LATER
    boards.refresh(end)
    contests.finalise("cuoc-thi", account_id=None, now=end)
    return end + HOUR


def fetch(who: SignedIn, now: datetime, below: Callable[[int], int]) -> list[Any]:
    return certificates.issue_own("cuoc-thi", person_id=who.person_id, now=now, below=below)


def test_a_final_result_earns_an_achievement_and_the_same_one_again(
    someone: SignedIn, now: datetime, below: Callable[[int], int]
) -> None:
    a_finished_attempt(someone, right=2)
    end = settle(now)
    (first,) = fetch(someone, end, below)
    (again,) = fetch(someone, end + HOUR, below)
    assert first == again
    facts = first.facts
    assert (facts.kind, facts.rank, facts.total) == (Kind.ACHIEVEMENT, 1, 1)
    assert (facts.mills, facts.max_mills) == (2000, 3000)
    assert facts.organisation == "Sở Khoa học và Công nghệ"


def test_fewer_points_earn_a_participation_without_rank_and_points(
    someone: SignedIn, now: datetime, below: Callable[[int], int]
) -> None:
    a_finished_attempt(someone, right=1)
    (found,) = fetch(someone, settle(now), below)
    assert found.facts.kind is Kind.PARTICIPATION
    assert (found.facts.rank, found.facts.mills) == (None, None)


def test_a_prize_stands_before_an_achievement(
    someone: SignedIn, now: datetime, below: Callable[[int], int]
) -> None:
    other = a_person()
    a_finished_attempt(someone, right=3)
    a_finished_attempt(other, right=2)
    end = settle(now, Awards(prizes=(Prize("Giải Nhất", 1, 1),)))
    assert fetch(someone, end, below)[0].facts.prize == "Giải Nhất"
    assert fetch(other, end, below)[0].facts.kind is Kind.ACHIEVEMENT


def test_prizes_of_groups_look_at_the_board_of_the_group(
    someone: SignedIn, now: datetime, below: Callable[[int], int]
) -> None:
    student = a_person(group="student")
    a_finished_attempt(someone, right=3)
    a_finished_attempt(student, right=1)
    prizes = (Prize("Giải học sinh", 1, 1, group="student"), Prize("Giải Nhất", 1, 1))
    end = settle(now, Awards(prizes=prizes))
    assert fetch(student, end, below)[0].facts.prize == "Giải học sinh"
    assert fetch(someone, end, below)[0].facts.prize == "Giải Nhất"


def test_prizes_of_divisions_look_at_the_board_of_the_division(
    app: Flask, now: datetime, below: Callable[[int], int]
) -> None:
    people = Division("dan", "Người dân", ("student", "resident"))
    a_contest(divisions=(people,))
    cadre, student, resident = (a_person(group=one) for one in ("cadre", "student", "resident"))
    for one, right in ((cadre, 3), (student, 2), (resident, 1)):
        a_finished_attempt(one, right=right)
    end = settle(now, Awards(prizes=(Prize("Giải người dân", 1, 1, group="@dan"),)))
    assert fetch(student, end, below)[0].facts.prize == "Giải người dân"
    for one in (cadre, resident):
        assert all(found.facts.prize is None for found in fetch(one, end, below))
    with pytest.raises(InvalidRequest) as refused:
        settle(now, Awards(prizes=(Prize("Giải", 1, 1, group="@khac"),)))
    assert refused.value.errors == (("prizes-0-group", "unknown"),)


def test_nothing_is_given_before_the_results_are_final_or_without_settings(
    someone: SignedIn, now: datetime, below: Callable[[int], int]
) -> None:
    a_finished_attempt(someone)
    boards.refresh(now)
    with pytest.raises(NotFound):
        fetch(someone, now, below)
    certificate_templates.save_settings(
        "cuoc-thi", template=Template(), awards=Awards(), account_id=None, now=now
    )
    with pytest.raises(NotFound):
        fetch(someone, now + LATER, below)
    assert not certificates.find_offer(
        contests.get_contest("cuoc-thi"), someone.person_id, now + LATER
    ).more


def test_participation_may_be_given_after_closing_and_stays_beside_the_achievement(
    someone: SignedIn, now: datetime, below: Callable[[int], int]
) -> None:
    a_finished_attempt(someone)
    boards.refresh(now)
    awards = Awards(participation=Since.CLOSED)
    certificate_templates.save_settings(
        "cuoc-thi", template=Template(), awards=awards, account_id=None, now=now
    )
    with pytest.raises(NotFound):
        fetch(someone, now, below)
    (early,) = fetch(someone, now + LATER, below)
    assert early.facts.kind is Kind.PARTICIPATION
    end = settle(now, awards)
    contest = contests.get_contest("cuoc-thi")
    assert certificates.find_offer(contest, someone.person_id, end).more
    kinds = [one.facts.kind for one in fetch(someone, end, below)]
    assert kinds == [Kind.ACHIEVEMENT, Kind.PARTICIPATION]
    assert not certificates.find_offer(contest, someone.person_id, end).more


def test_where_organisers_hand_them_out_nobody_fetches_one(
    someone: SignedIn, now: datetime, below: Callable[[int], int]
) -> None:
    a_finished_attempt(someone)
    end = settle(now, Awards(own=False))
    with pytest.raises(NotFound):
        fetch(someone, end, below)


def test_a_code_is_verified_as_people_type_it_and_shows_a_masked_name(
    someone: SignedIn, now: datetime, below: Callable[[int], int]
) -> None:
    a_finished_attempt(someone)
    (given,) = fetch(someone, settle(now), below)
    proof = certificates.verify(given.code.lower().replace("-", " "))
    assert (proof.shown_name, proof.masked) == ("Nguyễn T. H.", True)
    assert proof.certificate.code == given.code
    for wrong in ("", "XXXXX-XXXXX", given.code[:-1] + ("2" if given.code[-1] != "2" else "3")):
        with pytest.raises(NotFound):
            certificates.verify(wrong)


def test_a_row_that_was_changed_in_the_database_is_not_genuine(
    someone: SignedIn, now: datetime, below: Callable[[int], int]
) -> None:
    a_finished_attempt(someone, right=1)
    (given,) = fetch(someone, settle(now), below)
    with writing() as session:
        facts = replace(given.facts, kind=Kind.PRIZE, prize="Giải Nhất").plain()
        session.execute(update(Certificate).values(facts=canonical_json(facts)))
    with pytest.raises(NotFound):
        certificates.verify(given.code)


def test_a_withdrawn_certificate_says_so_and_is_not_given_again_until_restored(
    someone: SignedIn, now: datetime, below: Callable[[int], int]
) -> None:
    a_finished_attempt(someone)
    end = settle(now)
    (given,) = fetch(someone, end, below)
    with pytest.raises(InvalidRequest):
        certificates.withdraw("cuoc-thi", given.code, reason="  ", account_id=None, now=end)
    certificates.withdraw("cuoc-thi", given.code, reason="Thi hộ", account_id=None, now=end)
    proof = certificates.verify(given.code).certificate
    assert (proof.withdrawn_at, proof.withdrawal, proof.reason) == (end, "act", "Thi hộ")
    with pytest.raises(NotFound):
        fetch(someone, end, below)
    with pytest.raises(NotFound):
        print_own(given.code, someone)
    certificates.restore("cuoc-thi", given.code, account_id=None, now=end)
    assert certificates.verify(given.code).certificate.withdrawn_at is None
    assert fetch(someone, end, below) == [given]
    assert audit.find_broken_link() is None


def print_own(code: str, who: SignedIn) -> bytes:
    return certificates.print_own(
        code, person_id=who.person_id, where=WHERE, address_of=lambda one: f"{WHERE}/{one}"
    )


def test_a_changed_result_withdraws_the_old_certificate_and_gives_a_new_one(
    someone: SignedIn, now: datetime, below: Callable[[int], int]
) -> None:
    a_finished_attempt(someone, right=3)
    end = settle(now)
    (old,) = fetch(someone, end, below)
    with writing() as session:
        session.execute(update(Result).values(mills=2000, correct=2, on_board=0))
    boards.refresh(end)
    (new,) = fetch(someone, end + HOUR, below)
    assert new.code != old.code
    assert new.facts.mills == 2000
    gone = certificates.verify(old.code).certificate
    assert (gone.withdrawal, gone.withdrawn_at) == ("result", end + HOUR)


def test_ones_own_is_printed_and_another_persons_is_not_found(
    someone: SignedIn, now: datetime, below: Callable[[int], int]
) -> None:
    a_finished_attempt(someone)
    (given,) = fetch(someone, settle(now), below)
    assert print_own(given.code, someone).startswith(b"%PDF-")
    with pytest.raises(NotFound):
        print_own(given.code, a_person())


def test_a_deleted_person_leaves_a_genuine_certificate_without_a_name(
    someone: SignedIn, now: datetime, below: Callable[[int], int]
) -> None:
    a_finished_attempt(someone)
    end = settle(now)
    (given,) = fetch(someone, end, below)
    people.delete_own(identity=identity_of(someone), password=PASSWORD, now=end)
    proof = certificates.verify(given.code)
    assert (proof.shown_name, proof.certificate.name) == ("", "")
    assert proof.certificate.withdrawn_at is None


def test_settings_tell_all_their_faults_at_once(someone: SignedIn, now: datetime) -> None:
    awards = Awards(share=0, prizes=(Prize("", 3, 2, scope=9),))
    with pytest.raises(InvalidRequest) as refusal:
        certificate_templates.save_settings(
            "cuoc-thi",
            template=Template(title=" ", body="{ten}"),
            awards=awards,
            account_id=None,
            now=now,
        )
    assert refusal.value.errors == (
        ("title", "empty"),
        ("body", "unknown:ten"),
        ("share", "range"),
        ("prizes-0-text", "empty"),
        ("prizes-0-last", "order"),
        ("prizes-0-scope", "unknown"),
    )
