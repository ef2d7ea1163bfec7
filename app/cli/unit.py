"""`flask unit …`: communes and organisations from the command line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from app.cli.lists import explain, read_file, tell_problems
from app.domain.errors import InvalidRequest
from app.domain.organisation_plans import Plan as OrganisationPlan
from app.services import unit_imports, units
from app.services.units import CommuneView, OrganisationView

unit = AppGroup("unit", help="Communes and organisations.")
_QUERY_HELP = "Only those whose name has these words; accents do not matter."


@unit.command("communes")
@click.option("--query", default="", help=_QUERY_HELP)
def communes(query: str) -> None:
    """List communes: code, name, headcount, parted by tabs."""
    _print(units.list_communes(query))


@unit.command("organisations")
@click.option("--query", default="", help=_QUERY_HELP)
def organisations(query: str) -> None:
    """List organisations: code, name, headcount, parted by tabs."""
    _print(units.list_organisations(query))


@unit.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--communes", "kind", flag_value="communes", help="The headcounts of communes, not units."
)
@click.option("--organisations", "kind", flag_value="organisations", default=True, hidden=True)
@click.option("--check", is_flag=True, help="Only say what would change.")
def import_list(file: str, kind: str, check: bool) -> None:
    """Take over organisations, or headcounts, from an Excel list.

    Rows with problems are left out and named on the error stream; then the exit
    code is 1.
    """
    data, name = read_file(file)
    try:
        found = unit_imports.check(data, kind)
        problems = tell_problems(found.plan.problems, found.table)
        if not check:
            unit_imports.import_now(
                data, kind, file_name=name, account_id=None, now=datetime.now(UTC)
            )
    except InvalidRequest as refusal:
        raise click.ClickException(explain(refusal)) from None
    new = len(found.plan.new) if isinstance(found.plan, OrganisationPlan) else 0
    counts = {
        "new": new,
        "changed": len(found.plan.changed),
        "unchanged": found.plan.unchanged,
        "problems": problems,
    }
    click.echo("\n".join(f"{what}\t{count}" for what, count in counts.items()))
    if problems:
        raise SystemExit(1)


def _print(found: Iterable[CommuneView | OrganisationView]) -> None:
    for one in found:
        headcount = "" if one.headcount is None else one.headcount
        click.echo(f"{one.code}\t{one.name}\t{headcount}")
