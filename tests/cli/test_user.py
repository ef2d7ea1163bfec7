"""`flask user add` makes accounts and says plainly what it could not keep."""

from __future__ import annotations

from datetime import datetime

from click.testing import Result
from flask import Flask

from app.services import accounts
from tests.factories import PASSWORD, an_organisation, some_communes

ADD = ("user", "add", "--phone", "0912 345 678", "--name", "Trần Quốc Dũng")


def run(app: Flask, *args: str, typed: str | None = None) -> Result:
    return app.test_cli_runner().invoke(args=[*ADD, *args], input=typed)


def test_an_organiser_is_added_and_can_sign_in(app: Flask, now: datetime) -> None:
    some_communes()
    an_organisation("so-khcn")
    result = run(
        app, "--role", "organiser", "--password", PASSWORD, "--commune", "00721",
        "--organisation", "so-khcn", "--group", "cadre",
    )  # fmt: skip
    assert (result.exit_code, result.output) == (0, "Trần Quốc Dũng: participant, organiser\n")
    who = accounts.sign_in(phone="0912345678", password=PASSWORD, now=now)
    assert who.roles == ("participant", "organiser")
    assert (who.commune, who.organisation, who.group) == ("00721", "so-khcn", "cadre")


def test_the_password_is_asked_for_and_never_printed(app: Flask, now: datetime) -> None:
    some_communes()
    result = run(app, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0
    assert PASSWORD not in result.output
    who = accounts.sign_in(phone="0912345678", password=PASSWORD, now=now)
    assert who.roles == ("participant",)


def test_what_is_wrong_is_said_in_words(app: Flask) -> None:
    some_communes()
    result = run(app, "--password", "qwertyuiop", "--commune", "99999")
    assert result.exit_code == 1
    assert "invalid_request" in result.output
    assert "commune: unknown" in result.output
    assert "password: common" in result.output
    assert "Traceback" not in result.output


def test_a_weak_password_alone_is_named_with_its_reason(app: Flask) -> None:
    some_communes()
    result = run(app, "--password", "tranquocdung")
    assert result.exit_code == 1
    assert "password_too_weak" in result.output
    assert "password: own" in result.output


def test_a_taken_phone_is_said(app: Flask) -> None:
    some_communes()
    assert run(app, "--password", PASSWORD).exit_code == 0
    result = run(app, "--password", PASSWORD)
    assert result.exit_code == 1
    assert "phone: taken" in result.output


def test_an_unknown_role_or_group_is_refused(app: Flask) -> None:
    assert run(app, "--password", PASSWORD, "--role", "king").exit_code == 2
    assert run(app, "--password", PASSWORD, "--group", "king").exit_code == 2


def test_an_instance_without_communes_says_what_to_do(app: Flask) -> None:
    result = run(app, "--password", PASSWORD)
    assert result.exit_code == 1
    assert "flask setup" in result.output
