"""Participation by unit, published once a day at the time that the rules name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app
from flask_babel import format_datetime
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.domain.errors import NotFound
from app.domain.participation import UnitFigures, day_due, from_plain, to_plain
from app.domain.unit_boards import Figures
from app.domain.units import UnitId
from app.formats import sheets
from app.formats.sheets import Sheet
from app.services import contest_views, contests, unit_derivation
from app.services.contest_views import ContestView
from app.services.transactions import writing
from app.storage import boards
from app.storage import contests as contest_storage
from app.storage import participation_days as storage
from app.storage.participation_days import DayFacts

__all__ = ["DayFacts", "Published", "publish_due", "publishes", "show", "workbook"]
KINDS = unit_derivation.KINDS
_KEY = "thiso_participation_minute"


@dataclass(frozen=True, slots=True)
class Published:
    """What was published on one day; `days` are all of them, the newest first."""

    contest: ContestView
    shown: DayFacts | None
    days: tuple[DayFacts, ...]
    units: dict[str, tuple[UnitFigures, ...]]


def publishes(contest: ContestView) -> bool:
    """Whether a contest publishes its participation."""
    return contest.rules.publish_participation_at is not None


def publish_due(now: datetime) -> int:
    """Publish what is due, looking once a minute; returns how many contests. Part of the ticker."""
    minute = int(now.timestamp()) // 60
    if current_app.extensions.get(_KEY) == minute:
        return 0
    current_app.extensions[_KEY] = minute
    published = 0
    for facts in contest_storage.list_contests(drafts=False):
        clock = contest_views.rules_of(facts.id, facts.rules_number).publish_participation_at
        if clock is not None:
            published += _publish(contest_views.get_view(facts), clock, now)
    return published


def show(slug: str, number: int | None = None) -> Published:
    """The newest published figures, or those of a number.

    Raises `NotFound`, also for contests that publish none.
    """
    contest = contests.get_public_contest(slug)
    if not publishes(contest):
        raise NotFound()
    days = tuple(storage.list_days(contest.id))
    if number is None and not days:
        return Published(contest, None, days, {})
    shown = next((one for one in days if number in (None, one.number)), None)
    content = None if shown is None else storage.find_content(contest.id, shown.number)
    if content is None:
        raise NotFound()
    units = {kind: from_plain(rows) for kind, rows in json.loads(content).items()}
    return Published(contest, shown, days, units)


def workbook(slug: str, number: int | None) -> bytes:
    """The figures of a day as an xlsx file; raises `NotFound`, also before the first day."""
    found = show(slug, number)
    if found.shown is None:
        raise NotFound()
    time = format_datetime(found.shown.published_at, "HH:mm, dd/MM/yyyy")
    head = [found.contest.title, _("Công bố lúc %(time)s.", time=time)]
    titles = {"commune": _("Xã, phường"), "organisation": _("Đơn vị")}
    headings = (
        _("Mã"),
        _("Tên"),
        _("Tổng số người"),
        _("Số người dự thi"),
        _("Số lượt thi"),
        _("Tỉ lệ (%)"),
    )
    return sheets.write(
        [
            Sheet(titles[kind], headings, [_cells(one) for one in found.units[kind]], head)
            for kind in KINDS
        ]
    )


def _cells(one: UnitFigures) -> tuple[str | int | float | None, ...]:
    rate = None if one.rate is None else round(float(one.rate) * 100, 2)
    return one.code, one.name, one.headcount, one.participants, one.attempts, rate


def _publish(contest: ContestView, clock: str, now: datetime) -> int:
    day = day_due(clock, contest.opens_at, contest.closes_at, now)
    if day is None or storage.has_day(contest.id, day):
        return 0
    content = {kind: to_plain(_count(contest, kind)) for kind in KINDS}
    return _keep(contest.id, day, now, json.dumps(content, ensure_ascii=False))


def _keep(contest_id: int, day: date, now: datetime, content: str) -> int:
    try:
        with writing() as session:
            storage.add_day(session, contest_id, day, now, content)
    except IntegrityError:
        return 0  # Published meanwhile.
    return 1


def _count(contest: ContestView, kind: str) -> list[UnitFigures]:
    """Every living unit with all below it, most participants first."""
    units = boards.list_units(kind)
    codes = unit_derivation.living_codes(units)
    own: dict[UnitId, Figures] = {}
    for one in storage.count_units(contest.id, kind):
        if one.unit in codes:
            figures = own.setdefault(codes[one.unit], Figures())
            figures.add(Figures(one.people, one.attempts), 0)
    rows = unit_derivation.rows_of(units, own, contest.rules)
    order = {one.code: place for place, one in enumerate(units)}
    found = [
        UnitFigures(
            str(row.unit.id), row.unit.name, row.unit.headcount, row.participants, row.entries
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.participants, order[one.code]))
