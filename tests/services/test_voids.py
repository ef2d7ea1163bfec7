"""A voided attempt counts for nothing and is kept whole; lifted, everything is as before."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.domain.errors import InvalidRequest
from app.services import (
    board_refresh,
    boards,
    contests,
    evidence,
    evidence_bundles,
    evidence_refresh,
    own_results,
    people,
    receipts,
    recount_sources,
    voids,
)
from app.services.accounts import SignedIn
from app.services.transactions import end_reading, writing
from app.storage import journal, results
from app.storage import settlements as counted
from app.storage.attempts import AttemptFacts
from app.storage.tables import AttemptDevice, Contest
from tests.factories import MINH_XUAN, a_person
from tests.factories_contests import a_contest, a_finished_attempt, identity_of

SLUG = "cuoc-thi"
REASON = "Thi hộ, người dự thi đã thừa nhận"
LATER = timedelta(hours=3)


class Case:
    """Six people who shared a browser, the sign of it, and an arbiter."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.contest = a_contest(SLUG, attempts_allowed=None, prediction=None)
        self.people = [a_person(commune=MINH_XUAN) for _ in range(6)]
        self.attempts = [
            a_finished_attempt(who, right=1 + n % 3, at=now + n * timedelta(minutes=5))
            for n, who in enumerate(self.people)
        ]
        with writing() as session:
            for one in self.attempts:
                session.add(AttemptDevice(attempt_id=one.id, mark="m"))
            session.commit()
        self.arbiter = a_person(role="arbiter", full_name="Lý Văn Công")
        evidence_refresh.look_now(SLUG, now + LATER)
        board_refresh.refresh(now + LATER)
        self.sign = evidence.list_signs(SLUG).signs[0].id

    def void(self, attempt: AttemptFacts, reason: str = REASON) -> None:
        evidence.void_attempt(
            SLUG, self.sign, attempt.id, reason=reason, who=self.arbiter, now=self.now + LATER
        )
        board_refresh.refresh(self.now + LATER)
        end_reading()

    def restore(self, attempt: AttemptFacts) -> None:
        evidence.restore_attempt(
            SLUG, self.sign, attempt.id, reason="Nhầm", who=self.arbiter, now=self.now + LATER
        )
        board_refresh.refresh(self.now + LATER)
        end_reading()

    def on_board(self) -> list[tuple[int, int]]:
        rows = boards.individual_board(SLUG).rows
        return [(one.rank, one.mills) for one in rows]


@pytest.fixture
def case(app: Flask, now: datetime) -> Case:
    return Case(now)


def commune(slug: str = SLUG) -> tuple[int, int]:
    """People and attempts of the one commune on its board."""
    rows = boards.unit_board(slug, kind="commune").rows
    row = next(one for one in rows if one.unit.id == MINH_XUAN)
    return row.participants, row.entries


def place_of(who: SignedIn) -> object:
    return boards.own_place(SLUG, who.person_id)


def test_who_has_only_a_voided_attempt_leaves_every_board_and_the_units_figures(
    case: Case,
) -> None:
    assert (len(case.on_board()), commune()) == (6, (6, 6))
    case.void(case.attempts[2])
    assert (len(case.on_board()), commune()) == (5, (5, 5))
    assert place_of(case.people[2]) is None
    assert boards.individual_board(SLUG, round_number=1).total == 5


def test_journal_receipt_and_result_of_a_voided_attempt_stay(case: Case) -> None:
    one = case.attempts[2]
    entries, result = journal.list_entries(one.id), results.find_result(one.id)
    assert entries and result is not None
    mills = result.mills
    proof = receipts.verify(one.receipt or "")
    case.void(one)
    assert journal.list_entries(one.id) == entries
    assert receipts.verify(one.receipt or "") == proof
    after = results.find_result(one.id)
    assert after is not None
    assert (after.mills, after.on_board) == (mills, 3)
    own = own_results.get_own_part(SLUG, person_id=case.people[2].person_id, now=case.now)
    assert [each.receipt for each in own.attempts] == [one.receipt]


def test_another_attempt_of_the_person_still_counts(case: Case) -> None:
    best = case.attempts[2]
    a_finished_attempt(case.people[2], right=1, at=case.now + timedelta(hours=1))
    board_refresh.refresh(case.now + LATER)
    assert max(mills for _rank, mills in case.on_board()) == 3000
    assert commune() == (6, 7)
    case.void(best)
    case.void(case.attempts[5])
    assert max(mills for _rank, mills in case.on_board()) == 2000
    assert (len(case.on_board()), commune()) == (5, (5, 5))


