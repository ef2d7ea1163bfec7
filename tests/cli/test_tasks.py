"""The background processes end with the server that started them."""

from __future__ import annotations

import importlib.util
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask

from app.domain.errors import NotFound
from app.services import jobs
from app.services.transactions import end_reading

GUNICORN = Path(__file__).parents[2] / "deploy" / "gunicorn.py"
CSV = "Câu hỏi,A,B,Đáp án\nMột?,x,y,A\n"


@pytest.fixture
def gunicorn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The settings as gunicorn reads them; what they set for its processes ends with the test."""
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    spec = importlib.util.spec_from_file_location("gunicorn_settings", GUNICORN)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_command_that_the_server_keeps_running_is_there(
    app: Flask, gunicorn: ModuleType
) -> None:
    for command in gunicorn.BACKGROUND:
        result = app.test_cli_runner().invoke(args=["tasks", command, "--help"])
        assert result.exit_code == 0, command


def test_the_worker_ends_when_its_server_is_gone(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "nice", lambda step: 0)
    monkeypatch.setenv("THISO_PARENT", "1" if os.getppid() != 1 else "2")
    assert app.test_cli_runner().invoke(args=["tasks", "work"]).exit_code == 0


def test_the_worker_does_what_waits_and_forgets_what_is_old(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime.now(UTC)
    given = {"account_id": None, "params": {"title": "a.csv", "format": "", "legacy": ""}}
    waiting = jobs.add(kind="bank.read", data=CSV.encode(), now=now, **given)
    old = jobs.add_ended(
        kind="bank.read", outcome=jobs.Outcome(), now=now - timedelta(days=8), **given
    )
    turns = iter([os.getppid(), 0])
    monkeypatch.setattr(os, "nice", lambda step: 0)
    monkeypatch.setenv("THISO_PARENT", str(os.getppid()))
    monkeypatch.setattr(os, "getppid", lambda: next(turns))
    assert app.test_cli_runner().invoke(args=["tasks", "work"]).exit_code == 0
    end_reading()
    assert jobs.get_result(waiting, None)["count"] == 1
    with pytest.raises(NotFound):
        jobs.get(old, None)
