"""After any history of answers, corrections, moves, merges and more time, a recount agrees."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from app import create_app
from app.domain.corrections import Kind
from app.domain.errors import Refusal
from app.services import (
    attempts,
    audit,
    boards,
    closing,
    corrections,
    people,
    personal_time,
    recount_sources,
    rescoring,
    unit_merging,
    units,
)
from app.services.accounts import SignedIn
from app.services.attempts import RawAnswer
from app.storage.db import db
from tests.conftest import NOW
from tests.conftest import test_settings as settings_of
from tests.databases import Databases
from tests.factories import a_person, an_organisation, an_organiser
from tests.factories_contests import a_contest, a_started_attempt, identity_of

SLUG = "cuoc-thi"
UNITS = ("a", "b", "c", None)
QUESTIONS = [f"q{number}" for number in range(1, 7)]


class Histories(RuleBasedStateMachine):
    """One contest, its people and its organisers."""

    databases: Databases

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.url = self.databases.fresh("sqlite")
        self.app = create_app(settings_of(self.url, self.folder))
        self.app.config.update(ARGON2_FAST=True)
        self.context = self.app.app_context()
        self.context.push()
        self.now = NOW
        self.bank = a_contest(SLUG, attempts_allowed=None, minutes=10).rounds[0].bank_version_id
        an_organisation("a", "Sở A")
        an_organisation("b", "Phòng B", parent="a")
        an_organisation("c", "Phòng C")
        self.living = ["a", "b", "c"]
        self.organisers = [an_organiser(), an_organiser()]
        self.people = [a_person(organisation=one, group="resident") for one in ("a", "b", None)]
        self.sitting: dict[int, tuple[SignedIn, int]] = {}
        self.closed: list[int] = []

    def teardown(self) -> None:
        closing.close_overdue(self.now + timedelta(hours=1))
        rescoring.rescore(self.now, None)
        boards.refresh(self.now)
        db.session.remove()
        found = recount_sources.recount_contest(SLUG)
        broken = audit.find_broken_link()
        self.context.pop()
        with self.app.app_context():
            db.engine.dispose()
        self.databases.drop(self.url)
        shutil.rmtree(self.folder, ignore_errors=True)
        assert found.differences == []
        assert broken is None

    @rule(who=st.integers(0, 2))
    def start(self, who: int) -> None:
        person = self.people[who]
        attempt = a_started_attempt(person, SLUG, at=self.now)
        self.sitting[attempt] = (person, 0)

    @precondition(lambda self: self.sitting)
    @rule(data=st.data(), place=st.integers(0, 2), response=st.sampled_from(["a", "b", None]))
    def answer(self, data: Any, place: int, response: str | None) -> None:
        attempt = data.draw(st.sampled_from(sorted(self.sitting)))
        who, seq = self.sitting[attempt]
        ids = attempts.question_ids(attempts.own_facts(attempt, identity_of(who)))
        self.tried(
            attempts.save_answers,
            attempt_id=attempt,
            identity=identity_of(who),
            answers=[RawAnswer(seq + 1, ids[place], response)],
            now=self.now,
        )
        self.sitting[attempt] = (who, seq + 1)

    @precondition(lambda self: self.sitting)
    @rule(data=st.data())
    def submit(self, data: Any) -> None:
        attempt = data.draw(st.sampled_from(sorted(self.sitting)))
        who, _ = self.sitting.pop(attempt)
        self.closed.append(attempt)
        self.tried(
            attempts.submit, attempt_id=attempt, identity=identity_of(who), prediction=None,
            now=self.now,
        )  # fmt: skip

    @rule(
        question=st.sampled_from(QUESTIONS),
        kind=st.sampled_from([Kind.REPLACE, Kind.ACCEPT, Kind.VOID]),
    )
    def correct(self, question: str, kind: Kind) -> None:
        first, second = self.organisers
        made = self.tried(
            corrections.propose, SLUG, bank_version_id=self.bank, question=question, kind=kind,
            response="b", reason="Nhầm", public_note="Đính chính", account_id=first.account_id,
            now=self.now,
        )  # fmt: skip
        if made is not None:
            corrections.approve(made, account_id=second.account_id, now=self.now)

    @rule(who=st.integers(0, 2), unit=st.sampled_from(UNITS))
    def move(self, who: int, unit: str | None) -> None:
        person = self.people[who]
        self.tried(  # To a merged unit nobody moves.
            people.update_profile, identity=identity_of(person), full_name="Nguyễn Thị Hạnh",
            group="resident", commune="02215", organisation=unit, now=self.now,
        )  # fmt: skip

    @precondition(lambda self: len(self.living) > 1)
    @rule(data=st.data())
    def merge(self, data: Any) -> None:
        gone, into = data.draw(st.permutations(self.living))[:2]
        merged = self.tried(
            unit_merging.merge_organisation, gone, into=into, headcount="sum", reason="Sáp nhập",
            account_id=self.organisers[0].account_id, now=self.now,
        )  # fmt: skip
        if merged is not None or units.find_organisation(gone) is None:
            self.living.remove(gone)

    @precondition(lambda self: self.sitting)
    @rule(data=st.data(), minutes=st.integers(1, 20))
    def extend(self, data: Any, minutes: int) -> None:
        attempt = data.draw(st.sampled_from(sorted(self.sitting)))
        self.tried(
            personal_time.extend, SLUG, attempt_id=attempt, seconds=minutes * 60,
            reason="Mất điện", account_id=self.organisers[0].account_id, now=self.now,
        )  # fmt: skip

    @rule(minutes=st.integers(0, 12))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        closing.close_overdue(self.now)

    @rule()
    def work_in_the_background(self) -> None:
        rescoring.rescore(self.now)
        boards.refresh(self.now)

    def tried(self, act: Any, *given: Any, **named: Any) -> Any:
        """What an act gives; None when it is refused, which is as good an end of it."""
        try:
            return act(*given, **named)
        except Refusal:
            return None


@pytest.mark.usefixtures("databases")
def test_a_recount_is_identical_after_any_history(databases: Databases) -> None:
    Histories.databases = databases
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=8,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
