"""A change of a unit with its two records, within the caller's transaction.

The record in the unit's history is for people; the one in the audit chain shows tampering.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.services import audit
from app.services.units import named
from app.storage import unit_changes as storage
from app.storage import units as unit_storage
from app.storage.tables import Organisation, UnitChange
from app.storage.unit_changes import OrganisationRecord


@dataclass(frozen=True, slots=True)
class NewValues:
    """What an organisation is to be; `parent` is a code, None at the top."""

    code: str
    name: str
    kind: str
    parent: str | None
    headcount: int | None


def declare(
    session: Session,
    code: str,
    headcount: int | None,
    *,
    reason: str,
    by: int | None,
    now: datetime,
    audited: bool = True,
) -> bool:
    """Put a commune's headcount within the caller's transaction; raises `NotFound`.

    Not `audited` when the caller records many changes as one act.
    """
    commune = unit_storage.find_commune(code)
    if commune is None:
        raise NotFound()
    before = commune.headcount
    if before == headcount:
        return False
    storage.update_commune(session, code, headcount=headcount)
    rows = [("headcount", _text(before), _text(headcount))]
    _record(session, f"commune/{code}", rows, reason, by, now, audited, commune_code=code)
    return True


def insert(
    session: Session,
    values: NewValues,
    *,
    parent: OrganisationRecord | None,
    reason: str,
    by: int | None,
    now: datetime,
    audited: bool = True,
) -> int:
    """Add a checked organisation within the caller's transaction; returns its id."""
    row = Organisation(
        code=values.code,
        kind=values.kind,
        headcount=values.headcount,
        parent_id=parent.id if parent else None,
        **named("organisation", values.name),
    )
    new_id = storage.add_organisation(session, row)
    rows: list[tuple[str, str | None, str | None]] = [("add", None, values.name)]
    _record(
        session, f"organisation/{new_id}", rows, reason, by, now, audited,
        organisation_id=new_id, code=values.code,
    )  # fmt: skip
    return new_id


def change(
    session: Session,
    record: OrganisationRecord,
    values: NewValues,
    *,
    parents: tuple[OrganisationRecord | None, OrganisationRecord | None],
    reason: str,
    by: int | None,
    now: datetime,
    audited: bool = True,
) -> int:
    """Change what differs within the caller's transaction; returns how many values that are.

    `parents` are the present one and the one to be, which the caller has checked.
    """
    old, parent = parents
    pairs = [
        ("code", record.code, values.code),
        ("name", record.name, values.name),
        ("kind", record.kind, values.kind),
        ("parent", _label(old), _label(parent)),
        ("headcount", _text(record.headcount), _text(values.headcount)),
    ]
    rows = [one for one in pairs if one[1] != one[2]]
    if not rows:
        return 0
    storage.update_organisation(
        session,
        record.id,
        code=values.code,
        kind=values.kind,
        headcount=values.headcount,
        parent_id=parent.id if parent else None,
        **named("organisation", values.name),
    )
    subject = f"organisation/{record.id}"
    _record(
        session, subject, rows, reason, by, now, audited,
        organisation_id=record.id, code=record.code,
    )  # fmt: skip
    return len(rows)


def _label(record: OrganisationRecord | None) -> str | None:
    return None if record is None else f"{record.name} ({record.code})"


def _text(headcount: int | None) -> str | None:
    return None if headcount is None else str(headcount)


def _record(
    session: Session,
    subject: str,
    rows: Iterable[tuple[str, str | None, str | None]],
    reason: str,
    by: int | None,
    now: datetime,
    audited: bool,
    **unit: Any,
) -> None:
    """Both records of a change, in one transaction: the unit's history and the audit chain."""
    kept = list(rows)
    code = unit.pop("code", None)
    storage.add_changes(
        session,
        [
            UnitChange(
                change=what, before=before, after=after, reason=reason, at=now, account_id=by,
                **unit,
            )
            for what, before, after in kept
        ],
    )  # fmt: skip
    if not audited:
        return
    audit.record(
        session,
        account_id=by,
        act="unit.add" if kept[0][0] == "add" else "unit.change",
        subject=subject,
        detail={
            **({"code": code} if code else {}),
            "changes": [[what, before, after] for what, before, after in kept],
            "reason": reason,
        },
        now=now,
    )
