"""`flask backup …`: everything of this instance in one file, and back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from app.domain.backups import Manifest
from app.services import backup_shelf, backups, rehearsals, restoring
from app.services.backups import BackupRefused

backup = AppGroup("backup", help="Everything of this instance in one file, and back.")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@backup.command("create")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def create(out: Path) -> None:
    """Write a backup of this instance to OUT while people go on answering.

    It holds everything, also the secret key and personal data: only its owner may read it
    (mode 600). It is read back before it is called a backup. Exit 1 when there is none.
    """
    begun = time.monotonic()
    with _refusing(), _progress("writing") as advance:
        made = backups.create(out, now=datetime.now(UTC), progress=advance)
    click.echo(f"{made.path}: {_size(made.size)}, {made.manifest.rows} rows, {_seconds(begun)}")
    click.echo(f"sha256 {made.sha256}")
    _say_lost(made.manifest)


@backup.command("verify")
@click.argument("file", type=_FILE)
def verify(file: Path) -> None:
    """Read all of a backup and compare it with its list of contents; exit 1 if it is damaged."""
    with _refusing(), _progress("reading") as advance:
        manifest = backups.verify(file, advance)
    _say(manifest)
    click.echo("the backup is whole")


@backup.command("restore")
@click.argument("file", type=_FILE)
def restore(file: Path) -> None:
    """Put everything that is in a backup into this instance, which must be empty.

    DATABASE_URL names the database: SQLite or PostgreSQL, whichever the backup came from.
    Either everything is restored, or nothing is touched (exit 1, with what to do).
    """
    begun = time.monotonic()
    with _refusing(), _progress("restoring") as advance:
        done = restoring.restore(file, now=datetime.now(UTC), progress=advance)
    _say(done.manifest)
    if done.migrated_to:
        click.echo(f"migrated from {done.manifest.revision} to {done.migrated_to}")
    click.echo(f"restored in {_seconds(begun)}; start the server now")
    _say_lost(done.manifest)


@backup.command("rehearse")
@click.argument("file", type=_FILE, required=False)
def rehearse(file: Path | None) -> None:
    """Restore a backup into a temporary instance and compare; exit 0 when all is as it was.

    Without FILE the newest backup of BACKUP_DIR. What came of it is noted in the audit chain.
    """
    with _refusing(), _progress("rehearsing") as advance:
        chosen = file or backup_shelf.newest_file()
        now = datetime.now(UTC)
        found = rehearsals.rehearse(chosen, now=now, account_id=None, progress=advance)
    table = Table(title=f"rehearsal of {chosen.name}")
    for heading in ("what", "", "note"):
        table.add_column(heading)
    for check in found.checks:
        table.add_row(check.name, "ok" if check.ok else "FAILED", check.note)
    Console(width=110).print(table)
    click.echo(f"{found.seconds:.1f} s")
    raise SystemExit(0 if found.ok else 1)


@backup.command("nightly")
def nightly() -> None:
    """Make a backup in BACKUP_DIR now and remove what is not kept any more, as the server does."""
    with _refusing(), _progress("writing") as advance:
        done = backup_shelf.make(now=datetime.now(UTC), account_id=None, progress=advance)
    click.echo(f"{done.made.path}: {_size(done.made.size)}")
    for name in done.removed:
        click.echo(f"removed {name}")
    _say_lost(done.made.manifest)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except BackupRefused as refused:
        raise click.ClickException(str(refused)) from None


@contextmanager
def _progress(title: str) -> Iterator[Callable[[int], None]]:
    """A bar on the terminal that counts rows."""
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda count: bar.advance(task, count)


def _say(manifest: Manifest) -> None:
    click.echo(
        f"made {manifest.created_at.isoformat()} from {manifest.database}, migration"
        f" {manifest.revision}: {len(manifest.tables)} tables, {manifest.rows} rows,"
        f" {len(manifest.files)} files"
    )
    if manifest.head:
        click.echo(f"audit head {manifest.head}")


def _say_lost(manifest: Manifest) -> None:
    if manifest.lost:
        click.echo(f"{len(manifest.lost)} uploaded files were missing or damaged:", err=True)
        for name in manifest.lost:
            click.echo(f"  {name}", err=True)


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"


def _seconds(begun: float) -> str:
    return f"{time.monotonic() - begun:.1f} s"
