"""Registering and signing in over JSON."""

from __future__ import annotations

from typing import Any

from flask import Response
from pydantic import BaseModel, ConfigDict, Field

from app.services import accounts
from app.web.access import make_token, requires
from app.web.api import bp
from app.web.api.replying import private
from app.web.api.requests import read_body
from app.web.clock import now
from app.web.security import reads_no_cookie

LONGEST = 200


class NewAccount(BaseModel):
    """What a participant gives to register."""

    model_config = ConfigDict(extra="forbid", strict=True)
    phone: str = Field(max_length=LONGEST)
    password: str = Field(max_length=LONGEST)
    full_name: str = Field(max_length=LONGEST)
    commune: str = Field(max_length=LONGEST)
    organisation: str | None = Field(default=None, max_length=LONGEST)
    group: str = Field(max_length=LONGEST)
    consent: bool = False


class Credentials(BaseModel):
    """Phone and password."""

    model_config = ConfigDict(extra="forbid", strict=True)
    phone: str = Field(max_length=LONGEST)
    password: str = Field(max_length=LONGEST)


@bp.post("/accounts")
@reads_no_cookie
@requires("register")
def create_account() -> tuple[Response, int]:
    """201 the person; the same for a phone that is registered already, which stays as it was."""
    body = read_body(NewAccount)
    person = accounts.register(now=now(), **body.model_dump())
    return private({"person": _person(person.public_id, person)}), 201


@bp.post("/sessions")
@reads_no_cookie
@requires("sign_in")
def create_session() -> Response:
    """200 a bearer token."""
    body = read_body(Credentials)
    who = accounts.sign_in(phone=body.phone, password=body.password, now=now())
    return private({"token": make_token(who), "person": _person(who.public_id, who)})


def _person(public_id: str, values: Any) -> dict[str, Any]:
    return {
        "id": public_id,
        "full_name": values.full_name,
        "group": values.group,
        "commune": values.commune,
        "organisation": values.organisation,
    }
