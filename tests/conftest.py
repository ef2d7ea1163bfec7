"""Fixtures: one application on a fresh, migrated database for every test that asks.

Tests under tests/services and tests/storage run twice: on SQLite and on a real
PostgreSQL. Other tests run on SQLite. `THISO_DATABASES=sqlite` leaves PostgreSQL out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing.rules import Rule
from werkzeug.test import TestResponse

from app import create_app
from app.config import Settings
from app.storage import links
from app.storage.db import db
from tests.databases import Databases

# A busy machine is slow without being wrong; in CI the same examples come every time.
hypothesis.settings.register_profile(
    "thiso",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
hypothesis.settings.load_profile("thiso")

BOTH_DATABASES = ("tests/services", "tests/storage")
# Where the databases differ most: in races, constraints, sums. The other services meet
# PostgreSQL in `make journeys`, which CI runs too.
PROMPT_ON_POSTGRESQL = re.compile(
    r"at_once|attempt|starting|closing|board|correct|recount|statistic|freez|outage"
    r"|audit|registering|contest_(ending|changes)|unit_merging|limits|counters"
)


def _remember_built_addresses() -> None:
    """Every test has an application of its own, with the same rules: build each rule once."""
    original, built = Rule._compile_builder, {}

    def remembered(self: Rule, append_unknown: bool = True) -> Any:
        key = (tuple(self._trace), repr(self.defaults), append_unknown)
        if key not in built:
            built[key] = original(self, append_unknown)
        return built[key]

    Rule._compile_builder = remembered  # type: ignore[method-assign]


_remember_built_addresses()
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" not in metafunc.fixturenames:
        return
    path = Path(str(metafunc.module.__file__)).as_posix()
    both = any(f"/{folder}/" in path for folder in BOTH_DATABASES)
    wanted = os.environ.get("THISO_DATABASES", "sqlite,postgresql").split(",")
    kinds = [kind for kind in ("sqlite", "postgresql") if kind in wanted] if both else ["sqlite"]
    metafunc.parametrize("database_kind", kinds, scope="function")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        kind = getattr(getattr(item, "callspec", None), "params", {}).get("database_kind")
        if kind == "postgresql" and not (
            "/storage/" in item.path.as_posix() or PROMPT_ON_POSTGRESQL.search(item.path.stem)
        ):
            item.add_marker(pytest.mark.long)


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Migrated templates of both databases, made on first use, and copies of them."""
    made = Databases(tmp_path_factory.mktemp("databases"))
    yield made
    made.close()


@pytest.fixture
def settings(databases: Databases, database_kind: str, tmp_path: Path) -> Iterator[Settings]:
    url = databases.fresh(database_kind)
    yield test_settings(url, tmp_path)
    databases.drop(url)


def test_settings(url: str, folder: Path) -> Settings:
    """Settings for a test application on the database at `url`."""
    return Settings(
        database_url=url,
        secret_key="a secret for tests only",
        instance=folder / "instance",
        demo=False,
    )


test_settings.__test__ = False  # type: ignore[attr-defined]


class Client(FlaskClient):
    """A client whose every request has a context of its own, as on a server.

    Within the context that the `app` fixture keeps open, `g` (and with it who is
    signed in) would otherwise go from one request to the next.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    made = create_app(settings)
    made.test_client_class = Client
    made.config.update(TESTING=True, ARGON2_FAST=True)
    with made.app_context():
        yield made
        db.session.remove()
        links.let_go()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def now() -> datetime:
    """Tuesday 24 November 2026, 09:00 in Vietnam."""
    return NOW
