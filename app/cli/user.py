"""`flask user …`: accounts from the command line."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from app.domain.contest_rules import GROUPS
from app.domain.errors import InvalidRequest, PasswordTooWeak, Refusal
from app.domain.permissions import ADMINISTRATOR, ARBITER, ORGANISER
from app.services import accounts, units
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
