"""A server with another secret, or another folder, than those that live is not ready."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.config import Settings
from app.services import fellows, readiness
from app.storage.db import db


@pytest.fixture
def lived(app: Flask, now: datetime) -> None:
    """Another server lives, with the settings of the tests."""
    assert fellows.keep(now)
    db.session.remove()


def of(settings: Settings, now: datetime) -> tuple[bool, bool]:
    """Whether a server with these settings is ready, and may say what it has."""
    other = create_app(settings)
    with other.app_context():
        # The tests' PostgreSQL does without flushing, to be quick: that is told elsewhere.
        ready = all(one.ok for one in readiness.checks(now) if one.name != "durability")
        kept = fellows.keep(now)
        db.session.remove()
        db.engine.dispose()
    return ready, kept


def test_a_server_with_the_same_is_ready(lived: None, settings: Settings, now: datetime) -> None:
    assert of(settings, now) == (True, True)


def test_another_secret_is_noticed(lived: None, settings: Settings, now: datetime) -> None:
    assert of(replace(settings, secret_key="another secret for tests"), now) == (False, False)


def test_another_folder_is_noticed(
    lived: None, settings: Settings, now: datetime, tmp_path: Path
) -> None:
    assert of(replace(settings, instance=tmp_path / "other"), now) == (False, False)


def test_once_the_others_are_gone_what_is_new_holds(
    lived: None, settings: Settings, now: datetime
) -> None:
    new = replace(settings, secret_key="another secret for tests")
    assert of(new, now + timedelta(minutes=1)) == (True, True)


def test_the_print_gives_nothing_away(app: Flask, settings: Settings) -> None:
    assert settings.secret_key not in fellows.own_print()
    assert fellows.own_print() == fellows.own_print()
