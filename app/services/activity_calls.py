"""Calls for what units did: who is asked, by which link they answer, and who has not yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.domain.activities import LONGEST_TEXT, LONGEST_TITLE
from app.domain.errors import InvalidRequest, NotFound
from app.domain.plain_text import Fields
from app.services import audit, units
from app.services.transactions import writing
from app.storage import activity_calls as storage
from app.storage.activity_calls import CallFacts, UnitFacts
from app.storage.tables import ActivityCall

__all__ = [
    "CallFacts",
    "UnitFacts",
    "create_call",
    "edit_call",
    "get_call",
    "get_unit",
    "get_unit_by_token",
    "has_answered",
    "list_asked",
    "list_calls",
    "list_units",
    "remove_unit",
    "renew_token",
    "revoke_token",
]
Token = Callable[[], str]
_LONGEST_TOKEN = 43


def list_calls() -> list[CallFacts]:
    """All calls, the latest deadline first."""
    return storage.list_calls()


def get_call(call_id: int) -> CallFacts:
    """One call; raises `NotFound`."""
    found = storage.find_call(call_id)
    if found is None:
        raise NotFound()
    return found


def list_units(call_id: int) -> list[UnitFacts]:
    """The asked units: communes, then organisations, in Vietnamese order."""
    return storage.list_units(call_id)


def get_unit(unit_id: int) -> UnitFacts:
    """One asked unit; raises `NotFound`."""
    found = storage.find_unit(unit_id)
    if found is None:
        raise NotFound()
    return found


def get_unit_by_token(token: str) -> UnitFacts:
    """The unit that a link speaks for; raises `NotFound`, also when it was taken back."""
    # Databases refuse some characters with an error instead of finding nothing.
    written = token.isprintable() and 0 < len(token) <= _LONGEST_TOKEN
    found = storage.find_unit_by_token(token) if written else None
    if found is None:
        raise NotFound()
    return found


def has_answered(unit: UnitFacts) -> bool:
    """Whether the unit has sent anything, accepted or not."""
    return unit.sent + unit.accepted + unit.returned > 0


def list_asked(
    *, communes: Sequence[str] = (), organisations: Sequence[int] = ()
) -> list[tuple[CallFacts, UnitFacts]]:
    """What these units (commune codes, organisation ids) are asked for, latest deadline first."""
    return storage.list_asked(communes, organisations)


def create_call(
    *,
    title: str,
    guidance: str,
    deadline_at: datetime,
    communes: bool,
    organisations: Sequence[str],
    token: Token,
    account_id: int | None,
    now: datetime,
) -> int:
    """Ask all communes, if `communes`, and these organisations (codes); returns the call's id.

    `token` gives a new secret each time. Raises `InvalidRequest` with every field at fault.
    """
    fields, values = _read(title, guidance, deadline_at)
    rows = _rows(fields, communes, organisations)
    if deadline_at <= now:
        fields.refuse("deadline_at", "past")
    if not rows:
        fields.refuse("communes", "units")
    fields.refuse_if_any()
    call = ActivityCall(**values, created_at=now, updated_at=now, created_by=account_id)
    with writing() as session:
        call_id = storage.add_call(session, call)
        storage.add_units(session, [{**row, "call_id": call_id, "token": token()} for row in rows])
        _record(session, "create", call_id, {"units": len(rows)}, account_id, now)
    return call_id


def edit_call(
    call_id: int,
    *,
    title: str,
    guidance: str,
    deadline_at: datetime,
    communes: bool,
    organisations: Sequence[str],
    token: Token,
    account_id: int | None,
    now: datetime,
) -> None:
    """Change a call, and ask more units; those that are asked stay. Raises as above, `NotFound`."""
    fields, values = _read(title, guidance, deadline_at)
    rows = _rows(fields, communes, organisations)
    fields.refuse_if_any()
    with writing() as session:
        if not storage.change_call(session, call_id, {**values, "updated_at": now}):
            raise NotFound()
        storage.add_units(session, [{**row, "call_id": call_id, "token": token()} for row in rows])
        _record(session, "edit", call_id, {}, account_id, now)


def renew_token(unit_id: int, *, token: Token, account_id: int | None, now: datetime) -> None:
    """Give a unit a new link; the one before leads nowhere any more. Raises `NotFound`."""
    _put_token(unit_id, token(), "link.renew", account_id, now)


def revoke_token(unit_id: int, *, account_id: int | None, now: datetime) -> None:
    """Take a unit's link back. Raises `NotFound`."""
    _put_token(unit_id, None, "link.revoke", account_id, now)


def remove_unit(unit_id: int, *, account_id: int | None, now: datetime) -> None:
    """Ask a unit no more. Raises `NotFound`, `InvalidRequest` when it has reported something."""
    unit = get_unit(unit_id)
    with writing() as session:
        if not storage.delete_unit(session, unit_id):
            raise InvalidRequest((("unit", "has_reports"),))
        _record(session, "unit.remove", unit.call_id, {"unit": unit.code}, account_id, now)


def _put_token(
    unit_id: int, token: str | None, act: str, account_id: int | None, now: datetime
) -> None:
    unit = get_unit(unit_id)
    with writing() as session:
        storage.put_token(session, unit_id, token)
        _record(session, act, unit.call_id, {"unit": unit.code}, account_id, now)


def _read(title: str, guidance: str, deadline_at: datetime) -> tuple[Fields, dict[str, Any]]:
    fields = Fields()
    values = {
        "title": fields.line("title", title, LONGEST_TITLE),
        "guidance": fields.text("guidance", guidance, LONGEST_TEXT, needed=False),
        "deadline_at": deadline_at,
    }
    return fields, values


def _rows(fields: Fields, communes: bool, organisations: Sequence[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    if communes:
        rows = [
            {"commune_code": one.code, "organisation_id": None} for one in units.list_communes()
        ]
    known = {one.code: one.id for one in units.list_organisations()} if organisations else {}
    if any(code not in known for code in organisations):
        fields.refuse("organisations", "unknown")
    chosen = sorted({known[code] for code in organisations if code in known})
    return rows + [{"commune_code": None, "organisation_id": one} for one in chosen]


def _record(
    session: Session,
    act: str,
    call_id: int,
    detail: dict[str, Any],
    account_id: int | None,
    now: datetime,
) -> None:
    audit.record(
        session,
        account_id=account_id,
        act=f"activity.{act}",
        subject=f"activity/{call_id}",
        detail=detail,
        now=now,
    )
