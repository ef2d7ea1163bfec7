"""The bundle of a contest that is over: in the background, audited, recounted alike elsewhere."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.domain.errors import ContestNotClosed
from app.services import audit, boards, evidence_bundles, evidence_files
from app.services.jobs import Outcome
from tests.factories import a_person
from tests.factories_contests import a_contest, a_finished_attempt

SLUG, DAY = "cuoc-thi", timedelta(days=1)


def write(now: datetime, progress: list[tuple[int, int]] | None = None) -> Outcome:
    told = progress if progress is not None else []
    return evidence_files.write(
        SLUG,
        account_id=None,
        now=now,
        below=random.Random(1).randrange,
        progress=lambda done, total: told.append((done, total)),
    )


def test_a_closed_contest_is_written_and_recounts_to_the_same(
    app: Flask, now: datetime, tmp_path: Path
) -> None:
    a_contest(SLUG)
    for right in (1, 2, 3):
        a_finished_attempt(a_person(full_name="Lò Thị Tên"), SLUG, right=right)
    end = now + 2 * DAY
    boards.refresh(end)
    progress: list[tuple[int, int]] = []
    outcome = write(end, progress)
    assert progress[-1] == (3, 3)
    assert outcome.result["people"] == 3
    assert outcome.file_name == "bang-chung-cuoc-thi-20261126.zip"
    path = tmp_path / "bundle.zip"
    path.write_bytes(outcome.output or b"")
    found = evidence_bundles.recount_bundle(path)
    assert (found.attempts, found.differences) == (3, [])
    assert audit.list_newest(1)[0].act == "evidence.write"


def test_while_somebody_may_answer_the_keys_stay_here(app: Flask, now: datetime) -> None:
    a_contest(SLUG)
    with pytest.raises(ContestNotClosed):
        write(now)
    assert audit.list_newest(1)[0].act != "evidence.write"
