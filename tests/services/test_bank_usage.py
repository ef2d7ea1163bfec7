from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from flask import Flask

from app.domain.contest_rules import Draw
from app.domain.errors import NotFound
from app.services import bank_editing, bank_usage, bank_views
from app.services.bank_usage import QuestionUse
from tests.conftest import NOW
from tests.factories import a_person, an_organiser
from tests.factories_contests import a_bank, a_contest, a_finished_attempt, a_started_attempt
from tests.queries import counted_queries

LATER = timedelta(minutes=2)


def used() -> dict[str, QuestionUse]:
    rows = bank_usage.get_usage("bank", now=NOW + LATER).rows
    return {row.question.id: row for row in rows}


def test_every_draw_every_answer_and_every_right_one_is_counted(app: Flask) -> None:
    a_contest(attempts_allowed=None)
    for right in (3, 0):
        a_finished_attempt(a_person(), right=right)
    a_started_attempt(a_person())  # still open: does not count
    tallies = [row.tally for row in used().values()]
    assert sum(tally.drawn for tally in tallies) == 6
    assert sum(tally.answered for tally in tallies) == 6
    assert sum(tally.right for tally in tallies) == 3
    assert bank_usage.get_usage("bank", now=NOW + LATER).attempts == 2


def test_the_share_of_right_answers_is_of_all_papers_with_the_question(app: Flask) -> None:
    a_bank(count=1)
    a_contest(draws=(Draw(None, None, 1),), attempts_allowed=None)
    for right in (1, 1, 0):
        a_finished_attempt(a_person(), right=right)
    assert used()["q1"].tally.facility == Fraction(2, 3)


def test_a_question_that_was_never_drawn_has_no_share(app: Flask) -> None:
    a_bank()
    assert {row.tally.facility for row in used().values()} == {None}
    assert bank_usage.list_uses("bank") == []


def test_a_question_left_out_since_keeps_its_line(app: Flask) -> None:
    a_contest(attempts_allowed=None)
    a_finished_attempt(a_person(), right=3)
    drawn = next(id for id, row in used().items() if row.tally.drawn)
    account_id = an_organiser().account_id
    bank_editing.delete_question("bank", drawn, started_from=1, account_id=account_id, now=NOW)
    row = used()[drawn]
    assert (row.number, row.tally.drawn, row.tally.right) == (None, 1, 1)
    assert drawn not in bank_views.get_whole("bank").bank.keys


def test_the_rounds_are_named_with_their_closed_attempts(app: Flask) -> None:
    a_contest(attempts_allowed=None)
    a_finished_attempt(a_person())
    (use,) = bank_usage.list_uses("bank")
    assert (use.contest_slug, use.round_title, use.version_number, use.attempts) == (
        "cuoc-thi",
        "Đợt 1",
        1,
        1,
    )


def test_versions_name_who_made_them(app: Flask) -> None:
    a_bank()
    organiser = an_organiser()
    bank_editing.delete_question(
        "bank", "q1", started_from=1, account_id=organiser.account_id, now=NOW
    )
    second, first = bank_usage.list_versions("bank")
    assert (second.number, second.author, second.act) == (
        2,
        organiser.full_name,
        "bank.question.delete",
    )
    assert (first.number, first.author, first.act) == (1, None, "bank.import")
    with pytest.raises(NotFound):
        bank_usage.list_versions("khac")


def test_only_the_newest_attempts_are_read_and_it_is_said(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_contest(attempts_allowed=None)
    for right in (0, 3):
        a_finished_attempt(a_person(), right=right)
    monkeypatch.setattr(bank_usage, "MOST_ATTEMPTS", 1)
    usage = bank_usage.get_usage("bank", now=NOW + LATER)
    assert (usage.attempts, usage.is_part) == (1, True)
    assert sum(row.tally.right for row in usage.rows) == 3


def test_within_a_minute_the_journal_is_not_read_again(app: Flask) -> None:
    a_contest(attempts_allowed=None)
    a_finished_attempt(a_person())
    first = bank_usage.get_usage("bank", now=NOW)
    with counted_queries() as sent:
        assert bank_usage.get_usage("bank", now=NOW + timedelta(seconds=59)) is first
    assert not any("answer_entries" in statement for statement in sent)
    assert bank_usage.get_usage("bank", now=NOW + timedelta(seconds=60)) is not first


def test_the_number_of_queries_does_not_grow_with_the_attempts(app: Flask) -> None:
    a_contest(attempts_allowed=None)
    counts = []
    for minute in (1, 2):
        for _ in range(4):
            a_finished_attempt(a_person())
        with counted_queries() as sent:
            bank_usage.get_usage("bank", now=NOW + minute * LATER)
        counts.append(sum("answer_entries" in statement for statement in sent))
    assert counts == [1, 1]
