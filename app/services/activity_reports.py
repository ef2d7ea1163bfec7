"""Reports of what units did: kept, sent, accepted or returned, with their photos."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.domain.activities import (
    LONGEST_NOTE,
    LONGEST_PLACE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_REPORTS,
    ReportState,
    is_late,
    may_change,
    read_day,
    read_people,
)
from app.domain.errors import ActivityClosed, InvalidRequest, NotFound
from app.domain.plain_text import Fields
from app.formats.images import LightImage
from app.services import activity_calls, activity_photos, audit
from app.services.activity_calls import UnitFacts
from app.services.transactions import writing
from app.storage import activity_reports as storage
from app.storage.activity_reports import PhotoFacts, ReportFacts
from app.storage.constraints import broken_unique
from app.storage.tables import ActivityReport

__all__ = [
    "ReportFacts",
    "ReportView",
    "accept_report",
    "delete_report",
    "get_report",
    "keep_report",
    "list_reports",
    "return_report",
]
VIETNAM = timedelta(hours=7)
_CHANGEABLE = (ReportState.DRAFT, ReportState.SENT, ReportState.RETURNED)
_DECIDED = (ReportState.SENT, ReportState.RETURNED, ReportState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report with the ids of its photos, and what holds of it at this moment."""

    facts: ReportFacts
    photos: tuple[PhotoFacts, ...]
    late: bool
    changeable: bool


def list_reports(
    *, unit_id: int | None = None, call_id: int | None = None, drafts: bool = True, now: datetime
) -> list[ReportView]:
    """The reports of a unit, or of all units of a call, in the order of their days."""
    found = storage.list_reports(unit_id=unit_id, call_id=call_id, drafts=drafts)
    photos = storage.list_photos([one.id for one in found])
    calls = {one.call_id: activity_calls.get_call(one.call_id) for one in found}
    return [
        _view(one, photos, deadline_at=calls[one.call_id].deadline_at, now=now) for one in found
    ]


def get_report(report_id: int, *, unit_id: int | None = None, now: datetime) -> ReportView:
    """One report; raises `NotFound`, also when it is not of the unit `unit_id`."""
    facts = _find(report_id, unit_id)
    deadline_at = activity_calls.get_call(facts.call_id).deadline_at
    return _view(facts, storage.list_photos([report_id]), deadline_at=deadline_at, now=now)


def keep_report(
    unit: UnitFacts,
    report_id: int | None = None,
    *,
    title: str,
    held_on: str,
    place: str,
    people: str,
    description: str,
    photos: Sequence[bytes] = (),
    remove: Sequence[int] = (),
    send: bool,
    account_id: int | None,
    now: datetime,
) -> int:
    """Keep a new report of a unit or change one, and send it if `send`; returns its id.

    `held_on` is a day as "2026-11-24", `people` a number as typed; `photos` are added,
    those of the ids `remove` taken away. Raises `InvalidRequest`, `NotFound`,
    `ActivityClosed` when it may not change any more.
    """
    before = None if report_id is None else get_report(report_id, unit_id=unit.id, now=now)
    if before is not None and not before.changeable:
        raise ActivityClosed()
    kept = [one for one in before.photos if one.id not in remove] if before else []
    gone = [one for one in before.photos if one.id in remove] if before else []
    values, light = _read(title, held_on, place, people, description, photos, kept, now)
    values.update(_sending(before, send, now), updated_at=now)
    act = "report.send" if send else "report.keep"
    try:
        with ExitStack() as stack:
            ready = activity_photos.waiting(stack, light)
            session = stack.enter_context(writing())
            kept_id = _put(session, unit, report_id, values, now)
            activity_photos.drop_photos(session, gone)
            activity_photos.put_photos(session, kept_id, ready, kept=kept, now=now)
            _record(session, act, unit, kept_id, account_id, now)
    except IntegrityError as error:
        if broken_unique(error) != "activity_photos.report_id, activity_photos.position":
            raise
        # Somebody else added photos to the same report at the same moment.
        raise InvalidRequest((("photos", "photos"),)) from None
    return kept_id


