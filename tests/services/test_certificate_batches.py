"""Certificates of a whole contest: given to everybody once, judged again, printed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import delete, update

from app.domain.certificates import Awards, Facts, Kind, Prize
from app.domain.errors import ContestNotClosed, NotFound
from app.services import (
    audit,
    boards,
    certificate_batches,
    certificate_reviews,
    certificates,
    contests,
    people,
)
from app.services.accounts import SignedIn
from app.services.certificate_batches import Given
from app.services.certificate_rows import row_of
from app.services.transactions import writing
from app.storage import certificates as storage
from app.storage.tables import Result, Standing
from app.tasks.worker import work_once
from tests.factories import PASSWORD, a_person
from tests.factories_contests import HOUR, a_bank, a_contest, a_result, a_round, identity_of
from tests.services.test_certificates import WHERE, chance, settle

PRIZES = (Prize("Giải Nhất", 1, 1), Prize("Giải Nhì", 2, 3), Prize("Giải tuần", 1, 1, scope=2))


@pytest.fixture
def below() -> Callable[[int], int]:
    return chance()


@pytest.fixture
def crowd(app: Flask, now: datetime) -> list[SignedIn]:
    """Six people; the n-th has n right in round 1, the last two play in round 2 too."""
    a_bank()
    early = a_round(opens_at=now - 3 * HOUR, closes_at=now - 2 * HOUR)
    contest = a_contest(rounds=[early, a_round(title="Đợt 2")])
    found = [a_person(full_name=f"Nguyễn Văn {letter}", password=PASSWORD) for letter in "ABCDEF"]
    first, second = (round_.id for round_ in contest.rounds)
    for points, who in enumerate(found, start=1):
        a_result(who.person_id, first, mills=points * 500, correct=points)
    a_result(found[4].person_id, second, mills=3000, correct=3)
    a_result(found[5].person_id, second, mills=1000, correct=1)
    return found


def issue(now: datetime, below: Callable[[int], int]) -> Given:
    return certificate_batches.issue_all("cuoc-thi", account_id=None, now=now, below=below)


def kinds_of(who: SignedIn) -> list[tuple[Kind, int, str | None]]:
    found = certificates.list_own(who.person_id)
    return [
        (one.facts.kind, one.facts.scope, one.facts.prize) for one in found if not one.withdrawn_at
    ]


def test_everybody_is_given_what_was_earned_and_nobody_twice(
    crowd: list[SignedIn], now: datetime, below: Callable[[int], int]
) -> None:
    end = settle(now, Awards(share=50, prizes=PRIZES))
    seen: list[tuple[int, int]] = []
    given = certificate_batches.issue_all(
        "cuoc-thi",
        account_id=None,
        now=end,
        below=below,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert given == Given(issued=7, withdrawn=0)
    assert seen[-1] == (6, 6)
    # By right answers in both rounds: E, F, D, C, B, A.
    assert kinds_of(crowd[4]) == [(Kind.PRIZE, 0, "Giải Nhất"), (Kind.PRIZE, 2, "Giải tuần")]
    assert kinds_of(crowd[5]) == [(Kind.PRIZE, 0, "Giải Nhì")]
    assert kinds_of(crowd[3]) == [(Kind.PRIZE, 0, "Giải Nhì")]
    assert kinds_of(crowd[2]) == [(Kind.ACHIEVEMENT, 0, None)]
    assert kinds_of(crowd[0]) == [(Kind.PARTICIPATION, 0, None)]
    assert issue(end + HOUR, below) == Given(0, 0)
    assert audit.find_broken_link() is None


def test_what_is_counted_beforehand_is_what_is_given(
    crowd: list[SignedIn], now: datetime, below: Callable[[int], int]
) -> None:
    end = settle(now, Awards(share=50, prizes=PRIZES))
    contest = contests.get_contest("cuoc-thi")
    before = certificate_batches.outlook(contest, end)
    assert before.earned == {Kind.PRIZE: 4, Kind.ACHIEVEMENT: 1, Kind.PARTICIPATION: 2}
    assert (before.to_print, before.may_issue) == (0, True)
    issue(end, below)
    assert certificate_batches.outlook(contest, end).given == before.earned


def test_nothing_is_given_out_before_the_results_are_final(
    crowd: list[SignedIn], now: datetime, below: Callable[[int], int]
) -> None:
    with pytest.raises(ContestNotClosed):
        issue(now, below)
    assert not certificate_batches.outlook(contests.get_contest("cuoc-thi"), now).may_issue


def test_a_changed_board_withdraws_what_is_not_true_and_gives_what_is(
    crowd: list[SignedIn], now: datetime, below: Callable[[int], int]
) -> None:
    end = settle(now, Awards(share=50, prizes=PRIZES))
    issue(end, below)
    with writing() as session:
        session.execute(
            update(Result)
            .where(Result.person_id == crowd[2].person_id)
            .values(mills=500, correct=1, on_board=0)
        )
        session.execute(delete(Standing).where(Standing.person_id == crowd[0].person_id))
    boards.refresh(end)
    # C has less than half the points now; A is not on the board any more.
    assert issue(end + HOUR, below) == Given(issued=1, withdrawn=2)
    assert kinds_of(crowd[2]) == [(Kind.PARTICIPATION, 0, None)]
    assert kinds_of(crowd[0]) == []


def test_a_review_after_a_correction_only_withdraws(
    crowd: list[SignedIn], now: datetime, below: Callable[[int], int]
) -> None:
    end = settle(now, Awards(share=50, prizes=PRIZES))
    issue(end, below)
    assert certificate_batches.review_all("cuoc-thi", account_id=None, now=end) == 0
    with writing() as session:
        changed = update(Result).where(Result.person_id == crowd[2].person_id)
        session.execute(changed.values(mills=500, correct=1, on_board=0))
    boards.refresh(end)
    assert certificate_batches.review_all("cuoc-thi", account_id=None, now=end + HOUR) == 1
    (gone,) = certificates.list_own(crowd[2].person_id)
    assert (gone.withdrawal, gone.withdrawn_at) == ("result", end + HOUR)
    assert audit.find_broken_link() is None


def test_changed_boards_of_a_final_contest_have_its_certificates_judged_in_the_background(
    crowd: list[SignedIn], now: datetime, below: Callable[[int], int]
) -> None:
    end = settle(now, Awards(share=50, prizes=PRIZES))
    issue(end, below)
    assert certificate_reviews.ask_for_due(end) == 0
    with writing() as session:
        changed = update(Result).where(Result.person_id == crowd[2].person_id)
        session.execute(changed.values(mills=500, correct=1, on_board=0))
    later = end + HOUR
    assert certificate_reviews.ask_for_due(later) == 0
    boards.refresh(later)
    assert certificate_reviews.ask_for_due(later) == 1
    assert certificate_reviews.ask_for_due(later + HOUR) == 0
    assert work_once("worker")
    (gone,) = certificates.list_own(crowd[2].person_id)
    assert gone.withdrawal == "result"


def test_two_who_give_out_at_once_give_each_person_one(
    crowd: list[SignedIn], now: datetime, below: Callable[[int], int]
) -> None:
    end = settle(now)
    contest_id = contests.get_contest("cuoc-thi").id
    facts = Facts(Kind.PARTICIPATION, 0, None, None)
    person_id = crowd[0].person_id
    rows = [row_of(contest_id, person_id, facts, now=end, below=below) for _ in range(2)]
    for row, added in zip(rows, (1, 0), strict=True):
        with writing() as session:
            assert storage.add_certificates(session, [row]) == added
    assert [one.code for one in certificates.list_own(person_id)] == [rows[0]["code"]]


def test_what_an_organiser_withdrew_is_not_given_again_in_a_batch(
    crowd: list[SignedIn], now: datetime, below: Callable[[int], int]
) -> None:
    end = settle(now)
    issue(end, below)
    (mine,) = certificates.list_own(crowd[0].person_id)
    certificates.withdraw("cuoc-thi", mine.code, reason="Thi hộ", account_id=None, now=end)
    assert issue(end, below) == Given(0, 0)
    assert kinds_of(crowd[0]) == []


def test_deleted_people_are_neither_given_nor_printed_one(
    crowd: list[SignedIn], now: datetime, below: Callable[[int], int]
) -> None:
    end = settle(now)
    people.delete_own(identity=identity_of(crowd[0]), password=PASSWORD, now=end)
    assert issue(end, below).issued == 5
    people.delete_own(identity=identity_of(crowd[1]), password=PASSWORD, now=end)
    assert issue(end, below) == Given(0, 0)
    assert len(names_in(print_singly())) == 4


def print_singly(kind: Kind | None = None, part: int = 1) -> bytes:
    return certificate_batches.print_singly(
        "cuoc-thi", kind=kind, part=part, where=WHERE, address_of=lambda code: f"{WHERE}/{code}"
    )


def names_in(archive: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        assert all(found.read(name).startswith(b"%PDF-") for name in found.namelist())
        return found.namelist()


def test_files_are_named_by_number_name_and_code_and_may_be_of_one_kind(
    crowd: list[SignedIn], now: datetime, below: Callable[[int], int]
) -> None:
    end = settle(now, Awards(share=50, prizes=PRIZES))
    issue(end, below)
    (mine,) = certificates.list_own(crowd[2].person_id)
    names = names_in(print_singly(Kind.ACHIEVEMENT))
    assert names == [f"0001-nguyen-van-c-{mine.code}.pdf"]
    assert len(names_in(print_singly())) == 7
    with pytest.raises(NotFound):
        print_singly(part=2)


def test_a_list_is_searched_by_name_without_accents_and_by_code(
    crowd: list[SignedIn], now: datetime, below: Callable[[int], int]
) -> None:
    issue(settle(now), below)
    found, total = certificates.list_certificates("cuoc-thi", query="nguyen van d")
    assert (total, found[0].name) == (1, "Nguyễn Văn D")
    by_code, _ = certificates.list_certificates("cuoc-thi", query=found[0].code[:7].lower())
    assert by_code == found
    everybody, total = certificates.list_certificates("cuoc-thi", limit=2)
    assert (len(everybody), total) == (2, 6)
