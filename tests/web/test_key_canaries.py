"""What is right is told to nobody before its time: two worlds with different keys look alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.web.key_search import READERS, Worlds, about_attempts, two_worlds
from tests.web.key_walk import STAFF
from tests.web.key_worlds import STATES

RESULT = "play.show_result"


@pytest.fixture
def worlds(
    databases: Databases, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Worlds]:
    with two_worlds(databases, tmp_path, now, monkeypatch) as both:
        yield both


def test_who_answers_meets_the_same_under_another_key(worlds: Worlds) -> None:
    for state in ("started", "submitted"):
        worlds.advance(state)
        one, other = worlds.told(("done",), about_attempts)
        assert worlds.leaks(one, other) == []
        assert sum(body.startswith(b"200") for body in one.values()) > 20


def test_once_nobody_answers_any_more_its_owner_sees_what_was_right(worlds: Worlds) -> None:
    worlds.advance("closed")
    one, other = worlds.told(("done", "sitting"), lambda endpoint: endpoint == RESULT)
    assert worlds.leaks(one, other) == []
    assert worlds.seen(one) == {("done", RESULT), ("sitting", RESULT)}


@pytest.mark.long
def test_nobody_can_tell_two_keys_apart_before_their_time(worlds: Worlds) -> None:
    leaks, asked = [], 0
    for state in STATES:
        worlds.advance(state)
        roles = READERS[:3] if state != "submitted" else READERS
        one, other = worlds.told(roles, wrongly=state in ("submitted", "closed"))
        leaks += worlds.leaks(one, other)
        asked += len(one)
    assert leaks == []
    assert asked > 5000


@pytest.mark.long
def test_of_staff_those_see_keys_whose_work_they_are(worlds: Worlds) -> None:
    worlds.advance("submitted")
    one, other = worlds.told(STAFF)
    assert worlds.leaks(one, other) == []
    assert ("organiser", "organiser.edit_question") in worlds.seen(one)
