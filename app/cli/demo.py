"""`flask setup` and `flask demo`: from an empty instance to one with something to see."""

from __future__ import annotations

import random
import secrets
from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from rich.progress import Progress

from app.services import boards, demo, first_run, installation

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
@click.option("--contest", "slug", default=demo.OPEN_SLUG, show_default=True)
@click.option("--people", type=click.IntRange(1, 1_000_000), required=True)
@click.option("--seed", type=int, default=1, show_default=True)
def fill(slug: str, people: int, seed: int) -> None:
    """Add PEOPLE invented people who take the contest now, through the services."""
    now = datetime.now(UTC)
    with Progress() as progress:
        task = progress.add_task(slug, total=people)
        made = demo.fill(
            slug,
            random.Random(seed),  # noqa: S311 - invented people, no secret
            count=people,
            first=100_000 + seed * 1_000_000 % 9_000_000,
            at=now,
            on_person=lambda: progress.advance(task),
        )
    boards.refresh(now)
    click.echo(f"{people} people, {made} attempts")
