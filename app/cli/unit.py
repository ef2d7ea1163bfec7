"""`flask unit …`: communes and organisations from the command line."""

from __future__ import annotations

from collections.abc import Iterable

import click
from flask.cli import AppGroup

from app.services import units
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


def _print(found: Iterable[CommuneView | OrganisationView]) -> None:
    for one in found:
        headcount = "" if one.headcount is None else one.headcount
        click.echo(f"{one.code}\t{one.name}\t{headcount}")
