"""Reports say what the boards say, of one moment."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from app.domain.contest_rules import CHAIN_A, Prediction
from app.domain.errors import NotFound
from app.domain.names import mask
from app.services import attempts, audit, boards, contests, reports
from app.services.attempts import RawAnswer
from app.services.transactions import writing
from app.storage import reports as storage
from app.storage.db import db
from app.storage.snapshots import one_moment
from tests.factories import a_person, an_organisation
from tests.factories_contests import (
    RIGHT,
    WRONG,
    a_contest,
    a_draft,
    a_result,
    a_started_attempt,
    identity_of,
)
from tests.queries import counted_queries, writes
from tests.reporting import SLUG, a_played_contest


def test_units_are_those_of_the_boards(app: Flask, now: datetime) -> None:
    a_played_contest()
    for section in reports.report(SLUG, now=now).sections:
        for kind, rows in (("commune", section.communes), ("organisation", section.organisations)):
            board = boards.unit_board(SLUG, kind, round_number=section.round, limit=100)
            assert list(rows) == board.rows


def test_prize_lists_follow_the_boards_but_with_full_names(app: Flask, now: datetime) -> None:
    a_played_contest()
    groups = []
    for section in reports.report(SLUG, now=now).sections:
        for winners in section.winners:
            groups.append((section.round, winners.group))
            board = boards.individual_board(SLUG, round_number=section.round, group=winners.group)
            assert [
                (one.rank, one.mills, one.time_ms, one.ended_at, one.commune, one.attempts)
                for one in winners.rows
            ] == [
                (row.rank, row.mills, row.time_ms, row.ended_at, row.commune_name, row.entries)
                for row in board.rows
            ]
            assert [mask(one.full_name) for one in winners.rows] == [row.name for row in board.rows]
            assert all(mask(one.full_name) != one.full_name for one in winners.rows)
    # In the first round there was one group only: its list would be that of everybody.
    both = ["civil_servant", "student"]
    assert groups == [(None, None), *((None, one) for one in both), (1, None), (2, None),
                      *((2, one) for one in both)]  # fmt: skip


def test_every_count_of_a_section_agrees_with_the_others(app: Flask, now: datetime) -> None:
    a_played_contest()
    made = reports.report(SLUG, now=now)
    assert [one.round for one in made.sections] == [None, 1, 2]
    assert [(one.people, one.attempts) for one in made.sections] == [(5, 6), (2, 3), (3, 3)]
    for section in made.sections:
        assert sum(one.people for one in section.groups) == section.people
        assert sum(one.people for one in section.scores) == section.people
        assert sum(row.participants for row in section.communes) == section.people
        assert sum(one.attempts for one in section.groups) == section.attempts
        assert sum(one.attempts for one in section.days) == section.attempts
        assert sum(row.entries for row in section.communes) == section.attempts
        assert sum(one.mills for one in section.groups) == section.mills
        assert section.days[0].attempts > 0


def test_days_are_those_of_vietnam_and_none_is_left_out(app: Flask, now: datetime) -> None:
    contest = a_played_contest()
    late = datetime.fromisoformat("2026-11-19T17:30:00+00:00")
    a_result(a_person().person_id, contest.rounds[0].id, ended_at=late)
    days = reports.report(SLUG, now=now).sections[0].days
    assert [(one.day, one.people, one.attempts) for one in days] == [
        (date(2026, 11, 20), 1, 1),
        (date(2026, 11, 21), 0, 0),
        (date(2026, 11, 22), 2, 3),
        (date(2026, 11, 23), 0, 0),
        (date(2026, 11, 24), 3, 3),
    ]


def test_organisations_count_their_parts_and_who_named_none_is_counted_apart(
    app: Flask, now: datetime
) -> None:
    a_played_contest()
    section = reports.report(SLUG, now=now).sections[0]
    rows = {row.unit.name: (row.participants, row.entries) for row in section.organisations}
    assert rows == {"Tỉnh đoàn": (3, 4), "Huyện đoàn": (2, 3), "Hội Nông dân": (0, 0)}
    assert section.without_organisation == 2


def test_the_hardest_questions_are_counted_from_the_journal_of_all_attempts(
    app: Flask, now: datetime
) -> None:
    contest = a_played_contest()
    first, second = (
        reports.report(SLUG, now=now, round_number=one.number).sections[0] for one in contest.rounds
    )
    whole = reports.report(SLUG, now=now).sections[0]
    # Three questions an attempt; rightly answered were 1+3+2 and 2+3+2 of them.
    for section, shown, right in ((first, 9, 6), (second, 9, 7), (whole, 18, 13)):
        assert sum(one.shown for one in section.hardest) == shown
        assert sum(one.right for one in section.hardest) == right
        shares = [one.share for one in section.hardest]
        assert shares == sorted(shares)


def test_an_answer_that_was_changed_counts_as_it_was_last(app: Flask, now: datetime) -> None:
    a_contest()
    who = a_person()
    attempt_id = a_started_attempt(who)
    identity = identity_of(who)
    sitting = attempts.get_sitting(attempt_id=attempt_id, identity=identity, now=now)
    first, second = (question.id for question in sitting.questions[:2])
    answers = [
        RawAnswer(1, first, WRONG),
        RawAnswer(2, first, RIGHT),
        RawAnswer(3, second, RIGHT),
        RawAnswer(4, second, None),
    ]
    attempts.save_answers(attempt_id=attempt_id, identity=identity, answers=answers, now=now)
    attempts.submit(attempt_id=attempt_id, identity=identity, prediction=None, now=now)
    counted = {one.id: one.right for one in reports.report(SLUG, now=now).sections[0].hardest}
    assert counted[first] == 1
    assert sum(counted.values()) == 1


def test_who_ties_with_the_last_listed_is_listed_too(app: Flask, now: datetime) -> None:
    contest = a_played_contest()
    person_ids = [a_person().person_id for _ in range(3)]
    for person_id in person_ids:
        a_result(person_id, contest.rounds[1].id, mills=3000, correct=3, time_ms=1, ended_at=now)
    (everybody, *_) = reports.report(SLUG, now=now, round_number=2, listed=2).sections[0].winners
    assert [one.rank for one in everybody.rows] == [1, 1, 1]


def test_predictions_rank_a_round_and_are_given_with_their_number(
    app: Flask, now: datetime
) -> None:
    contest = a_played_contest(chain=CHAIN_A, prediction=Prediction("Bao nhiêu?"))
    contests.settle_prediction(SLUG, round_number=1, value=5, account_id=None, now=now)
    whole, first, second = reports.report(SLUG, now=now).sections
    assert (first.settled, second.settled, whole.settled) == (5, None, None)
    assert (first.predicts, whole.predicts) == (True, False)
    assert contest.rules.prediction is not None


def test_what_was_just_handed_in_is_carried_to_the_boards_first(app: Flask, now: datetime) -> None:
    contest = a_played_contest()
    a_result(a_person().person_id, contest.rounds[1].id)
    made = reports.report(SLUG, now=now)
    assert (made.sections[0].people, made.waiting) == (6, 0)


def test_a_unit_from_which_nobody_came_is_in_the_list(app: Flask, now: datetime) -> None:
    a_played_contest()
    an_organisation("moi", "Đơn vị mới")
    made = reports.report(SLUG, now=now)
    assert [row.unit.name for row in made.sections[0].organisations if not row.participants] == [
        "Đơn vị mới",
        "Hội Nông dân",
    ]


def test_an_empty_contest_has_a_report_too(app: Flask, now: datetime) -> None:
    a_draft()
    (section,) = reports.report(SLUG, now=now).sections
    assert (section.people, section.attempts, section.scores, section.days) == (0, 0, (), ())
    assert [one.rows for one in section.winners] == [()]


def test_what_is_not_there_has_no_report(app: Flask, now: datetime) -> None:
    a_draft()
    for slug, number in (("khong-co", None), (SLUG, 9)):
        with pytest.raises(NotFound):
            reports.report(slug, now=now, round_number=number)


def test_reading_a_report_writes_nothing_and_asks_a_bounded_number_of_questions(
    app: Flask, now: datetime
) -> None:
    contest = a_played_contest()
    with counted_queries() as few:
        reports.report(SLUG, now=now)
    for _ in range(20):
        a_result(a_person().person_id, contest.rounds[1].id)
    boards.refresh(now)
    with counted_queries() as many:
        reports.report(SLUG, now=now)
    assert writes(many) == []
    assert len(many) <= len(few)


def test_all_figures_are_of_one_moment(app: Flask, now: datetime) -> None:
    """While a report is read, another connection commits; the report does not see it."""
    contest = a_played_contest()
    round_ids = [one.id for one in contest.rounds]
    with one_moment():
        before = storage.count_open(round_ids)
        url = db.engine.url
        other = create_engine(url)
        with other.begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO attempts (person_id, round_id, number, rules_number, seed, paper,"
                    " started_at, deadline_at, paused_ms) SELECT person_id, round_id, 99, 1, 'x',"
                    " '0', 0, 1, 0 FROM attempts LIMIT 1"
                )
            )
        other.dispose()
        assert storage.count_open(round_ids) == before
    assert storage.count_open(round_ids) == before + 1


def test_the_head_of_the_audit_is_the_last_entry(app: Flask, now: datetime) -> None:
    a_played_contest()
    with writing() as session:
        number = audit.record(
            session, account_id=None, act="test.act", subject="s", detail={}, now=now
        )
        session.flush()
    made = reports.report(SLUG, now=now)
    assert made.audit_number == number
    assert len(made.audit_digest) == 64
