"""What an arbiter's decision on an answer file does, and when none can be taken."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask

from app.domain.answer_files import Verdict
from app.domain.errors import InvalidRequest
from app.services import adjustments, answer_files, arbitration, audit, boards, contests, receipts
from app.services.accounts import SignedIn
from app.storage import audit as audit_storage
from app.storage import results
from app.storage.db import db
from tests.answering import responses, save
from tests.factories import a_person
from tests.factories_contests import DAY, RIGHT, WRONG
from tests.late import MINUTE, Late

REASON = "Mất mạng cả xã lúc 9 giờ"


@pytest.fixture
def late(app: Flask, now: Any) -> Late:
    return Late(now)


@pytest.fixture
def arbiter(late: Late) -> SignedIn:
    return a_person(role="arbiter", full_name="Lý Văn Giám")


def correct(late: Late) -> int:
    db.session.remove()
    result = results.find_result(late.attempt_id)
    assert result is not None
    return result.correct


def acts() -> list[str]:
    return [one.act for one in audit_storage.list_entries() if "answer_file" in one.act]


def test_an_accepted_file_counts_on_the_boards_too(late: Late, arbiter: SignedIn) -> None:
    late.close()
    boards.refresh(late.end)
    assert boards.individual_board(late.slug).rows[0].correct == 1
    data = late.file(late.entry(2, 1), late.entry(3, 2, minutes=10.1))
    arbitration.accept(late.send(data), reason=REASON, who=arbiter, now=late.end + MINUTE)
    assert correct(late) == 2
    boards.refresh(late.end + MINUTE)
    assert boards.individual_board(late.slug).rows[0].correct == 2
    assert responses(late.who, late.attempt_id, late.end + MINUTE) == [RIGHT, RIGHT, None]


def test_the_earlier_receipt_stays_genuine_though_superseded(late: Late, arbiter: SignedIn) -> None:
    old = late.close()
    decided_at = late.end + MINUTE
    arbitration.accept(late.send(late.file()), reason=REASON, who=arbiter, now=decided_at)
    before, after = receipts.verify(old), receipts.verify(str(late.facts().receipt))
    assert (before.counted, before.superseded_at) == (1, decided_at)
    assert (after.counted, after.superseded_at) == (2, None)
    assert before.submitted_at == after.submitted_at


def test_the_evidence_reads_the_same_after_the_decision(late: Late, arbiter: SignedIn) -> None:
    late.close()
    file_id = late.send(late.file(late.entry(1, 0, minutes=1), late.entry(2, 1)))
    before = answer_files.get_file(file_id)
    after = arbitration.accept(file_id, reason=REASON, who=arbiter, now=late.end + MINUTE)
    assert after.judged == before.judged
    assert (after.saved, after.missing) == (before.saved, before.missing)
    assert [one.verdict for one in after.judged] == [Verdict.SAVED, Verdict.IN_TIME]


def test_an_older_entry_never_takes_the_place_of_a_newer_answer(
    late: Late, arbiter: SignedIn
) -> None:
    save(late.who, late.attempt_id, late.start + 5 * MINUTE, (9, 1, WRONG))
    late.close()
    file_id = late.send(late.file(late.entry(2, 1, RIGHT)))
    arbitration.accept(file_id, reason=REASON, who=arbiter, now=late.end + MINUTE)
    assert responses(late.who, late.attempt_id, late.end + MINUTE)[1] == WRONG


def test_a_rejected_file_changes_nothing(late: Late, arbiter: SignedIn) -> None:
    old = late.close()
    file_id = late.send(late.file())
    view = arbitration.reject(file_id, reason=REASON, who=arbiter, now=late.end)
    assert (view.facts.state, view.facts.reason) == ("rejected", REASON)
    assert (late.facts().receipt, correct(late)) == (old, 1)


def test_the_first_decision_stands_and_is_told_once(late: Late, arbiter: SignedIn) -> None:
    late.close()
    file_id = late.send(late.file())
    arbitration.reject(file_id, reason=REASON, who=arbiter, now=late.end)
    view = arbitration.accept(file_id, reason="Nghĩ lại", who=arbiter, now=late.end + MINUTE)
    assert (view.facts.state, view.facts.reason) == ("rejected", REASON)
    assert correct(late) == 1
    assert acts() == ["answer_file.rejected"]
    assert audit.find_broken_link() is None


def test_of_two_arbiters_at_once_one_decides(app: Flask, late: Late, arbiter: SignedIn) -> None:
    late.close()
    file_id = late.send(late.file())
    db.session.remove()
    gate = threading.Barrier(2)

    def decide(act: Any) -> None:
        with app.app_context():
            gate.wait()
            act(file_id, reason=REASON, who=arbiter, now=late.end + MINUTE)
            db.session.remove()

    both = (arbitration.accept, arbitration.reject)
    threads = [threading.Thread(target=decide, args=(act,)) for act in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    db.session.remove()
    state = answer_files.get_file(file_id).facts.state
    assert acts() == [f"answer_file.{state}"]
    assert correct(late) == (2 if state == "accepted" else 1)


def test_nobody_decides_on_the_own_file(app: Flask, now: Any) -> None:
    both = a_person(role="arbiter")
    late = Late(now, both)
    late.close()
    file_id = late.send(late.file())
    for act in (arbitration.accept, arbitration.reject):
        with pytest.raises(InvalidRequest, match="own"):
            act(file_id, reason=REASON, who=both, now=late.end)
    assert answer_files.get_file(file_id).pending


@pytest.mark.parametrize(("reason", "code"), [(" ", "missing"), ("x" * 301, "too_long")])
def test_a_decision_needs_a_short_reason(
    late: Late, arbiter: SignedIn, reason: str, code: str
) -> None:
    late.close()
    file_id = late.send(late.file())
    for act in (arbitration.accept, arbitration.reject):
        with pytest.raises(InvalidRequest, match=code):
            act(file_id, reason=reason, who=arbiter, now=late.end)


def test_a_file_of_which_nothing_may_count_cannot_be_accepted(
    late: Late, arbiter: SignedIn
) -> None:
    late.close()
    file_id = late.send(late.file(late.entry(2, minutes=11)))
    with pytest.raises(InvalidRequest, match="nothing"):
        arbitration.accept(file_id, reason=REASON, who=arbiter, now=late.end)
    assert arbitration.reject(file_id, reason=REASON, who=arbiter, now=late.end)


def test_a_final_contest_takes_no_more_answers_but_files_can_be_rejected(
    late: Late, arbiter: SignedIn
) -> None:
    old = late.close()
    file_id = late.send(late.file())
    later = late.start + 2 * DAY
    boards.refresh(later)
    contests.finalise(late.slug, account_id=None, now=later)
    with pytest.raises(InvalidRequest, match="final"):
        arbitration.accept(file_id, reason=REASON, who=arbiter, now=later)
    assert (late.facts().receipt, correct(late)) == (old, 1)
    view = arbitration.reject(file_id, reason=REASON, who=arbiter, now=later)
    assert view.facts.state == "rejected"


def test_a_reopened_attempt_is_decided_on_once_it_has_ended_again(
    late: Late, arbiter: SignedIn
) -> None:
    first = late.close()
    file_id = late.send(late.file())
    adjustments.reopen(
        late.slug, attempt_id=late.attempt_id, seconds=300, reason="x", account_id=None,
        now=late.end + MINUTE,
    )  # fmt: skip
    with pytest.raises(InvalidRequest, match="open"):
        arbitration.accept(file_id, reason=REASON, who=arbiter, now=late.end + 2 * MINUTE)
    late.end += 30 * MINUTE
    second = late.close()
    arbitration.accept(file_id, reason=REASON, who=arbiter, now=late.end)
    assert correct(late) == 2
    codes = [first, second, str(late.facts().receipt)]
    proofs = [receipts.verify(code) for code in codes]
    assert [one.superseded_at is None for one in proofs] == [False, False, True]