def test_a_recount_from_journal_and_bundle_agrees_after_voids(case: Case, tmp_path: Path) -> None:
    case.void(case.attempts[0])
    case.void(case.attempts[4])
    found = recount_sources.recount_contest(SLUG)
    assert found.differences == []
    assert found.attempts == 6
    path = tmp_path / "bundle.zip"
    evidence_bundles.write_bundle(
        SLUG, path, number_for=lambda person: 1000 + person, progress=lambda _: None
    )
    assert evidence_bundles.recount_bundle(path).differences == []


def test_a_voiding_that_no_arbiter_made_is_named_by_the_recount(case: Case) -> None:
    with writing() as session:
        voids.void(session, case.attempts[0].id, reason="x", account_id=None, now=case.now)
        results_of = results.find_result(case.attempts[0].id)
        assert results_of is not None
        results_of.on_board = 1
        session.commit()
    assert not recount_sources.recount_contest(SLUG).identical


def test_deriving_everything_again_leaves_the_voided_out(case: Case) -> None:
    case.void(case.attempts[1])
    before = case.on_board()
    board_refresh.rederive(case.contest.id, case.now + LATER)
    end_reading()
    assert case.on_board() == before
    assert recount_sources.recount_contest(SLUG).identical


def test_restored_everything_is_as_it_was(case: Case) -> None:
    before, units = case.on_board(), commune()
    case.void(case.attempts[2])
    case.restore(case.attempts[2])
    assert (case.on_board(), commune()) == (before, units)
    assert voids.find(case.attempts[2].id) is None
    assert recount_sources.recount_contest(SLUG).identical
    case.void(case.attempts[2])
    assert len(case.on_board()) == 5


def test_every_act_is_kept_beside_the_sign(case: Case) -> None:
    one = case.attempts[2]
    case.void(one)
    case.restore(one)
    sign = evidence.get_sign(SLUG, case.sign)
    assert [(each.act, each.attempt_id) for each in sign.decisions] == [
        ("void", one.id),
        ("restore", one.id),
    ]
    assert sign.voided == frozenset()


def test_the_owner_reads_the_reason_and_takes_it_along(case: Case) -> None:
    one = case.attempts[2]
    case.void(one)
    found = voids.find(one.id)
    assert found is not None
    assert (found.reason, found.voided_at) == (REASON, case.now + LATER)
    held = people.export_own(identity=identity_of(case.people[2]), now=case.now)
    assert held["attempts"][0]["voided"]["reason"] == REASON
    assert held["attempts"][0]["device_mark"] == "m"


def test_a_sign_is_not_dismissed_while_an_attempt_is_voided_for_it(case: Case) -> None:
    case.void(case.attempts[2])
    given = {"reason": "Nhầm", "who": case.arbiter, "now": case.now}
    with pytest.raises(InvalidRequest) as refusal:
        evidence.decide(SLUG, case.sign, evidence.Act.DISMISS, **given)
    assert refusal.value.errors == (("act", "voided_first"),)
    case.restore(case.attempts[2])
    evidence.decide(SLUG, case.sign, evidence.Act.DISMISS, **given)
    assert evidence.get_sign(SLUG, case.sign).state is evidence.State.DISMISSED


def test_twice_the_same_is_refused(case: Case) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        case.restore(case.attempts[2])
    assert refusal.value.errors == (("attempt", "not_voided"),)
    case.void(case.attempts[2])
    with pytest.raises(InvalidRequest) as refusal:
        case.void(case.attempts[2])
    assert refusal.value.errors == (("attempt", "voided"),)
    assert len(evidence.get_sign(SLUG, case.sign).decisions) == 1


def test_once_the_result_is_final_nothing_is_voided(case: Case) -> None:
    with writing() as session:
        session.query(Contest).update({"finalised_at": case.now})
        session.commit()
    with pytest.raises(InvalidRequest) as refusal:
        case.void(case.attempts[2])
    assert refusal.value.errors == (("contest", "final"),)
    assert len(case.on_board()) == 6


def test_who_is_voided_is_not_counted_when_a_prediction_is_settled(case: Case) -> None:
    round_id = case.contest.rounds[0].id
    assert counted.count_closed(round_id) == (6, 6)
    case.void(case.attempts[2])
    assert counted.count_closed(round_id) == (5, 5)
    assert len(list(counted.list_results(round_id))) == 5


def test_a_freeze_withholds_and_a_void_strikes_each_on_its_own(case: Case) -> None:
    frozen_from = case.now + timedelta(minutes=12)
    with writing() as session:
        session.query(Contest).update({"freeze_at": frozen_from})
        session.commit()
    contests.get_contest(SLUG)
    late = a_person(commune=MINH_XUAN)
    a_finished_attempt(late, right=3, at=case.now + timedelta(hours=1))
    board_refresh.refresh(case.now + LATER)
    assert place_of(late) is None
    case.void(case.attempts[0])
    assert place_of(case.people[0]) is None
    assert place_of(late) is None
    assert place_of(case.people[1]) is not None
