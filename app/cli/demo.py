"""`flask setup` and `flask demo`: from an empty instance to one with something to see."""

from __future__ import annotations

import random
import secrets
from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from app.domain.errors import InvalidRequest, Refusal
from app.services import boards, demo, demo_fill, first_run, installation

MOST_PEOPLE = 1_000_000

demo_group = AppGroup("demo", help="Plausible people and results.")


@click.command("setup")
@with_appcontext
def setup() -> None:
    """Make the instance ready: migrations, communes and, unless DEMO=0, the demonstration."""
    settings = current_app.config["SETTINGS"]
    prepared = installation.prepare(
        settings,
        now=datetime.now(UTC),
        say=lambda step: click.echo(f"· {step}"),
        below=secrets.randbelow,
    )
    credentials = settings.instance / "demo-organiser.txt"
    if prepared.demo is not None:
        credentials.write_text(f"{prepared.demo.phone}  {prepared.demo.password}\n")
        credentials.chmod(0o600)
    click.echo(f"Thi Số: http://127.0.0.1:{settings.port}")
    if prepared.setup_code is not None:
        click.echo(f"Set up at http://127.0.0.1:{settings.port}/setup with the code:")
        click.echo(f"    {prepared.setup_code}")
        click.echo(f"(also in {settings.instance / first_run.CODE_FILE})")
    if credentials.exists():
        click.echo(f"Organiser (demo): {credentials.read_text().strip()}")


@demo_group.command("fill")
@click.argument("slug", metavar="[CONTEST]", default=demo.OPEN_SLUG)
@click.option("--people", type=click.IntRange(1, MOST_PEOPLE), required=True)
@click.option(
    "--attempts", type=click.IntRange(0), help="All together; five for every four people if left."
)
@click.option("--seed", type=int, default=1, show_default=True)
def fill(slug: str, people: int, attempts: int | None, seed: int) -> None:
    """Add PEOPLE invented people who have taken CONTEST since its round opened."""
    now, chance = datetime.now(UTC), random.Random(seed)  # noqa: S311 - invented, no secret
    wanted = people * 5 // 4 if attempts is None else attempts
    with _progress() as progress:
        task = progress.add_task("attempts", total=wanted)
        try:
            made = demo_fill.fill(
                slug,
                chance,
                people=people,
                attempts=wanted,
                first=100_000,
                now=now,
                advance=lambda count: progress.advance(task, count),
            )
        except Refusal as refusal:
            raise click.ClickException(_reason(slug, refusal)) from None
        task = progress.add_task("boards", total=made.attempts)
        while carried := boards.refresh(now, eager=False):
            progress.advance(task, carried)
        boards.refresh(now)
    click.echo(f"{made.people} people, {made.attempts} attempts")


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )


def _reason(slug: str, refusal: Refusal) -> str:
    if isinstance(refusal, InvalidRequest):
        return "; ".join(f"{path}: {message}" for path, message in refusal.errors)
    return f"{slug}: {refusal.code}"
