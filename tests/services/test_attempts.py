"""Answering: what is saved stays, what is late or somebody else's does not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.domain.attempts import ClosedBy, Entry
from app.domain.contest_rules import Draw, Rules
from app.domain.errors import (
    AttemptClosed,
    InvalidRequest,
    NotFound,
    SignInRequired,
)
from app.domain.papers import present
from app.services import accounts, attempts, closing, starting
from app.services.accounts import SignedIn
from app.services.attempts import RawAnswer
from app.storage.db import db
from tests.answering import responses, save, save_raw, sitting, submit
from tests.bank_strategies import canary_bank
from tests.factories import a_person
from tests.factories_contests import (
    a_contest,
    a_round,
    a_started_attempt,
    identity_of,
    import_canaries,
    some_rules,
)
from tests.queries import counted_queries, writes

TICK = timedelta(microseconds=1)
DEADLINE = timedelta(minutes=10)
GRACE = timedelta(seconds=10)


@pytest.fixture
def who(app: Flask) -> SignedIn:
    a_contest(minutes=10, grace_seconds=10, attempts_allowed=None)
    return a_person()


@pytest.fixture
def attempt_id(who: SignedIn) -> int:
    return a_started_attempt(who)


# Saving


def test_saved_answers_are_there_on_any_device(
    who: SignedIn, attempt_id: int, now: datetime
) -> None:
    saved = save(who, attempt_id, now, (1, 0, "a"), (2, 2, "b"))
    assert (saved.last_seq, saved.saved, saved.superseded) == (2, 2, {})
    assert responses(who, attempt_id, now) == ["a", None, "b"]
    assert sitting(who, attempt_id, now).last_seq == 2


def test_an_answer_at_the_last_moment_of_the_grace_counts(
    who: SignedIn, attempt_id: int, now: datetime
) -> None:
    save(who, attempt_id, now + DEADLINE + GRACE, (1, 0, "a"))
    assert responses(who, attempt_id, now) == ["a", None, None]


def test_an_answer_after_the_grace_is_refused(
    who: SignedIn, attempt_id: int, now: datetime
) -> None:
    with pytest.raises(AttemptClosed):
        save(who, attempt_id, now + DEADLINE + GRACE + TICK, (1, 0, "a"))
    assert responses(who, attempt_id, now) == [None, None, None]


def test_an_old_entry_never_overwrites_a_newer_one(
    who: SignedIn, attempt_id: int, now: datetime
) -> None:
    save(who, attempt_id, now, (5, 0, "b"))
    saved = save(who, attempt_id, now, (3, 0, "a"), (4, 1, "a"))
    ids = [question.id for question in sitting(who, attempt_id, now).questions]
    assert (saved.last_seq, saved.saved, saved.superseded) == (5, 2, {ids[0]: "b"})
    assert responses(who, attempt_id, now) == ["b", "a", None]


def test_entries_may_come_in_any_order(who: SignedIn, attempt_id: int, now: datetime) -> None:
    save(who, attempt_id, now, (9, 0, "b"), (2, 0, "a"), (3, 1, "a"), (4, 1, None))
    assert responses(who, attempt_id, now) == ["b", None, None]


def test_the_same_request_twice_is_harmless(who: SignedIn, attempt_id: int, now: datetime) -> None:
    entries = ((1, 0, "a"), (2, 1, "b"))
    first = save(who, attempt_id, now, *entries)
    assert save(who, attempt_id, now, *entries) == first
    assert responses(who, attempt_id, now) == ["a", "b", None]


def test_another_answer_under_a_used_number_is_not_taken(
    who: SignedIn, attempt_id: int, now: datetime
) -> None:
    save(who, attempt_id, now, (1, 0, "a"))
    saved = save(who, attempt_id, now, (1, 0, "b"))
    assert list(saved.superseded.values()) == ["a"]
    assert responses(who, attempt_id, now) == ["a", None, None]


def test_a_client_that_does_not_know_of_another_device_is_told_all_it_wrote(
    who: SignedIn, attempt_id: int, now: datetime
) -> None:
    ids = [question.id for question in sitting(who, attempt_id, now).questions]
    mine = save(who, attempt_id, now, (1, 0, "a"), known=0)
    save(who, attempt_id, now, (2, 2, "b"))  # The other device.
    told = save(who, attempt_id, now, (2, 1, "b"), known=mine.entries)
    assert (mine.entries, told.entries, told.saved) == (1, 3, 3)
    assert told.superseded == {ids[0]: "a", ids[2]: "b"}
    assert save(who, attempt_id, now, (3, 1, "a"), known=told.entries).superseded == {}


def test_a_client_is_told_that_an_answer_was_taken_back_elsewhere(
    who: SignedIn, attempt_id: int, now: datetime
) -> None:
    ids = [question.id for question in sitting(who, attempt_id, now).questions]
    known = save(who, attempt_id, now, (1, 0, "a")).entries
    save(who, attempt_id, now, (2, 0, None))
    assert save(who, attempt_id, now, known=known).superseded == {ids[0]: None}


def test_an_answer_can_be_taken_back(who: SignedIn, attempt_id: int, now: datetime) -> None:
    save(who, attempt_id, now, (1, 0, "a"))
    assert save(who, attempt_id, now, (2, 0, None)).saved == 0
    assert responses(who, attempt_id, now) == [None, None, None]


def test_a_request_with_one_fault_saves_nothing(
    who: SignedIn, attempt_id: int, now: datetime
) -> None:
    good = attempts.question_ids(attempts.own_facts(attempt_id, identity_of(who)))[0]
    answers = [
        RawAnswer(1, good, "a"),
        RawAnswer(2, "q-of-another-paper", "a"),
        RawAnswer(0, good, "a"),
        RawAnswer(4, good, "no such option"),
        RawAnswer(5, good, {"a": 1}),
    ]
    with pytest.raises(InvalidRequest) as refused:
        save_raw(who, attempt_id, now, answers)
    assert [path for path, _ in refused.value.errors] == [
        "answers[1].question",
        "answers[2].seq",
        "answers[3].response",
        "answers[4].response",
    ]
    with pytest.raises(InvalidRequest):
        save_raw(who, attempt_id, now, [RawAnswer(1, good, "a")] * 201)
    assert responses(who, attempt_id, now) == [None, None, None]


def test_saving_reads_little_and_writes_once(who: SignedIn, attempt_id: int, now: datetime) -> None:
    question = attempts.question_ids(attempts.own_facts(attempt_id, identity_of(who)))[0]
    save_raw(who, attempt_id, now, [RawAnswer(1, question, "a")])
    db.session.remove()
    with counted_queries() as sent:
        save_raw(who, attempt_id, now, [RawAnswer(2, question, "b")])
    if db.engine.dialect.name == "postgresql":
        assert sent == []  # Nothing of the session's: see tests/storage/test_saving_direct.py.
        return
    # The attempt with what its journal holds, holding it open; then the one write.
    assert len(sent) == 3
    assert len(writes(sent)) == 1


# Whose it is


def test_an_attempt_of_somebody_else_does_not_exist(
    who: SignedIn, attempt_id: int, now: datetime
) -> None:
    other = a_person()
    for act in (
        lambda: sitting(other, attempt_id, now),
        lambda: save_raw(other, attempt_id, now, [RawAnswer(1, "q1", "a")]),
        lambda: submit(other, attempt_id, now),
        lambda: sitting(who, attempt_id + 999, now),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_sign_in_that_was_ended_may_not_go_on(
    who: SignedIn, attempt_id: int, now: datetime
) -> None:
    accounts.sign_out_everywhere(identity=identity_of(who), now=now)
    with pytest.raises(SignInRequired):
        submit(who, attempt_id, now)


# The paper


def test_no_secret_of_a_bank_is_in_a_paper(app: Flask, now: datetime) -> None:
    for number, right in enumerate((True, False), start=1):
        slug = import_canaries(canary_bank(right=right))
        a_contest(f"c{number}", rules=all_six(), rounds=[a_round(slug, version=number)])
    who = a_person()
    shown = []
    for contest in ("c1", "c2"):
        made = attempts.get_sitting(
            attempt_id=starting.start(slug=contest, who=who, now=now, seed="one seed").attempt_id,
            identity=identity_of(who),
            now=now,
        )
        shown.append([present(made.paper, language) for language in ("vi", "en")])
        text = repr((shown[-1], made))
        for canary in ("canary", "31337", "4711"):
            assert canary not in text
    # Two banks that differ in what is right only: their papers are the same.
    assert shown[0] == shown[1]


def all_six() -> Rules:
    return some_rules(draws=(Draw(None, None, 6),))


def test_a_save_that_meets_a_submission_on_its_way_is_refused(
    who: SignedIn, attempt_id: int, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = attempts._append

    def submit_first(*args: Any) -> None:
        by = ClosedBy.SUBMISSION
        closing.close_attempt(attempt_id, closed_by=by, prediction=None, now=now)
        append(*args)

    monkeypatch.setattr(attempts, "_append", submit_first)
    with pytest.raises(AttemptClosed):
        save(who, attempt_id, now, (1, 0, "a"))
    assert responses(who, attempt_id, now) == [None, None, None]


def test_of_two_devices_at_once_under_one_number_the_later_is_told_what_counts(
    who: SignedIn, attempt_id: int, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [question.id for question in sitting(who, attempt_id, now).questions]
    append = attempts._append

    def other_device_first(attempt: int, entries: Any, at: datetime) -> int:
        append(attempt, [Entry(1, 0, "b")], at)
        return append(attempt, entries, at)

    monkeypatch.setattr(attempts, "_append", other_device_first)
    saved = save(who, attempt_id, now, (1, 0, "a"), known=0)
    assert saved.superseded == {ids[0]: "b"}
    assert responses(who, attempt_id, now) == ["b", None, None]
