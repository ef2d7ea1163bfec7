"""The search for keys as a whole: both worlds brought on together, and counted for `make faults`.

`python -m tests.web.key_search SCALE FOLDER` searches the application of the folder in which
it is started, and says on its last line how many answers it compared and which told a key.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from app import create_app
from app.storage.db import db
from app.web import request_log
from tests.conftest import NOW, Client, test_settings
from tests.databases import Databases
from tests.web.key_walk import STAFF, Told, Where, everywhere, findings, seen_keys, walk
from tests.web.key_worlds import STATES, World, advance, make, no_chance

READERS = ("nobody", "done", "sitting", "watcher")
SCALES = {"small": ("submitted",), "full": STATES}


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


@contextmanager
def two_worlds(
    databases: Databases, folder: Path, now: datetime, patch: pytest.MonkeyPatch
) -> Iterator[Worlds]:
    """Both worlds on databases of their own."""
    made, urls = [], []
    for name in ("one", "other"):
        urls.append(databases.fresh("sqlite"))
        app = create_app(test_settings(urls[-1], folder / name))
        app.test_client_class = Client
        app.config.update(TESTING=True, ARGON2_FAST=True)
        with app.app_context(), no_chance(patch):
            made.append(make(app, name, now))
    yield Worlds(made, patch)
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


def search(worlds: Worlds, scale: str) -> tuple[int, list[str]]:
    """How many answers were compared in all states of the scale, and which told a key."""
    leaks: list[str] = []
    asked = 0
    for state in STATES:
        worlds.advance(state)
        if state in SCALES[scale]:
            full = scale == "full"
            roles = (*READERS, *STAFF) if full and state == "submitted" else READERS[:3]
            one, other = worlds.told(roles, everywhere if full else about_attempts, full)
            leaks += worlds.leaks(one, other)
            asked += len(one) + len(other)
    return asked, leaks


def main() -> None:
    """Search, and say what was found."""
    folder, patch = Path(sys.argv[2]), pytest.MonkeyPatch()
    patch.setattr(request_log, "write_line", lambda _line: None)
    databases = Databases(folder)
    with two_worlds(databases, folder, NOW, patch) as worlds:
        asked, leaks = search(worlds, sys.argv[1])
    databases.close()
    print(json.dumps({"asked": asked, "leaks": leaks}))


if __name__ == "__main__":
    main()