def delete_report(
    unit: UnitFacts, report_id: int, *, account_id: int | None, now: datetime
) -> None:
    """Delete a report that may still change. Raises `NotFound`, `ActivityClosed`."""
    view = get_report(report_id, unit_id=unit.id, now=now)
    if not view.changeable:
        raise ActivityClosed()
    with writing() as session:
        # Held before its photos are lost: whoever decided in the meantime was first.
        held = {"updated_at": now}
        if not storage.change_report(session, report_id, held, states=(view.facts.state,)):
            raise ActivityClosed()
        activity_photos.drop_photos(session, view.photos)
        storage.delete_report(session, report_id)
        _record(session, "report.delete", unit, report_id, account_id, now)


def accept_report(report_id: int, *, note: str, account_id: int | None, now: datetime) -> None:
    """Accept a report that was sent. Raises `NotFound`, `InvalidRequest`, `ActivityClosed`."""
    _decide(report_id, ReportState.ACCEPTED, note, account_id, now)


def return_report(report_id: int, *, note: str, account_id: int | None, now: datetime) -> None:
    """Give a report back to be changed; the note says what. Raises as `accept_report`."""
    _decide(report_id, ReportState.RETURNED, note, account_id, now)


def _decide(
    report_id: int, state: ReportState, note: str, account_id: int | None, now: datetime
) -> None:
    fields = Fields()
    needed = state is ReportState.RETURNED
    values = {
        "state": state.value,
        "note": fields.text("note", note, LONGEST_NOTE, needed=needed),
        "decided_at": now,
        "decided_by": account_id,
    }
    fields.refuse_if_any()
    facts = _find(report_id, None)
    unit = activity_calls.get_unit(facts.unit_id)
    with writing() as session:
        if not storage.change_report(session, report_id, values, states=_DECIDED):
            raise ActivityClosed()
        _record(session, f"report.{state.value}", unit, report_id, account_id, now)


def _find(report_id: int, unit_id: int | None) -> ReportFacts:
    facts = storage.find_report(report_id)
    if facts is None or unit_id not in (None, facts.unit_id):
        raise NotFound()
    return facts


def _view(
    facts: ReportFacts, photos: Sequence[PhotoFacts], *, deadline_at: datetime, now: datetime
) -> ReportView:
    return ReportView(
        facts=facts,
        photos=tuple(one for one in photos if one.report_id == facts.id),
        late=is_late(facts.sent_at, deadline_at=deadline_at),
        changeable=may_change(facts.state, deadline_at=deadline_at, now=now),
    )


def _read(
    title: str,
    held_on: str,
    place: str,
    people: str,
    description: str,
    photos: Sequence[bytes],
    kept: Sequence[PhotoFacts],
    now: datetime,
) -> tuple[dict[str, Any], list[LightImage]]:
    fields = Fields()
    today = (now + VIETNAM).date()
    values: dict[str, Any] = {
        "title": fields.line("title", title, LONGEST_TITLE),
        "held_on": fields.read("held_on", lambda: read_day(held_on, today=today), date.min),
        "place": fields.line("place", place, LONGEST_PLACE),
        "people": fields.read("people", lambda: read_people(people), 0),
        "description": fields.text("description", description, LONGEST_TEXT, needed=False),
    }
    light = activity_photos.read_photos(fields, photos, beside=len(kept))
    fields.refuse_if_any()
    return values, light


def _sending(before: ReportView | None, send: bool, now: datetime) -> dict[str, Any]:
    """State and first sending after this change: what was sent once is never a draft again."""
    state = before.facts.state if before else ReportState.DRAFT.value
    sent_at = before.facts.sent_at if before else None
    if send:
        return {"state": ReportState.SENT.value, "sent_at": sent_at or now}
    return {"state": state, "sent_at": sent_at}


def _put(
    session: Session,
    unit: UnitFacts,
    report_id: int | None,
    values: dict[str, Any],
    now: datetime,
) -> int:
    if report_id is not None:
        # Whoever accepted it in the meantime was first.
        if not storage.change_report(session, report_id, values, states=_CHANGEABLE):
            raise ActivityClosed()
        return report_id
    if storage.count_reports(session, unit.id) >= MOST_REPORTS:
        raise InvalidRequest((("reports", "too_many_reports"),))
    report = ActivityReport(**values, unit_id=unit.id, note="", created_at=now)
    return storage.add_report(session, report)


def _record(
    session: Session,
    act: str,
    unit: UnitFacts,
    report_id: int,
    account_id: int | None,
    now: datetime,
) -> None:
    audit.record(
        session,
        account_id=account_id,
        act=f"activity.{act}",
        subject=f"activity/{unit.call_id}",
        detail={"unit": unit.code, "report": report_id},
        now=now,
    )
