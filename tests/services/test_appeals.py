"""Appeals: of one's own closed attempt, once a question, answered for all at once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.domain.errors import InvalidRequest, NotFound
from app.services import appeals, audit, boards, contests, people
from app.services.accounts import SignedIn
from app.storage.attempts import AttemptFacts
from tests.factories import PASSWORD, a_person, an_organiser
from tests.factories_contests import (
    a_contest,
    a_finished_attempt,
    a_started_attempt,
    identity_of,
)

SLUG = "cuoc-thi"


@pytest.fixture
def someone(app: Flask) -> SignedIn:
    # All three questions of a bank of three: everybody has the same ones.
    a_contest(SLUG, result_policy="answers", attempts_allowed=None)
    return a_person(password=PASSWORD)


def question_of(attempt: AttemptFacts, place: int = 0) -> str:
    return f"q{attempt.places[place] + 1}"


def say(
    who: SignedIn, attempt_id: int, question: str, now: datetime, text: str = "Sai rồi"
) -> None:
    appeals.appeal(attempt_id, identity=identity_of(who), question=question, text=text, now=now)


def refused(who: SignedIn, attempt_id: int, question: str, now: datetime, text: str) -> list[str]:
    with pytest.raises(InvalidRequest) as error:
        say(who, attempt_id, question, now, text)
    return [code for _, code in error.value.errors]


def test_an_appeal_is_kept_and_answered_with_all_others_of_its_question(
    someone: SignedIn, now: datetime
) -> None:
    attempt, organiser = a_finished_attempt(someone, SLUG), an_organiser()
    question = question_of(attempt)
    say(someone, attempt.id, question, now, "  Đáp án B\r\ncũng đúng  ")
    others = []
    while len(others) < 2:  # Papers are drawn: some have the question.
        who = a_person()
        other = a_finished_attempt(who, SLUG)
        if question in [question_of(other, place) for place in range(3)]:
            say(who, other.id, question, now)
            others.append(other.id)
    version = contests.get_contest(SLUG).rounds[0].bank_version_id
    [group] = appeals.gather(SLUG)
    assert (group.bank_version_id, group.question.id) == (version, question)
    assert [one.text for one in group.appeals] == ["Đáp án B\ncũng đúng", "Sai rồi", "Sai rồi"]
    assert (group.unanswered, group.answer) == (3, None)
    assert appeals.count_by_question(contests.get_contest(SLUG)) == {(version, question): 3}
    count = appeals.answer(
        SLUG, bank_version_id=version, question=question, text="Chỉ A đúng.",
        account_id=organiser.account_id, now=now,
    )  # fmt: skip
    assert count == 3
    for attempt_id in (attempt.id, *others):
        assert appeals.list_own(attempt_id)[question].answer == "Chỉ A đúng."
    assert appeals.gather(SLUG)[0].unanswered == 0
    assert audit.list_newest(1)[0].act == "appeal.answer"


def test_a_question_is_appealed_once(someone: SignedIn, now: datetime) -> None:
    attempt = a_finished_attempt(someone, SLUG)
    say(someone, attempt.id, question_of(attempt), now)
    assert refused(someone, attempt.id, question_of(attempt), now, "Lần nữa") == ["already"]
    say(someone, attempt.id, question_of(attempt, 1), now)
    assert len(appeals.list_own(attempt.id)) == 2


@pytest.mark.parametrize(("text", "code"), [("  \n", "missing"), ("x" * 1001, "too_long")])
def test_a_text_that_cannot_be_kept_is_refused(
    someone: SignedIn, now: datetime, text: str, code: str
) -> None:
    attempt = a_finished_attempt(someone, SLUG)
    assert refused(someone, attempt.id, question_of(attempt), now, text) == [code]
    assert appeals.list_own(attempt.id) == {}


def test_only_the_owner_may_appeal_and_only_questions_of_the_paper(
    someone: SignedIn, now: datetime
) -> None:
    attempt = a_finished_attempt(someone, SLUG)
    left_out = next(f"q{n + 1}" for n in range(6) if n not in attempt.places)
    with pytest.raises(NotFound):
        say(a_person(), attempt.id, question_of(attempt), now)
    with pytest.raises(NotFound):
        say(someone, attempt.id, left_out, now)
    opened = a_started_attempt(someone, SLUG)
    with pytest.raises(NotFound):
        say(someone, opened, question_of(attempt), now)


def test_where_answers_are_not_shown_nothing_is_appealed(app: Flask, now: datetime) -> None:
    a_contest(SLUG, result_policy="score")
    who = a_person()
    attempt = a_finished_attempt(who, SLUG)
    with pytest.raises(NotFound):
        say(who, attempt.id, question_of(attempt), now)


def test_a_final_contest_takes_no_appeals(someone: SignedIn, now: datetime) -> None:
    attempt, end = a_finished_attempt(someone, SLUG), now + timedelta(days=2)
    boards.refresh(end)
    contests.finalise(SLUG, account_id=None, now=end)
    assert refused(someone, attempt.id, question_of(attempt), end, "Muộn") == ["final"]


def test_without_an_appeal_there_is_nothing_to_answer(someone: SignedIn, now: datetime) -> None:
    version = contests.get_contest(SLUG).rounds[0].bank_version_id
    with pytest.raises(NotFound):
        appeals.answer(
            SLUG, bank_version_id=version, question="q1", text="x", account_id=None, now=now
        )


def test_what_somebody_wrote_is_theirs_to_see_and_goes_with_them(
    someone: SignedIn, now: datetime
) -> None:
    attempt = a_finished_attempt(someone, SLUG)
    say(someone, attempt.id, question_of(attempt), now)
    mine = people.export_own(identity=identity_of(someone), now=now)["appeals"]
    assert [one["text"] for one in mine] == ["Sai rồi"]
    people.delete_own(identity=identity_of(someone), password=PASSWORD, now=now)
    assert appeals.gather(SLUG) == []
