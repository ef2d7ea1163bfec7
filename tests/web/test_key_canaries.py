"""What is right is told to nobody before its time: two worlds with different keys look alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from app import create_app
from app.storage.db import db
from tests.conftest import Client, test_settings
from tests.databases import Databases
from tests.web.key_walk import STAFF, Told, Where, everywhere, findings, seen_keys, walk
from tests.web.key_worlds import STATES, World, advance, make, no_chance

READERS = ("nobody", "done", "sitting", "watcher")
RESULT = "play.show_result"


class Worlds:
    """Both worlds, brought from state to state together."""

    def __init__(self, made: list[World], monkeypatch: pytest.MonkeyPatch) -> None:
        self.made, self._patch, self._state = made, monkeypatch, -1

    def advance(self, state: str) -> None:
        """Bring both to a state, through all before it."""
        while STATES[self._state] != state or self._state < 0:
            self._state += 1
            for world in self.made:
                with world.app.app_context(), no_chance(self._patch):
                    advance(world, STATES[self._state])

    def told(
        self, roles: tuple[str, ...], where: Where = everywhere, wrongly: bool = False
    ) -> tuple[Told, Told]:
        """What both worlds answer now."""
        found = []
        for world in self.made:
            with no_chance(self._patch):
                found.append(walk(world, roles, where=where, wrongly=wrongly))
        return found[0], found[1]

    def leaks(self, *told: Told) -> list[str]:
        """Where the worlds can be told apart by somebody who may not."""
        return findings(STATES[self._state], self.made[0], *told)

    def seen(self, told: Told) -> set[tuple[str, str]]:
        """Who read keys where, and may."""
        return seen_keys(STATES[self._state], self.made[0], told)


@pytest.fixture
def worlds(
    databases: Databases, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Worlds]:
    made, urls = [], []
    for name in ("one", "other"):
        urls.append(databases.fresh("sqlite"))
        app = create_app(test_settings(urls[-1], tmp_path / name))
        app.test_client_class = Client
        app.config.update(TESTING=True, ARGON2_FAST=True)
        with app.app_context(), no_chance(monkeypatch):
            made.append(make(app, name, now))
    yield Worlds(made, monkeypatch)
    for world, url in zip(made, urls, strict=True):
        with world.app.app_context():
            db.session.remove()
            db.engine.dispose()
        databases.drop(url)


def about_attempts(endpoint: str) -> bool:
    """What the people who answer meet."""
    return endpoint.startswith("play.") or endpoint in (
        "api.get_attempt", "api.get_own_part", "api.get_board", "accounts.export_data",
        "public.show_contest",
    )  # fmt: skip


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
