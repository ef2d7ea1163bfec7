"""`flask contest recount` and `contest evidence`: results that anyone can derive again."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from app.domain.errors import Refusal
from app.domain.publishing import LOCAL as VIET_NAM
from app.services import evidence_bundles, published_recounts, recount_sources
from app.services.evidence_bundles import BundleRefused
from app.services.recounting import Recount


@click.command("recount")
@click.argument("slug", required=False)
@click.option(
    "--bundle",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Recount from an evidence bundle instead of this database.",
)
@click.option("--at", "moment", metavar="TIME", help="The published boards in force at TIME.")
def recount(slug: str | None, bundle: Path | None, moment: str | None) -> None:
    """Derive every score and board of the contest SLUG again; exit 1 listing differences.

    With --at TIME (2026-11-24T20:30+07:00; without an offset in Vietnamese time) the published
    boards that were in force then are derived again, from the journal only. Compared are the
    number of people, each kept row of people (person, rank, marks, right answers, time,
    attempts, end), every row of units, the key that counted, and the digest. Attempts that
    ended later count for nothing, nor do later corrections, settlements or reveals. Taken as
    they are now, and so listed where they have changed since: somebody's commune, organisation
    and group, attempts opened again, answers that came by file.
    """
    if (slug is None) == (bundle is None):
        raise click.UsageError("name a contest, or a bundle")
    if moment is not None:
        if slug is None:
            raise click.UsageError("--at needs a contest, not a bundle")
        _recount_at(slug, _read_moment(moment))
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


def _recount_at(slug: str, moment: datetime) -> None:
    with _progress("recounting") as advance:
        try:
            made = published_recounts.recount_at(slug, moment, advance)
        except Refusal as refusal:
            raise click.ClickException(refusal.code) from None
    facts = made.facts
    click.echo(
        f"number {facts.number} ({facts.reason}), published {facts.published_at.isoformat()},"
        f" sha256 {facts.digest}"
    )
    if made.mixed:
        click.echo("kept while results were being derived anew: differences are to be expected")
    _say(made.found)
    raise SystemExit(0 if made.found.identical else 1)


def _read_moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        wanted = "use a time as 2026-11-24T20:30+07:00"
        raise click.BadParameter(wanted, param_hint="--at") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=VIET_NAM)


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
