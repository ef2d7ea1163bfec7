"""`flask contest …`: contests and their boards from the command line."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from app.cli.board_rows import individual_rows, unit_rows
from app.cli.contest_recount import evidence, recount
from app.domain.contest_rules import GROUPS
from app.domain.errors import Refusal
from app.domain.formula_guard import guarded
from app.services import contests
from app.wording.refusals import message

contest = AppGroup("contest", help="Contests and boards.")
contest.add_command(recount)
contest.add_command(evidence)
KINDS = ("individual", "organisation", "commune")


@contest.command("list")
def list_() -> None:
    """List contests, drafts too: slug, state, first opening, last closing, title, by tabs."""
    now = datetime.now(UTC)
    for one in contests.list_contests(now=now, drafts=True):
        times = f"{one.opens_at.isoformat()}\t{one.closes_at.isoformat()}"
        click.echo(f"{one.slug}\t{one.state(now).value}\t{times}\t{one.title}")


@contest.command("board")
@click.argument("slug")
@click.option("--by", type=click.Choice(KINDS), required=True, help="Whom the board ranks.")
@click.option("--round", "number", type=click.IntRange(1), help="One round; else all.")
@click.option("--group", type=click.Choice(GROUPS), help="One group of people; else everybody.")
@click.option("--division", help="One division of the rules, by its code; else everybody.")
@click.option(
    "--format", "format_", type=click.Choice(["json", "csv"]), default="json", show_default=True
)
@click.option("--limit", type=click.IntRange(1), help="At most so many rows; else all.")
def board(
    slug: str,
    by: str,
    number: int | None,
    group: str | None,
    division: str | None,
    format_: str,
    limit: int | None,
) -> None:
    """Print a board of the contest SLUG. Names are masked as on the public page."""
    try:
        if by == "individual":
            head, rows = individual_rows(slug, number, group, division, limit)
        else:
            head, rows = unit_rows(slug, by, number, group, division, limit)
    except Refusal as refusal:
        with force_locale("vi"):
            words = message(refusal).message
        raise click.ClickException(f"{refusal.code}: {words}") from None
    if format_ == "json":
        click.echo(json.dumps({**head, "rows": rows}, ensure_ascii=False, indent=2))
    else:
        click.echo(as_csv(rows), nl=False)


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    """The rows as a spreadsheet reads them: UTF-8 with its mark, and no cell that is a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    if rows:
        writer.writerow(rows[0])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    return "" if value is None else guarded(value)
