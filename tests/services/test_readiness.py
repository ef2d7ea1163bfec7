"""A database that may lose what it has confirmed is not ready to serve."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask

from app.services import readiness
from app.storage.db import db


def test_a_postgresql_that_does_not_flush_is_named(app: Flask, now: datetime) -> None:
    found = {check.name: check for check in readiness.checks(now)}
    if db.engine.dialect.name == "sqlite":
        assert "durability" not in found
        return
    # That of the tests does without, to be quick.
    assert not found["durability"].ok
    assert "fsync, synchronous_commit, full_page_writes off" in found["durability"].note


@pytest.mark.parametrize("off", readiness.FLUSHING)
def test_each_setting_counts(off: str) -> None:
    settings = dict.fromkeys(readiness.FLUSHING, "on")
    assert readiness._flushes(settings).ok
    assert readiness._flushes({**settings, "synchronous_commit": "remote_apply"}).ok
    assert not readiness._flushes({**settings, off: "off"}).ok
