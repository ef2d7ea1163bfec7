"""Every result and board can be derived again, and whatever was altered is named."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from app import create_app
from app.services import boards, evidence_bundles, recount_sources
from app.services.evidence_bundles import BundleRefused
from app.services.recounting import Recount
from app.services.transactions import writing
from app.storage.tables import AnswerEntry, Attempt, BoardSnapshot, Result, Standing
from tests.conftest import test_settings as settings_of
from tests.databases import Databases
from tests.factories import a_person, an_organisation, an_organiser
from tests.factories_contests import a_contest, a_finished_attempt

SLUG = "cuoc-thi"


@pytest.fixture
def played(app: Flask, now: datetime) -> str:
    """Five people of two communes and an organisation below another, seven attempts."""
    a_contest(SLUG, attempts_allowed=None, unit_formula="top_n_mean", top_n=2)
    an_organisation("tren", "Sở Y tế")
    an_organisation("duoi", "Trung tâm Y tế", parent="tren")
    for number in range(5):
        who = a_person(
            organisation="duoi" if number % 2 else None,
            commune=("02215", "00721")[number % 2],
            group=("student", "resident")[number % 2],
        )
        for attempt in range(1 + number % 2):
            at = now + timedelta(hours=attempt)
            a_finished_attempt(who, SLUG, right=(number + attempt) % 4, seconds=60 + number, at=at)
    boards.refresh(now + timedelta(hours=3))
    return SLUG


def recounted(slug: str) -> Recount:
    return recount_sources.recount_contest(slug)


def test_an_honest_contest_is_identical(played: str) -> None:
    found = recounted(played)
    assert found.differences == []
    assert (found.attempts, found.people, found.identical) == (7, 5, True)
    assert (
        found.boards == 10
    )  # Contest and round: communes by 2 groups, organisations by 1, and all.


def raise_points() -> None:
    with writing() as session:
        session.execute(update(Result).values(mills=3000).where(Result.attempt_id == 1))


def speed_up() -> None:
    with writing() as session:
        session.execute(update(Result).values(time_ms=1).where(Result.attempt_id == 2))


def rank_first() -> None:
    with writing() as session:
        session.execute(update(Standing).values(rank_key="0").where(Standing.person_id > 2))


def strike_from_the_board() -> None:
    with writing() as session:
        session.execute(Standing.__table__.delete().where(Standing.scope == 0))  # type: ignore[attr-defined]


def add_an_answer() -> None:
    with writing() as session:
        last = session.get_one(Attempt, 1)
        entry = AnswerEntry(
            attempt_id=1, seq=99, question=0, response='"a"', saved_at=last.started_at
        )
        session.add(entry)


def change_a_unit_board() -> None:
    with writing() as session:
        row = session.query(BoardSnapshot).filter_by(kind="commune", group="").first()
        assert row is not None
        rows = json.loads(row.rows)
        rows[0][6] += 10
        row.rows = json.dumps(rows)


@pytest.mark.parametrize(
    ("tamper", "what"),
    [
        (raise_points, "result"),
        (speed_up, "result"),
        (rank_first, "standing"),
        (strike_from_the_board, "standing"),
        (add_an_answer, "answers_hash"),
        (change_a_unit_board, "unit_board"),
    ],
)
def test_what_was_altered_is_named(played: str, tamper: Callable[[], None], what: str) -> None:
    tamper()
    found = recounted(played)
    assert not found.identical
    assert what in {one.what for one in found.differences}


def bundle_of(slug: str, folder: Path) -> Path:
    path = folder / "bang-chung.zip"
    evidence_bundles.write_bundle(
        slug, path, number_for=lambda person: 10**6 + person * 7, progress=lambda _: None
    )
    return path


def test_a_bundle_is_recounted_in_a_fresh_instance_of_the_other_database(
    played: str, databases: Databases, database_kind: str, tmp_path: Path
) -> None:
    path = bundle_of(played, tmp_path)
    url = databases.fresh({"sqlite": "postgresql", "postgresql": "sqlite"}[database_kind])
    other = create_app(settings_of(url, tmp_path / "other"))
    with other.app_context():
        found = evidence_bundles.recount_bundle(path)
    databases.drop(url)
    assert found.differences == []
    assert (found.attempts, found.people, found.boards) == (7, 5, 10)


def test_a_bundle_names_nobody(played: str, tmp_path: Path) -> None:
    organiser = an_organiser(full_name="Nông Văn Kín")
    with zipfile.ZipFile(bundle_of(played, tmp_path)) as archive:
        text = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "Nguyễn Thị Hạnh" not in text
    assert "Nông Văn Kín" not in text
    assert "+8497" not in text
    assert organiser.public_id not in text


def test_an_altered_bundle_is_refused_and_one_made_anew_is_caught(
    played: str, tmp_path: Path
) -> None:
    path = bundle_of(played, tmp_path)
    altered = tmp_path / "altered.zip"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(altered, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b'"rank_key":"', b'"rank_key":"0', 1))
    with pytest.raises(BundleRefused):
        evidence_bundles.recount_bundle(altered)
    rank_first()
    assert not evidence_bundles.recount_bundle(bundle_of(played, tmp_path)).identical


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"hello" * 100])
def test_what_is_no_bundle_is_refused(app: Flask, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    with pytest.raises(BundleRefused):
        evidence_bundles.recount_bundle(path)
