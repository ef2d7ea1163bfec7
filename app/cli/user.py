"""`flask user …`: accounts from the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from app.cli.lists import explain, read_file, tell_problems
from app.domain.contest_rules import GROUPS
from app.domain.errors import InvalidRequest, PasswordTooWeak, Refusal
from app.domain.permissions import ADMINISTRATOR, ARBITER, ORGANISER
from app.services import accounts, roster_codes, rosters, units
from app.services.rosters import About
from app.wording.refusals import message

user = AppGroup("user", help="Accounts and roles.")


@user.command("add")
@click.option("--phone", required=True, help="Vietnamese mobile number, the login.")
@click.option("--name", "full_name", required=True, help="Full name.")
@click.option("--role", type=click.Choice([ORGANISER, ARBITER, ADMINISTRATOR]))
@click.option(
    "--password",
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    help="Asked for when left out, so that it stays out of the shell's history.",
)
@click.option("--commune", help="Official five-digit code; the first of the province if left out.")
@click.option("--organisation", help="Code of the organisation.")
@click.option("--group", type=click.Choice(GROUPS), default="civil_servant", show_default=True)
def add(
    phone: str,
    full_name: str,
    role: str | None,
    password: str,
    commune: str | None,
    organisation: str | None,
    group: str,
) -> None:
    """Add a person with an account and, with --role, a role beyond participant."""
    try:
        added = accounts.add_user(
            phone=phone,
            password=password,
            full_name=full_name,
            role=role,
            group=group,
            commune=commune or _first_commune(),
            organisation=organisation,
            now=datetime.now(UTC),
        )
    except Refusal as refusal:
        raise click.ClickException(_explain(refusal)) from None
    click.echo(f"{added.full_name}: {', '.join(added.roles)}")


@user.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--source", required=True, help="Who made the list; its people can read this.")
@click.option("--purpose", required=True, help="What it is for; its people can read this.")
@click.option("--commune", default="", help="Official code, for rows that name none.")
@click.option("--organisation", default="", help="Code, for rows that name none.")
@click.option("--group", type=click.Choice(GROUPS), help="For rows that name none.")
@click.option("--codes", type=click.Path(dir_okay=False), help="Write the one-time codes here.")
@click.option("--check", is_flag=True, help="Only say who would be added.")
def import_list(
    file: str,
    source: str,
    purpose: str,
    commune: str,
    organisation: str,
    group: str | None,
    codes: str | None,
    check: bool,
) -> None:
    """Add people from an Excel list; each sets a password by a one-time code.

    Rows with problems are left out and named on the error stream; then the exit
    code is 1.
    """
    data, name = read_file(file)
    about = About(source, purpose, commune, organisation, group or "")
    now = datetime.now(UTC)
    try:
        table, plan = rosters.check(data, about)
        problems = tell_problems(plan.problems, table)
        if not check:
            roster_id, plan = rosters.import_now(
                data, about, file_name=name, account_id=None, now=now
            )
            click.echo(f"list\t{roster_id}")
            if codes:
                with force_locale("vi"):
                    sheet = roster_codes.make_codes(roster_id, account_id=None, now=now)
                Path(codes).touch(mode=0o600)
                Path(codes).write_bytes(sheet)
    except InvalidRequest as refusal:
        raise click.ClickException(explain(refusal)) from None
    counts = {"new": len(plan.new), "present": len(plan.present), "problems": problems}
    click.echo("\n".join(f"{what}\t{count}" for what, count in counts.items()))
    if problems:
        raise SystemExit(1)


def _first_commune() -> str:
    communes = units.list_communes()
    if not communes:
        raise click.ClickException("no communes are loaded yet: run `flask setup` first")
    return communes[0].code


def _explain(refusal: Refusal) -> str:
    with force_locale("vi"):
        words = message(refusal)
    lines = [f"{refusal.code}: {words.message} {words.hint}"]
    if isinstance(refusal, PasswordTooWeak):
        lines.append(f"  password: {refusal.reason}")
    if isinstance(refusal, InvalidRequest):
        lines += [f"  {path}: {problem}" for path, problem in refusal.errors]
    return "\n".join(lines)
