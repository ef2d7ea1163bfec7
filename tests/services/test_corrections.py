"""A wrong key is corrected by two persons, in the open, and can be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.domain.corrections import Kind, State
from app.domain.errors import InvalidRequest, NotFound, SecondPersonRequired
from app.services import audit, boards, contests, correction_effects, corrections, rescoring
from app.services.accounts import SignedIn
from app.storage import results
from tests.answering import submit
from tests.factories import a_person, an_organiser
from tests.factories_contests import a_contest, a_finished_attempt, a_started_attempt

HOUR = timedelta(hours=1)


@pytest.fixture
def slug(app: Flask) -> str:
    """Three questions, all of a bank of six; "a" is right by the key."""
    return a_contest(shuffle_questions=False, attempts_allowed=None).slug


@pytest.fixture
def first(slug: str) -> SignedIn:
    return an_organiser()


@pytest.fixture
def second(slug: str) -> SignedIn:
    return an_organiser(full_name="Lê Thị Hai")


def version(slug: str) -> int:
    return contests.get_contest(slug).rounds[0].bank_version_id


def propose(slug: str, who: SignedIn, question: str, now: datetime, **given: object) -> int:
    values: dict[str, object] = {
        "kind": Kind.REPLACE, "response": "b", "reason": "Đáp án ghi nhầm",
        "public_note": "Đáp án đúng là B.", **given,
    }  # fmt: skip
    return corrections.propose(
        slug, bank_version_id=version(slug), question=question, account_id=who.account_id,
        now=now, **values,  # type: ignore[arg-type]
    )  # fmt: skip


def a_drawn_question(attempt: object) -> str:
    """The question that the last of the paper's places holds, answered wrongly by who got 2."""
    return f"q{attempt.places[2] + 1}"  # type: ignore[attr-defined]


def scores(slug: str, now: datetime) -> list[tuple[int, str, int]]:
    rescoring.rescore(now, None)
    boards.refresh(now)
    return [
        (row.rank, row.person_public_id, row.mills) for row in boards.individual_board(slug).rows
    ]


def test_an_approved_correction_scores_everything_anew_and_a_reversal_takes_it_back(
    slug: str, first: SignedIn, second: SignedIn, now: datetime
) -> None:
    good, better = a_person(), a_person()
    attempt = a_finished_attempt(good, slug, right=2, seconds=100)
    a_finished_attempt(better, slug, right=3, seconds=200)
    question = a_drawn_question(attempt)
    before = scores(slug, now)
    proposed = propose(slug, first, question, now)
    assert scores(slug, now) == before
    corrections.approve(proposed, account_id=second.account_id, now=now)
    result = results.find_result(attempt.id)
    assert result is not None
    assert result.mills == 2000  # The background has not come by yet.
    after = scores(slug, now)
    assert after != before
    assert {who: mills for _, who, mills in after}[good.public_id] == 3000
    view = corrections.get_correction(slug, proposed)
    assert view.state is State.APPROVED
    assert [one.public_note for one in corrections.list_public(contests.get_contest(slug))] == [
        "Đáp án đúng là B."
    ]
    back = corrections.propose_reversal(
        proposed, reason="Đáp án cũ đúng", public_note="Khôi phục đáp án cũ.",
        account_id=second.account_id, now=now,
    )  # fmt: skip
    corrections.approve(back, account_id=first.account_id, now=now)
    assert scores(slug, now) == before
    assert audit.find_broken_link() is None


