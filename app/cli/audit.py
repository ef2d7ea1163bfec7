"""`flask audit …`: the chain of what organisers and arbiters did."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.domain.audit_heads import Damage, Finding, Head, read_head
from app.services import audit_heads

audit = AppGroup("audit", help="The audit chain.")
_SAID = {
    Damage.ALTERED: "the entry or the one before it was altered",
    Damage.DELETED: "the entry was deleted",
    Damage.MOVED: "the entry stands in another's place",
    Damage.TRUNCATED: "entries were cut off the end",
    Damage.REWRITTEN: "the entry is not the one that was published: the chain was written anew",
}


def _heads(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]):  # type: ignore[no-untyped-def]
    heads = [read_head(one) for one in given]
    if None in heads:
        raise click.BadParameter("a head reads NUMBER:DIGEST, as boards print it")
    return heads


@audit.command("verify")
@click.option(
    "--head",
    "heads",
    multiple=True,
    callback=_heads,
    help="A head NUMBER:DIGEST that was noted down, from a board or a report.",
)
def verify(heads: list[Head]) -> None:
    """Follow the chain, and compare it with all published heads.

    Exit 1 naming the first link that does not hold, and what happened to it.
    """
    found = audit_heads.find_damage(heads)
    if found is not None:
        click.echo(f"broken at entry {found.number}")
        click.echo(_explain(found))
        raise SystemExit(1)
    click.echo("the chain holds")
    head, published = audit_heads.get_head(), audit_heads.list_published()
    if head:
        click.echo(f"head {head.number}:{head.digest}")
    click.echo(f"{len(published) + len(heads)} published heads agree")


def _explain(found: Finding) -> str:
    said = f"{found.damage.value}: {_SAID[found.damage]}"
    if found.head is None:
        return said
    when = f" published {found.head.at.isoformat()}" if found.head.at else " noted down"
    return f"{said} (head {found.head.short},{when}; confirmed up to {found.after})"
