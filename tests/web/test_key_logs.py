"""No line of the log holds what is right, or who somebody is."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from flask import Flask

from app.web import request_log
from tests.web.key_banks import MARK
from tests.web.key_walk import walk
from tests.web.key_worlds import PEOPLE, STATES, advance, make

KNOWN = {"at", "id", "method", "endpoint", "status", "ms", "code"}


def test_the_log_of_a_whole_walk_names_no_key_and_nobody(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[str] = []
    monkeypatch.setattr(request_log, "write_line", lines.append)
    world = make(app, "one", now)
    for state in STATES[: STATES.index("closed") + 1]:
        advance(world, state)
    receipts = [code for code in world.values["code"] if code.count("-") == 2]
    assert len(receipts) == 4
    world.values["slug"] = world.values["slug"][-1:]
    told = walk(
        world, ("done", "organiser"), wrongly=True,
        where=lambda name: name.startswith(("play.", "api.")) or "bank" in name,
    )  # fmt: skip
    assert len(lines) == len(told) > 100
    assert any(MARK.encode() in body for body in told.values())
    names = [str(given["full_name"]) for given in PEOPLE.values()]
    for line in lines:
        said = json.loads(line)
        assert set(said) <= KNOWN
        text = f"{said['method']} {said['endpoint']} {said['status']} {said.get('code')}"
        for secret in (MARK, "+8497", "097", "xanh", "/", "?", *names, *receipts):
            assert secret not in text
