"""Changing units: added, renamed, moved in the tree, counted anew, each change kept for good."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from app.domain.errors import InvalidRequest, NotFound
from app.domain.names import clean_name
from app.domain.text import clean_line, nfc
from app.domain.unit_edits import check_code, check_headcount, check_kind, is_below
from app.domain.units import UnitId
from app.services import unit_writing
from app.services.profiles import Checks
from app.services.transactions import writing
from app.services.unit_writing import NewValues
from app.storage import derivations
from app.storage import unit_changes as storage
from app.storage.constraints import broken_unique
from app.storage.unit_changes import OrganisationRecord

__all__ = [
    "NewValues",
    "add_organisation",
    "clean_reason",
    "edit_commune",
    "edit_organisation",
    "standing",
]
LONGEST_REASON = 500


def add_organisation(
    values: NewValues, *, reason: str = "", account_id: int | None, now: datetime
) -> str:
    """Keep a new organisation; returns its code.

    Raises `InvalidRequest`: code (code_format, taken), name, kind, parent, headcount.
    """
    values = _checked(values)
    try:
        with writing() as session:
            derivations.hold_boards(session)
            parent = _parent(values.parent, None)
            unit_writing.insert(
                session, values, parent=parent, reason=clean_reason(reason), by=account_id, now=now
            )
            storage.mark_boards_stale(session, now)
    except IntegrityError as error:
        raise _taken(error) from None
    return values.code


def edit_organisation(
    code: str, values: NewValues, *, reason: str = "", account_id: int | None, now: datetime
) -> int:
    """Change an organisation that stands; returns how many values have changed.

    The boards of contests that are not final follow. Raises `NotFound`, and
    `InvalidRequest` as `add_organisation` does, also parent "circle".
    """
    values = _checked(values)
    try:
        with writing() as session:
            derivations.hold_boards(session)
            record = standing(code)
            parent = _parent(values.parent, record)
            old = next((one for one in storage.list_records() if one.id == record.parent_id), None)
            count = unit_writing.change(
                session,
                record,
                values,
                parents=(old, parent),
                reason=clean_reason(reason),
                by=account_id,
                now=now,
            )
            if count:
                storage.mark_boards_stale(session, now)
            return count
    except IntegrityError as error:
        raise _taken(error) from None


def edit_commune(
    code: str, *, headcount: int | None, reason: str = "", account_id: int | None, now: datetime
) -> bool:
    """Declare a commune's headcount; False when it was so before.

    Its name is the official one and is not edited. Raises `NotFound`, `InvalidRequest`.
    """
    check_headcount(headcount)
    with writing() as session:
        derivations.hold_boards(session)
        if not unit_writing.declare(
            session, code, headcount, reason=clean_reason(reason), by=account_id, now=now
        ):
            return False
        storage.mark_boards_stale(session, now)
        return True


def standing(code: str) -> OrganisationRecord:
    """The organisation with this code, if it stands; raises `NotFound`."""
    # Databases refuse some characters with an error instead of finding nothing.
    record = storage.find_record(code) if code.isprintable() else None
    if record is None or record.merged_into_id is not None:
        raise NotFound()
    return record


def _checked(values: NewValues) -> NewValues:
    checks = Checks()
    code = checks.run(lambda: check_code(nfc(values.code).strip()))
    name = checks.run(lambda: clean_name(values.name, path="name"))
    checks.run(lambda: check_kind(values.kind))
    checks.run(lambda: check_headcount(values.headcount))
    checks.refuse_if_any()
    return NewValues(code or "", name or "", values.kind, values.parent or None, values.headcount)


def _parent(code: str | None, child: OrganisationRecord | None) -> OrganisationRecord | None:
    if code is None:
        return None
    record = storage.find_record(code)
    if record is None or record.merged_into_id is not None:
        raise InvalidRequest((("parent", "unknown"),))
    if child is not None:
        parents: dict[UnitId, UnitId | None] = {
            one.id: one.parent_id for one in storage.list_records()
        }
        if is_below(record.id, child.id, parents):
            raise InvalidRequest((("parent", "circle"),))
    return record


def clean_reason(reason: str) -> str:
    """A reason in one line, cut to what is kept."""
    return clean_line(reason)[:LONGEST_REASON]


def _taken(error: IntegrityError) -> InvalidRequest:
    if broken_unique(error) != "organisations.code":
        raise error
    return InvalidRequest((("code", "code_taken"),))
