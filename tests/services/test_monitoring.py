"""Figures for those who watch the machines."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from app.config import ROOT, Settings
from app.services import leases, monitoring
from app.wording.refusals import known_codes
from tests.factories import a_person
from tests.factories_contests import a_contest, a_finished_attempt, a_started_attempt

COUNTING = """
from app.services import monitoring
monitoring.count_save(0.02)
monitoring.count_save(0.4)
monitoring.count_refusal("attempt_closed")
"""
SHOWING = """
from datetime import datetime, UTC
from app import create_app
with create_app().app_context():
    print(monitoring.exposition(datetime.now(UTC)).decode())
"""


def samples(text: bytes) -> dict[str, float]:
    """Every figure by its name and labels."""
    return {
        sample.name + "".join(f" {value}" for value in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
    }


def test_the_database_is_asked_for_what_it_knows(app: Flask, now: datetime) -> None:
    a_contest(attempts_allowed=None)
    a_finished_attempt(a_person(), at=now, seconds=0)
    a_started_attempt(a_person(), at=now)
    leases.take(duty=monitoring.BACKGROUND_DUTY, holder="one", now=now)
    found = samples(monitoring.exposition(now + timedelta(seconds=4)))
    assert found["thiso_open_attempts"] == 1
    assert found["thiso_pending_results"] == 1
    assert found["thiso_board_lag_seconds"] == 4
    assert found["thiso_background_age_seconds"] == 4
    assert found["thiso_jobs_waiting"] == found["thiso_jobs_failed"] == 0


def test_a_background_that_never_was_has_no_age(app: Flask, now: datetime) -> None:
    assert monitoring.background_age(now) == -1


def test_the_background_duty_is_that_of_the_ticker() -> None:
    from app.tasks import ticker

    assert monitoring.BACKGROUND_DUTY == ticker.DUTY


def test_saves_are_counted_with_the_time_they_took(app: Flask, now: datetime) -> None:
    before = samples(monitoring.exposition(now))
    monitoring.count_save(0.02)
    monitoring.count_save(0.4)
    after = samples(monitoring.exposition(now))
    grown = {name: after[name] - before[name] for name in after if "created" not in name}
    assert grown["thiso_saves_total"] == 2
    assert grown["thiso_save_seconds_bucket 0.01"] == 0
    assert grown["thiso_save_seconds_bucket 0.025"] == 1
    assert grown["thiso_save_seconds_bucket 0.3"] == 1
    assert grown["thiso_save_seconds_bucket 0.5"] == 2
    assert grown["thiso_save_seconds_sum"] == pytest.approx(0.42)


def test_every_refusal_is_there_from_the_beginning_and_no_other_comes(
    app: Flask, now: datetime
) -> None:
    before = samples(monitoring.exposition(now))
    named = {name.split()[1] for name in before if name.startswith("thiso_refusals_total ")}
    assert named == known_codes()
    monitoring.count_refusal("made up by somebody")
    after = samples(monitoring.exposition(now))
    assert set(before) == set(after)
    assert after["thiso_refusals_total failed"] == before["thiso_refusals_total failed"] + 1


def test_the_counts_of_all_processes_of_a_server_are_added_up(
    settings: Settings, tmp_path: Path
) -> None:
    environment = {
        **os.environ,
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
    }
    for script in (COUNTING, COUNTING + SHOWING, COUNTING + SHOWING):
        answer = subprocess.run(
            [sys.executable, "-c", script],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
    found = samples(answer.stdout)
    assert found["thiso_saves_total"] == 6
    assert found["thiso_save_seconds_bucket 0.025"] == 3
    assert found["thiso_refusals_total attempt_closed"] == 3
    # What the database says is said once, not by every process that ever asked it.
    assert answer.stdout.count(b"\nthiso_open_attempts") == 1
    assert found["thiso_open_attempts"] == 0
