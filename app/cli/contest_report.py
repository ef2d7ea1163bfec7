"""`flask contest report`: the official report as a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask_babel import force_locale

from app.cli.contest import contest
from app.domain.errors import Refusal
from app.domain.reports import DEFAULT_LISTED, MOST_LISTED
from app.services import report_files
from app.services.report_files import FORMATS
from app.wording.refusals import message


@contest.command("report")
@click.argument("slug")
@click.argument("out", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--round", "number", type=click.IntRange(1), help="One round; else all.")
@click.option(
    "--listed",
    type=click.IntRange(1, MOST_LISTED),
    default=DEFAULT_LISTED,
    show_default=True,
    help="Rows of each prize list.",
)
def report(slug: str, out: Path, number: int | None, listed: int) -> None:
    """Write the report of the contest SLUG to OUT: an .xlsx, .docx or .pdf file.

    Its prize lists hold full names; its making is noted in the audit.
    """
    format_ = out.suffix.lower().removeprefix(".")
    if format_ not in FORMATS:
        raise click.BadParameter("use a file name that ends in .xlsx, .docx or .pdf")
    if not out.parent.is_dir():
        raise click.BadParameter(f"there is no folder {out.parent}")
    try:
        made = report_files.create(
            slug,
            format_,
            account_id=None,
            now=datetime.now(UTC),
            round_number=number,
            listed=listed,
        )
    except Refusal as refusal:
        with force_locale("vi"):
            words = message(refusal).message
        raise click.ClickException(f"{refusal.code}: {words}") from None
    out.write_bytes(made.data)
    whole = made.report.sections[0]
    click.echo(f"{out}\t{len(made.data)} bytes\t{whole.people} people\t{whole.attempts} attempts")
