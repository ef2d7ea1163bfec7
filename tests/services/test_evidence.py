"""Signs are found in the background, listed once, and only an arbiter's decision does anything."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.domain.contest_rules import Draw
from app.domain.errors import InvalidRequest, NotFound
from app.domain.evidence import Act, Kind, State
from app.services import (
    attempts,
    boards,
    device_marks,
    evidence,
    evidence_details,
    evidence_refresh,
    starting,
    voids,
)
from app.services.accounts import SignedIn
from app.services.attempts import RawAnswer
from app.services.transactions import end_reading, writing
from app.storage import audit
from app.storage.db import db
from app.storage.tables import AttemptDevice, Contest
from app.tasks import worker
from tests.evidence import a_copied_unit
from tests.factories import a_person, an_organisation
from tests.factories_contests import (
    a_bank,
    a_contest,
    a_finished_attempt,
    identity_of,
    some_rules,
)

SLUG = "cuoc-thi"


@pytest.fixture
def arbiter(app: Flask) -> SignedIn:
    return a_person(role="arbiter", full_name="Lý Văn Công")


def on_device(number: str, at: datetime, *, slug: str = SLUG, **given: str) -> SignedIn:
    """Somebody who starts an attempt on a browser with a mark, and finishes it."""
    who = a_person(**given)
    started = starting.start(
        slug=slug, who=who, now=at, seed=f"{number}{who.person_id}", device=number
    )
    sitting = attempts.get_sitting(attempt_id=started.attempt_id, identity=identity_of(who), now=at)
    answers = [RawAnswer(1, one.id, "a") for one in sitting.questions]
    end = at + timedelta(minutes=2)
    attempts.save_answers(
        attempt_id=started.attempt_id, identity=identity_of(who), answers=answers, now=end
    )
    attempts.submit(
        attempt_id=started.attempt_id, identity=identity_of(who), prediction=None, now=end
    )
    return who


def crowd(now: datetime, people: int = 6) -> list[SignedIn]:
    """People who took turns on one browser."""
    a_contest(SLUG, attempts_allowed=None)
    return [on_device("may-chung", now + timedelta(minutes=5 * n)) for n in range(people)]


def the_sign(kind: Kind = Kind.DEVICE) -> evidence.SignView:
    end_reading()
    found = evidence.list_signs(SLUG, kind=kind).signs
    assert len(found) == 1
    return found[0]


def test_many_people_on_one_browser_are_listed_once_however_often_one_looks(
    app: Flask, now: datetime
) -> None:
    crowd(now)
    assert evidence_refresh.look_now(SLUG, now + timedelta(hours=1)) == 1
    assert evidence_refresh.look_now(SLUG, now + timedelta(hours=2)) == 0
    sign = the_sign()
    assert sign.facts["people"] == 6
    assert sign.state is State.OPEN
    assert sign.first_seen_at == now + timedelta(hours=1)
    assert not sign.stale


def test_a_sign_alone_changes_no_board(app: Flask, now: datetime) -> None:
    crowd(now)
    boards.refresh(now)
    evidence_refresh.look_now(SLUG, now)
    boards.refresh(now)
    assert boards.individual_board(SLUG).total == 6


def test_what_is_kept_of_a_browser_is_a_digest_that_differs_from_contest_to_contest(
    app: Flask, now: datetime
) -> None:
    a_contest(SLUG)
    a_contest("khac")
    on_device("so-bi-mat", now)
    on_device("so-bi-mat", now, slug="khac")
    marks = [one.mark for one in db.session.query(AttemptDevice)]
    assert len(set(marks)) == 2
    assert not any("so-bi-mat" in one for one in marks)


def test_colleagues_without_a_common_browser_are_never_named(app: Flask, now: datetime) -> None:
    """An office behind one network address: there is nothing kept that could join them."""
    a_contest(SLUG)
    an_organisation("van-phong", "Văn phòng")
    for number in range(8):
        on_device(f"may-{number}", now + timedelta(minutes=number), organisation="van-phong")
    evidence_refresh.look_now(SLUG, now + timedelta(hours=1))
    assert evidence.list_signs(SLUG).total == 0


def test_an_office_that_shares_one_computer_is_said_to_be_one(app: Flask, now: datetime) -> None:
    a_contest(SLUG)
    an_organisation("van-phong", "Văn phòng")
    for number in range(6):
        on_device("may", now + timedelta(minutes=5 * number), organisation="van-phong")
    evidence_refresh.look_now(SLUG, now + timedelta(hours=1))
    assert the_sign().facts["one_unit"] is True
    assert the_sign().facts["overlapping"] == 0


def test_marks_are_let_go_of_long_after_the_end_and_with_the_account(
    app: Flask, now: datetime
) -> None:
    crowd(now, 2)
    with writing() as session:
        session.query(Contest).update({"finalised_at": now + timedelta(days=2)})
        session.commit()
    device_marks.forget_old(now + timedelta(days=91))
    assert db.session.query(AttemptDevice).count() == 2
    end_reading()
    device_marks.forget_old(now + timedelta(days=93))
    assert db.session.query(AttemptDevice).count() == 0


def test_looking_is_due_only_when_results_have_grown(app: Flask, now: datetime) -> None:
    a_contest(SLUG)
    assert evidence_refresh.refresh(now) == 0
    a_finished_attempt(a_person())
    later = now + timedelta(hours=1)
    assert evidence_refresh.refresh(later, clock=lambda: 0.0) == 1
    assert evidence_refresh.refresh(later, clock=lambda: 0.0) == 0
    a_finished_attempt(a_person())
    assert evidence_refresh.refresh(later, clock=lambda: 0.0) == 1


def test_a_leaked_key_shows_as_impossible_speed(app: Flask, now: datetime) -> None:
    a_bank("bank", count=20)
    a_contest(SLUG, rules=some_rules(draws=(Draw(None, None, 12),)))
    a_finished_attempt(a_person(), right=12, seconds=90)
    guesser = a_finished_attempt(a_person(), right=5, seconds=3)
    quick = a_finished_attempt(a_person(), right=12, seconds=3)
    evidence_refresh.look_now(SLUG, now + timedelta(hours=1))
    sign = the_sign(Kind.SPEED)
    assert [one.id for one in sign.attempts] == [quick.id]
    assert guesser.id not in {one.id for one in sign.attempts}
    assert sign.facts["seconds"] == 3.0
    assert sign.chance is not None and sign.chance < 0.001


def test_night_is_told_beside_a_sign_and_never_makes_one(app: Flask, now: datetime) -> None:
    midnight = now.replace(hour=18)
    a_contest(SLUG, attempts_allowed=None)
    a_finished_attempt(a_person(), at=midnight)
    evidence_refresh.look_now(SLUG, midnight)
    assert evidence.list_signs(SLUG).total == 0
    for _ in range(6):
        on_device("m", midnight)
    evidence_refresh.look_now(SLUG, midnight + timedelta(hours=1))
    assert the_sign().at_night == 6


def test_a_turn_of_the_worker_looks_and_only_one_worker_does(app: Flask, now: datetime) -> None:
    crowd(now)
    assert worker.look_for_signs("a", now)
    assert not worker.look_for_signs("b", now)
    assert the_sign().kind is Kind.DEVICE


@pytest.mark.parametrize(
    ("act", "state"),
    [(Act.NOTE, State.OPEN), (Act.DISMISS, State.DISMISSED), (Act.UPHOLD, State.UPHELD)],
)
def test_a_decision_is_kept_with_its_reason_and_audited(
    app: Flask, now: datetime, arbiter: SignedIn, act: Act, state: State
) -> None:
    crowd(now)
    evidence_refresh.look_now(SLUG, now)
    evidence.decide(SLUG, the_sign().id, act, reason=" Máy của xã ", who=arbiter, now=now)
    sign = the_sign()
    assert sign.state is state
    assert [(one.act, one.reason, one.name) for one in sign.decisions] == [
        (act.value, "Máy của xã", "Lý Văn Công")
    ]
    entry = list(audit.list_entries())[-1]
    assert entry.act == f"evidence.{act.value}"
    assert entry.subject == f"contest/{SLUG}"
    assert "Máy" not in entry.detail


def test_what_was_decided_stays_decided_until_new_attempts_come_to_it(
    app: Flask, now: datetime, arbiter: SignedIn
) -> None:
    crowd(now)
    evidence_refresh.look_now(SLUG, now)
    evidence.decide(SLUG, the_sign().id, Act.DISMISS, reason="Hội trường", who=arbiter, now=now)
    evidence_refresh.look_now(SLUG, now + timedelta(minutes=1))
    assert the_sign().state is State.DISMISSED
    on_device("may-chung", now + timedelta(hours=1))
    evidence_refresh.look_now(SLUG, now + timedelta(hours=2))
    assert the_sign().state is State.OPEN
    assert len(the_sign().decisions) == 1


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_nothing_is_decided_without_a_reason_of_fitting_length(
    app: Flask, now: datetime, arbiter: SignedIn, reason: str
) -> None:
    crowd(now)
    evidence_refresh.look_now(SLUG, now)
    sign = the_sign()
    with pytest.raises(InvalidRequest):
        evidence.decide(SLUG, sign.id, Act.DISMISS, reason=reason, who=arbiter, now=now)
    with pytest.raises(InvalidRequest):
        evidence.void_attempt(
            SLUG, sign.id, sign.attempts[0].id, reason=reason, who=arbiter, now=now
        )
    assert the_sign().decisions == ()


def test_nobody_decides_on_the_own_attempt(app: Flask, now: datetime) -> None:
    people = crowd(now)
    evidence_refresh.look_now(SLUG, now)
    with pytest.raises(InvalidRequest) as refusal:
        evidence.decide(SLUG, the_sign().id, Act.DISMISS, reason="x", who=people[0], now=now)
    assert refusal.value.errors == (("sign", "own"),)


def test_a_sign_of_another_contest_is_not_found(
    app: Flask, now: datetime, arbiter: SignedIn
) -> None:
    crowd(now)
    a_contest("khac")
    evidence_refresh.look_now(SLUG, now)
    sign = the_sign()
    with pytest.raises(NotFound):
        evidence.get_sign("khac", sign.id)
    with pytest.raises(NotFound):
        evidence.decide("khac", sign.id, Act.NOTE, reason="x", who=arbiter, now=now)


def test_only_an_attempt_that_the_sign_is_about_can_be_voided_by_it(
    app: Flask, now: datetime, arbiter: SignedIn
) -> None:
    crowd(now)
    other = a_finished_attempt(a_person())
    evidence_refresh.look_now(SLUG, now)
    with pytest.raises(NotFound):
        evidence.void_attempt(SLUG, the_sign().id, other.id, reason="x", who=arbiter, now=now)
    assert voids.find(other.id) is None


def test_copied_mistakes_are_found_and_shown_side_by_side(app: Flask, now: datetime) -> None:
    first, second = a_copied_unit(SLUG, now, random.Random(3))
    evidence_refresh.look_now(SLUG, now + timedelta(hours=1))
    sign = the_sign(Kind.LIKENESS)
    assert {one.id for one in sign.attempts} == {first, second}
    sides = evidence_details.side_by_side(sign)
    assert sum(one.alike for one in sides) == sign.facts["same"]
    assert all(one.first.wrong and one.second.wrong for one in sides if one.alike)
    assert json.loads(json.dumps(dict(sign.facts))) == dict(sign.facts)
