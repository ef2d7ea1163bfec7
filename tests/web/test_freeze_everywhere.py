"""During a freeze no page, file, picture or call tells of a result that came after it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from app.domain.freezing import Freeze
from app.services import participation_days
from tests.factories import MINH_XUAN
from tests.web.frozen_scene import (
    HOUR,
    MARKS,
    SLUG,
    Bodies,
    Scene,
    add_late_result,
    findings,
    set_up,
    walk,
)

pytestmark = pytest.mark.long

OPEN, CLOSED = 3, 5
"""Hours after the contest began: frozen while people still answer, and after the end."""


def seen(app: Flask, now: datetime, hours: int) -> tuple[Scene, Bodies, Bodies]:
    scene = set_up(app, now)
    moment = now + hours * HOUR
    before = walk(scene, moment)
    add_late_result(scene)
    return scene, before, walk(scene, moment)


@pytest.mark.parametrize("hours", [OPEN, CLOSED])
def test_nothing_that_anybody_may_ask_tells_of_the_late_result(
    app: Flask, now: datetime, hours: int
) -> None:
    scene, before, after = seen(app, now, hours)
    assert findings(scene, before, after) == []
    # The walk has really seen the pages: boards that are there, and refused nothing.
    boards = [body for (_, endpoint, _), body in after.items() if "board" in endpoint]
    assert len(boards) > 50
    assert all(body.startswith("200") for body in boards)
    halls = [body for (_, endpoint, _), body in after.items() if endpoint == "public.show_hall"]
    assert any(body.startswith("200") for body in halls)


def test_with_the_freeze_switched_off_the_walk_finds_the_late_result(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Freeze, "withholds", lambda _self, _ended_at: False)
    scene, before, after = seen(app, now, OPEN)
    found = findings(scene, before, after)
    endpoints = {line.split()[1] for line in found}
    assert endpoints >= {"api.get_board", "public.show_board", "public.show_home"}
    assert {line.split()[0] for line in found} == {"nobody", "early", "watcher", "late"}


def test_the_late_person_sees_the_own_score_and_no_rank(app: Flask, now: datetime) -> None:
    scene, _, after = seen(app, now, OPEN)
    own: dict[str, str] = {
        endpoint: body
        for (role, endpoint, address), body in after.items()
        if role == "late" and str(scene.late_values["attempt_id"][0]) in address
    }
    assert "3<small>/3 điểm" in own["play.show_result"]
    assert "places-own" not in own["play.show_result"]
    assert "dừng cập nhật từ" in own["play.show_result"]
    me = next(body for (role, name, _), body in after.items()
              if (role, name) == ("late", "api.get_own_part"))  # fmt: skip
    assert '"rank":null' in me.replace(" ", "")


def test_boards_say_that_they_stand_still(app: Flask, now: datetime) -> None:
    _, _, after = seen(app, now, OPEN)
    address = f"/contests/{SLUG}/boards/individual"
    page = after["nobody", "public.show_board", address]
    assert "Bảng xếp hạng dừng cập nhật từ 10:00, 24/11/2026" in page
    reply = after["nobody", "api.get_board", f"/api/v1{address}"]
    assert '"frozen":true' in reply.replace(" ", "")
    assert "2026-11-24T02:" in reply  # As of before the freeze at 03:00 UTC.


def test_the_command_line_and_a_new_day_of_figures_do_not_tell_either(
    app: Flask, now: datetime
) -> None:
    scene = set_up(app, now)
    add_late_result(scene)
    # The figures of a day, as they are published every day, are counted anew.
    assert participation_days.publish_due(now + 4 * HOUR) == 1
    figures = participation_days.show(SLUG).units["commune"]
    assert [(one.code, one.participants) for one in figures if one.participants] == [(MINH_XUAN, 1)]
    runner: Any = app.test_cli_runner()
    for by in ("individual", "organisation", "commune"):
        said = runner.invoke(args=["contest", "board", SLUG, "--by", by, "--format", "csv"]).output
        assert said
        assert not [mark for mark in MARKS if mark in said]
        assert ",3000," not in said
