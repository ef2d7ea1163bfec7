"""`flask contest recount` and `contest evidence`: results that anyone can derive again."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from app.domain.errors import Refusal
from app.services import evidence_bundles, recount_sources
from app.services.evidence_bundles import BundleRefused
from app.services.recounting import Recount


@click.command("recount")
@click.argument("slug", required=False)
@click.option(
    "--bundle",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Recount from an evidence bundle instead of this database.",
)
def recount(slug: str | None, bundle: Path | None) -> None:
    """Derive every score and board of the contest SLUG again; exit 1 listing differences."""
    if (slug is None) == (bundle is None):
        raise click.UsageError("name a contest, or a bundle")
    with _progress("recounting") as advance:
        try:
            if bundle is not None:
                found = evidence_bundles.recount_bundle(bundle, advance)
            else:
                found = recount_sources.recount_contest(slug or "", advance)
        except BundleRefused as refused:
            raise click.ClickException(f"bundle: {refused}") from None
        except Refusal as refusal:
            raise click.ClickException(refusal.code) from None
    _say(found)
    raise SystemExit(0 if found.identical else 1)


@click.command("evidence")
@click.argument("slug")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def evidence(slug: str, out: Path) -> None:
    """Write the contest SLUG's evidence bundle to OUT (a zip). It holds the keys."""
    given: dict[int, int] = {}
    taken: set[int] = set()

    def number_for(person_id: int) -> int:
        while person_id not in given:
            drawn = secrets.randbelow(10**12)
            if drawn not in taken:
                taken.add(drawn)
                given[person_id] = drawn
        return given[person_id]

    with _progress("writing") as advance:
        try:
            evidence_bundles.write_bundle(slug, out, number_for=number_for, progress=advance)
        except Refusal as refusal:
            raise click.ClickException(refusal.code) from None
    click.echo(f"{out}: {len(given)} people")


@contextmanager
def _progress(title: str) -> Iterator[Callable[[int], None]]:
    """A bar on the terminal that counts attempts."""
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda count: bar.advance(task, count)


def _say(found: Recount) -> None:
    click.echo(f"{found.attempts} attempts, {found.people} people, {found.boards} unit boards")
    for one in found.differences:
        click.echo(f"{one.what}: {one.subject}\n  kept    {one.kept}\n  derived {one.derived}")
    if found.identical:
        click.echo("identical")
    else:
        click.echo(f"{found.wrong} differences")