def test_the_dry_run_says_what_the_approval_then_does(
    slug: str, first: SignedIn, second: SignedIn, now: datetime
) -> None:
    people = [a_person() for _ in range(6)]
    attempts = [
        a_finished_attempt(one, slug, right=number % 4, seconds=60 + number)
        for number, one in enumerate(people)
    ]
    question = a_drawn_question(attempts[0])
    before = {who: (rank, mills) for rank, who, mills in scores(slug, now)}
    proposed = propose(slug, first, question, now)
    contest = contests.get_contest(slug)
    effects = correction_effects.dry_run(contest, corrections.get_correction(slug, proposed))
    corrections.approve(proposed, account_id=second.account_id, now=now)
    after = {who: (rank, mills) for rank, who, mills in scores(slug, now)}
    by_id = {one.person_id: one.public_id for one in people}
    for scope in effects.scopes:
        told = {
            by_id[one.person_id]: ((one.rank_before, one.mills_before),
                                   (one.rank_after, one.mills_after))
            for one in scope.moved
        }  # fmt: skip
        assert told == {
            who: (before[who], after[who]) for who in before if before[who] != after[who]
        }
    assert effects.attempts == sum(question in names(one) for one in attempts)
    assert effects.changed > 0


def names(attempt: object) -> list[str]:
    return [f"q{place + 1}" for place in attempt.places]  # type: ignore[attr-defined]


def test_nobody_approves_the_own_proposal(slug: str, first: SignedIn, now: datetime) -> None:
    proposed = propose(slug, first, "q1", now)
    with pytest.raises(SecondPersonRequired):
        corrections.approve(proposed, account_id=first.account_id, now=now)
    corrections.reject(proposed, account_id=first.account_id, now=now)
    assert corrections.get_correction(slug, proposed).state is State.REJECTED


def test_what_was_decided_is_not_decided_again(
    slug: str, first: SignedIn, second: SignedIn, now: datetime
) -> None:
    proposed = propose(slug, first, "q1", now)
    corrections.approve(proposed, account_id=second.account_id, now=now)
    for act in (corrections.approve, corrections.reject):
        with pytest.raises(InvalidRequest):
            act(proposed, account_id=second.account_id, now=now)


def test_an_attempt_closed_after_a_correction_is_scored_under_it(
    slug: str, first: SignedIn, second: SignedIn, now: datetime
) -> None:
    who = a_person()
    attempt_id = a_started_attempt(who, slug, at=now)
    proposed = propose(slug, first, "q1", now, kind=Kind.VOID, response=None)
    corrections.approve(proposed, account_id=second.account_id, now=now)
    submit(who, attempt_id, now + timedelta(minutes=1))
    result = results.find_result(attempt_id)
    assert result is not None
    assert result.key_number == 2
    assert rescoring.rescore(now) == 0


def test_another_contest_on_the_same_bank_keeps_its_key(
    slug: str, first: SignedIn, second: SignedIn, now: datetime
) -> None:
    other = a_contest("cuoc-thi-khac", shuffle_questions=False).slug
    proposed = propose(slug, first, "q1", now)
    corrections.approve(proposed, account_id=second.account_id, now=now)
    assert contests.get_contest(slug).rounds[0].key_number == 2
    assert contests.get_contest(other).rounds[0].key_number == 1
    assert a_contest("cuoc-thi-sau", rounds=[later(now)]).rounds[0].key_number == 2


def later(now: datetime) -> contests.NewRound:
    return contests.NewRound("Đợt 1", now + HOUR, now + 2 * HOUR, "bank", None)


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"response": "a"}, "response"),
        ({"response": "z"}, "response"),
        ({"reason": " "}, "reason"),
        ({"public_note": ""}, "public_note"),
        ({"reason": "x" * 1001}, "reason"),
    ],
)
def test_a_proposal_that_cannot_be_says_why(
    slug: str, first: SignedIn, now: datetime, given: dict[str, str], path: str
) -> None:
    with pytest.raises(InvalidRequest) as refused:
        propose(slug, first, "q1", now, **given)
    assert path in dict(refused.value.errors)


def test_a_question_that_is_not_there_is_not_corrected(
    slug: str, first: SignedIn, now: datetime
) -> None:
    with pytest.raises(NotFound):
        propose(slug, first, "q99", now)
