"""Exceptions for one person: extra time, and a closed attempt opened again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app.domain.contest_rules import CHAIN_A, Prediction
from app.domain.errors import AttemptClosed, InvalidRequest, NotFound
from app.services import adjustments, audit, boards, closing, contests, people, receipts
from app.services.accounts import SignedIn
from app.storage.audit import list_entries
from tests.answering import save, submit
from tests.factories import PASSWORD, a_person, an_organiser
from tests.factories_contests import (
    a_bank,
    a_contest,
    a_finished_attempt,
    a_round,
    a_started_attempt,
    identity_of,
)
from tests.lengthening import REASON, SLUG, at, extend, facts_of, outage, reopen


@pytest.fixture
def who(app: Flask) -> SignedIn:
    a_contest(minutes=10, attempts_allowed=None)
    return a_person()


def refusal(act: object, *args: object, **given: object) -> tuple[tuple[str, str], ...]:
    with pytest.raises(InvalidRequest) as refused:
        act(*args, **given)  # type: ignore[operator]
    return refused.value.errors


def test_extra_time_moves_the_deadline_also_beyond_the_closing(app: Flask) -> None:
    a_bank()
    a_contest(minutes=10, rounds=[a_round(closes_at=at(10))])
    who = a_person()
    attempt_id = a_started_attempt(who)
    assert extend(attempt_id, 5, now=3) == at(15)
    save(who, attempt_id, at(14), (1, 0, "a"))
    earned = receipts.earned(submit(who, attempt_id, at(14)))
    assert earned is not None
    assert earned.time_ms == 14 * 60_000


def test_extra_time_and_an_outage_add_up_in_either_order(who: SignedIn) -> None:
    other = a_person()
    one, two = a_started_attempt(who), a_started_attempt(other)
    extend(one, 5, now=8)
    outage(2, 7, now=8)
    extend(two, 5, now=8)
    assert facts_of(who, one).deadline_at == facts_of(other, two).deadline_at == at(20)


def test_extra_time_meets_an_outage_that_lies_in_it(who: SignedIn) -> None:
    attempt_id = a_started_attempt(who)
    outage(10, 10.1, now=10.1)
    assert extend(attempt_id, 5, now=10.12) == at(15.1)
    assert len(adjustments.list_notes(attempt_id)) == 2


def test_a_closed_attempt_gets_no_extra_time(who: SignedIn) -> None:
    done = a_finished_attempt(who)
    with pytest.raises(AttemptClosed):
        extend(done.id, 5, now=3)


def test_extra_time_that_would_be_over_already_is_refused(who: SignedIn) -> None:
    attempt_id = a_started_attempt(who)
    assert refusal(extend, attempt_id, 1, now=30) == (("seconds", "too_little"),)


@pytest.mark.parametrize("act", [extend, reopen])
@pytest.mark.parametrize("minutes", [0, -5, 301])
def test_minutes_and_a_reason_are_required(who: SignedIn, act: object, minutes: int) -> None:
    attempt_id = a_started_attempt(who)
    assert refusal(act, attempt_id, minutes, now=3) == (("seconds", "range"),)
    assert refusal(act, attempt_id, 5, now=3, reason=" ") == (("reason", "missing"),)


@pytest.mark.parametrize("act", [extend, reopen])
def test_an_attempt_of_another_contest_does_not_exist(who: SignedIn, act: object) -> None:
    a_contest("khac", minutes=10)
    attempt_id = a_started_attempt(who)
    for given in ({"slug": "khac"}, {"slug": "không-có"}):
        with pytest.raises(NotFound):
            act(attempt_id, 5, now=3, **given)  # type: ignore[operator]
    with pytest.raises(NotFound):
        act(attempt_id + 99, 5, now=3)  # type: ignore[operator]


def test_a_reopened_attempt_goes_on_with_what_was_answered(who: SignedIn) -> None:
    done = a_finished_attempt(who, right=1, seconds=120)
    assert reopen(done.id, 5, now=60) == at(68)  # Eight minutes were left.
    found = facts_of(who, done.id)
    assert (found.closed_at, found.receipt, found.answers_hash) == (None, None, None)
    save(who, done.id, at(61), (9, 1, "a"), (10, 2, "a"))
    again = submit(who, done.id, at(62))
    earned = receipts.earned(again)
    assert earned is not None
    assert (earned.correct, earned.time_ms) == (3, 4 * 60_000)


def test_the_earlier_receipt_stays_genuine_and_is_said_to_be_superseded(who: SignedIn) -> None:
    done = a_finished_attempt(who, right=1, seconds=120)
    before = receipts.verify(str(done.receipt))
    reopen(done.id, 5, now=60)
    save(who, done.id, at(61), (9, 1, None))
    for moment in ("open", "closed"):
        proof = receipts.verify(str(done.receipt))
        assert proof.superseded_at == at(60), moment
        assert (proof.answers_hash, proof.counted) == (before.answers_hash, 3)
        assert (proof.submitted_at, proof.closed_by) == (before.submitted_at, "submission")
        again = submit(who, done.id, at(62))
    assert receipts.verify(str(again.receipt)).superseded_at is None
    assert receipts.verify(str(again.receipt)).counted == 2


def test_a_receipt_that_was_forged_into_an_act_is_not_genuine(app: Flask, who: SignedIn) -> None:
    done = a_finished_attempt(who)
    reopen(done.id, 5, now=60)
    app.config["SECRET_KEY"] = "another secret for tests"
    with pytest.raises(NotFound):
        receipts.verify(str(done.receipt))


def test_an_attempt_can_be_reopened_again(who: SignedIn) -> None:
    done = a_finished_attempt(who, seconds=120)
    reopen(done.id, 5, now=60)
    second = submit(who, done.id, at(61))
    assert reopen(done.id, 5, now=70) == at(77)
    third = submit(who, done.id, at(72))
    codes = [str(one.receipt) for one in (done, second, third)]
    assert [receipts.verify(one).superseded_at for one in codes] == [at(60), at(70), None]
    earned = receipts.earned(third)
    assert earned is not None
    assert earned.time_ms == 5 * 60_000


def test_a_reopened_attempt_that_is_left_alone_ends_with_what_it_had(app: Flask) -> None:
    a_contest(minutes=10, chain=CHAIN_A, prediction=Prediction("Bao nhiêu?"))
    who = a_person()
    done = a_finished_attempt(who, prediction=77, seconds=600)
    reopen(done.id, 5, now=60)
    assert closing.close_overdue(at(66)) == 1
    facts = facts_of(who, done.id)
    assert (facts.closed_by, facts.prediction) == ("deadline", 77)
    assert facts.answers_hash == done.answers_hash


def test_only_a_closed_attempt_can_be_reopened_and_only_one_is_open(who: SignedIn) -> None:
    done = a_finished_attempt(who)
    second = a_started_attempt(who, at=at(5))
    assert refusal(reopen, second, 5, now=6) == (("attempt", "still_open"),)
    assert refusal(reopen, done.id, 5, now=6) == (("attempt", "other_open"),)


def test_nothing_is_reopened_once_what_is_right_may_be_known(app: Flask) -> None:
    a_bank()
    a_contest(
        minutes=10,
        chain=CHAIN_A,
        prediction=Prediction("Bao nhiêu?"),
        rounds=[a_round(closes_at=at(20))],
    )
    done = a_finished_attempt(a_person())
    contests.settle_prediction(SLUG, round_number=1, value=3, account_id=None, now=at(30))
    assert refusal(reopen, done.id, 5, now=31) == (("attempt", "keys_known"),)
    a_contest("dap-an", result_policy="explanations", rounds=[a_round(closes_at=at(20))])
    done = a_finished_attempt(a_person(), "dap-an")
    assert refusal(reopen, done.id, 5, now=31, slug="dap-an") == (("attempt", "keys_known"),)


def test_a_final_contest_takes_no_exception(app: Flask) -> None:
    a_bank()
    a_contest(minutes=10, rounds=[a_round(closes_at=at(20))])
    done = a_finished_attempt(a_person())
    boards.refresh(at(30))
    contests.finalise(SLUG, account_id=None, now=at(60))
    assert refusal(reopen, done.id, 5, now=61) == (("contest", "final"),)


def test_another_result_of_the_person_stays_on_the_board(who: SignedIn) -> None:
    a_finished_attempt(who, right=1)
    second = a_finished_attempt(who, right=3, at=at(5))
    boards.refresh(at(10))
    reopen(second.id, 5, now=60)
    boards.refresh(at(60))
    (row,) = boards.individual_board(SLUG).rows
    assert (row.correct, row.entries) == (1, 1)


def test_acts_name_the_organiser_in_a_chain_that_holds(who: SignedIn) -> None:
    organiser = an_organiser()
    done = a_finished_attempt(who)
    second = a_started_attempt(who, at=at(5))
    extend(second, 5, now=6, account_id=organiser.account_id)
    submit(who, second, at(7))
    reopen(done.id, 5, now=8, account_id=organiser.account_id)
    acts = [(e.act, e.subject, e.account_id) for e in list_entries() if "attempt" in e.act]
    assert acts == [
        ("attempt.extend", f"attempt/{second}", organiser.account_id),
        ("attempt.reopen", f"attempt/{done.id}", organiser.account_id),
    ]
    assert audit.find_broken_link() is None
    listed = adjustments.list_adjustments(SLUG)
    assert [(one.kind, one.seconds, one.reached) for one in listed] == [
        ("reopening", 300, 1),
        ("extra", 300, 1),
    ]
    assert listed[0].person_name == who.full_name
    assert listed[0].account_name == organiser.full_name


def test_attempts_are_found_by_phone_and_by_name(app: Flask) -> None:
    a_contest(minutes=10)
    hanh = a_person(phone="0912345671", full_name="Nông Thị Hạnh")
    lo = a_person(full_name="Lò Văn Hạnh")
    ids = [a_started_attempt(hanh), a_started_attempt(lo, at=at(1))]
    a_person(full_name="Vàng Thị Hạnh")  # Has no attempt.

    def found(query: str) -> list[int]:
        return [one.id for one in adjustments.find_attempts(SLUG, query)]

    assert found("0912 345 671") == [ids[0]]
    assert found("hanh") == [ids[1], ids[0]]
    assert found("nông thị") == [ids[0]]
    assert found("%") == found("") == found("0912 345 679") == []
    a_contest("khac")
    assert adjustments.find_attempts("khac", "hanh") == []


def test_a_case_says_how_much_was_left(who: SignedIn) -> None:
    done = a_finished_attempt(who, seconds=120)
    case = adjustments.get_case(SLUG, done.id)
    assert (case.attempt.id, case.left) == (done.id, timedelta(minutes=8))
    with pytest.raises(NotFound):
        adjustments.get_case(SLUG, done.id + 99)


def test_the_person_may_take_along_what_was_done(app: Flask) -> None:
    a_contest(minutes=10)
    who = a_person(password=PASSWORD)
    done = a_finished_attempt(who, seconds=120)
    reopen(done.id, 5, now=60)
    (attempt,) = people.export_own(identity=identity_of(who), now=at(61))["attempts"]
    (act,) = attempt["adjustments"]
    assert (act["kind"], act["reason"], act["receipt"]) == ("reopening", REASON, done.receipt)
