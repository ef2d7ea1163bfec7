"""`flask audit …`: the chain of what organisers and arbiters did."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.services import audit as chain

audit = AppGroup("audit", help="The audit chain.")


@audit.command("verify")
def verify() -> None:
    """Follow the chain; exit 1 naming the first link that does not hold."""
    broken = chain.find_broken_link()
    if broken is not None:
        click.echo(f"broken at entry {broken}")
        raise SystemExit(1)
    click.echo("the chain holds")
