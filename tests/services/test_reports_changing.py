"""Reports while boards stand still, and after a key was corrected."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask

from app.domain.corrections import Kind
from app.services import boards, contests, corrections, freezing, reports, rescoring
from app.storage.attempts import AttemptFacts
from tests.factories import a_person, an_organiser
from tests.factories_contests import a_bank, a_contest, a_finished_attempt, a_round

SLUG = "cuoc-thi"
HOUR = timedelta(hours=1)


def test_what_a_freeze_withholds_is_in_no_figure_but_said(app: Flask, now: datetime) -> None:
    a_bank()
    a_contest(SLUG, rounds=[a_round(closes_at=now + 4 * HOUR)])
    a_finished_attempt(a_person(full_name="Lò Văn Sớm"), right=1, at=now)
    freezing.plan_freeze(SLUG, freeze_at=now + HOUR, reveal_at=None, account_id=None, now=now)
    a_finished_attempt(a_person(full_name="Hà Thị Muộn"), right=3, at=now + 2 * HOUR)
    made = reports.report(SLUG, now=now + 3 * HOUR)
    (section,) = made.sections
    assert (made.frozen_at, made.withheld, made.waiting) == (now + HOUR, 1, 0)
    assert (section.people, section.attempts) == (1, 1)
    assert sum(one.attempts for one in section.days) == 1
    assert sum(one.shown for one in section.hardest) == 3
    assert [one.full_name for one in section.winners[0].rows] == ["Lò Văn Sớm"]
    freezing.reveal(SLUG, account_id=None, now=now + 5 * HOUR)
    revealed = reports.report(SLUG, now=now + 5 * HOUR)
    assert (revealed.frozen_at, revealed.withheld, revealed.sections[0].people) == (None, 0, 2)


def correct(attempt: AttemptFacts, kind: Kind, now: datetime) -> str:
    """Correct the question that comes last in a paper; returns it."""
    question = f"q{attempt.places[2] + 1}"
    proposed = corrections.propose(
        SLUG,
        bank_version_id=attempt.bank_version_id,
        question=question,
        kind=kind,
        response=None if kind is Kind.VOID else "b",
        reason="Đáp án ghi nhầm",
        public_note="Đã sửa.",
        account_id=an_organiser().account_id,
        now=now,
    )
    corrections.approve(
        proposed, account_id=an_organiser(full_name="Lê Thị Hai").account_id, now=now
    )
    return question


def test_the_hardest_questions_follow_a_corrected_key(app: Flask, now: datetime) -> None:
    a_contest(shuffle_questions=False)
    attempt = a_finished_attempt(a_person(), right=2)
    boards.refresh(now)
    question = correct(attempt, Kind.REPLACE, now)
    assert reports.report(SLUG, now=now).rescoring
    rescoring.rescore(now, None)
    made = reports.report(SLUG, now=now)
    assert not made.rescoring
    right = {one.id: one.right for one in made.sections[0].hardest}
    assert right[question] == 1
    assert made.sections[0].mills == 3000 == 1000 * sum(right.values())


def test_a_voided_question_is_not_among_the_hardest(app: Flask, now: datetime) -> None:
    a_contest(shuffle_questions=False)
    attempt = a_finished_attempt(a_person(), right=2)
    question = correct(attempt, Kind.VOID, now)
    rescoring.rescore(now, None)
    section = reports.report(SLUG, now=now).sections[0]
    assert len(section.hardest) == 2
    assert question not in {one.id for one in section.hardest}
    assert contests.get_contest(SLUG).rounds[0].key_number == 2
