"""A unit's participation as its contact sees it: figures by contest, and who is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from flask_babel import gettext as _

from app.domain.contests import State
from app.domain.errors import NotFound
from app.domain.unit_boards import UnitRow
from app.formats import sheets
from app.formats.sheets import Sheet
from app.services import boards, contests, unit_contacts, units
from app.services.contests import ContestView
from app.services.people_search import organisations_below
from app.services.unit_contacts import COMMUNE, ORGANISATION
from app.storage import unit_participation as storage
from app.storage.unit_participation import Member, UnitPeople
from app.wording.labels import group_label

__all__ = ["Member", "Own", "Participation", "Unit", "watch"]
_EVERYBODY = 1_000_000


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that somebody watches over; `kind` is commune or organisation."""

    kind: str
    code: str
    name: str
    headcount: int | None

    @property
    def key(self) -> str:
        """How addresses name it."""
        return f"{self.kind}:{self.code}"


@dataclass(frozen=True, slots=True)
class Participation:
    """A unit in one contest; `row` is its line on the unit board, None while there is none."""

    contest: ContestView
    took_part: int
    rate: Fraction | None
    row: UnitRow | None


@dataclass(frozen=True, slots=True)
class Own:
    """What a contact sees: the unit in every contest, and who is missing in one of them."""

    units: tuple[Unit, ...]
    unit: Unit
    registered: int
    contests: tuple[Participation, ...]
    chosen: ContestView | None
    absent: tuple[Member, ...]
    absent_total: int


def watch(
    account_id: int,
    *,
    unit: str = "",
    contest: str = "",
    offset: int = 0,
    limit: int = 100,
    now: datetime,
) -> Own:
    """The unit named by its key (the first one without) of those that an account watches.

    Raises `NotFound` for who watches over no unit, for somebody else's, and for a
    contest that is not there.
    """
    mine = list_units(account_id)
    chosen_unit = next((one for one in mine if unit in ("", one.key)), None)
    if chosen_unit is None:
        raise NotFound()
    people = _people(chosen_unit)
    public = contests.list_contests(now=now)
    counts = storage.count_taken_part(people, [one.id for one in public])
    chosen = _chosen(public, contest, now)
    absent = (
        storage.list_members(
            people, chosen.id, absent_only=True, offset=max(0, offset), limit=limit
        )
        if chosen
        else []
    )
    return Own(
        units=tuple(mine),
        unit=chosen_unit,
        registered=storage.count_registered(people),
        contests=tuple(_participation(one, chosen_unit, counts.get(one.id, 0)) for one in public),
        chosen=chosen,
        absent=tuple(absent),
        absent_total=storage.count_absent(people, chosen.id) if chosen else 0,
    )


def list_units(account_id: int) -> list[Unit]:
    """The units that an account watches over."""
    found = []
    for one in unit_contacts.list_of_account(account_id):
        if one.commune_code:
            commune = units.find_commune(one.commune_code)
            if commune:
                found.append(Unit(COMMUNE, commune.code, commune.name, commune.headcount))
        elif one.organisation_code:
            part = units.find_organisation(one.organisation_code)
            if part:
                found.append(Unit(ORGANISATION, part.code, part.name, part.headcount))
    return found


def export(account_id: int, *, unit: str, contest: str, now: datetime) -> bytes:
    """Everybody of a unit with their part in a contest, as a workbook; raises `NotFound`."""
    own = watch(account_id, unit=unit, contest=contest, now=now)
    if own.chosen is None:
        raise NotFound()
    members = storage.list_members(
        _people(own.unit), own.chosen.id, absent_only=False, offset=0, limit=None
    )
    rows = [
        (one.full_name, group_label(one.group), one.organisation_name, _state(one), one.done)
        for one in members
    ]
    headings = (_("Họ và tên"), _("Nhóm"), _("Đơn vị"), _("Tình trạng"), _("Số lượt đã nộp"))
    preface = (own.unit.name, own.chosen.title)
    return sheets.write([Sheet(own.unit.name, headings, rows, preface)])


def _state(one: Member) -> str:
    if one.done:
        return _("Đã dự thi")
    if one.attempts:
        return _("Đang làm bài")
    return _("Chưa kích hoạt tài khoản") if one.on_list_only else _("Chưa dự thi")


def _people(unit: Unit) -> UnitPeople:
    if unit.kind == COMMUNE:
        return UnitPeople(commune=unit.code)
    return UnitPeople(organisations=organisations_below(unit.code))


def _chosen(public: list[ContestView], slug: str, now: datetime) -> ContestView | None:
    if slug:
        found = next((one for one in public if one.slug == slug), None)
        if found is None:
            raise NotFound()
        return found
    running = [one for one in public if one.state(now) is State.OPEN]
    return next(iter(running or public), None)


def _participation(contest: ContestView, unit: Unit, took_part: int) -> Participation:
    board = boards.unit_board(contest.slug, unit.kind, limit=_EVERYBODY)
    row = next((one for one in board.rows if one.unit.id == unit.code), None)
    rate = Fraction(took_part, unit.headcount) if unit.headcount else None
    return Participation(contest, took_part, rate, row)
