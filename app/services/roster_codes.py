"""The list of one-time codes that an organiser prints and hands out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask_babel import gettext as _

from app.domain.errors import NotFound
from app.domain.phones import shown
from app.formats import sheets
from app.formats.sheets import Sheet
from app.services import activations, audit, rosters, units
from app.services.transactions import writing
from app.storage import rosters as storage
from app.storage.rosters import RosterFacts, Waiting


def make_codes(roster_id: int, *, account_id: int | None, now: datetime) -> bytes:
    """New codes for all who wait, as a workbook to be printed; earlier codes end.

    Codes are kept hashed: this is the only time they can be read. Raises `NotFound`.
    """
    roster = rosters.get_roster(roster_id)
    if roster.deleted_at is not None:
        raise NotFound()
    with writing() as session:
        waiting = storage.list_waiting(roster_id)
        codes = activations.issue(
            session, [one.account_id for one in waiting], by=account_id, now=now
        )
        audit.record(
            session,
            account_id=account_id,
            act="roster.codes",
            subject=f"roster/{roster_id}",
            detail={"people": len(codes)},
            now=now,
        )
    return _sheet(roster, waiting, codes)


def template(headings: tuple[str, ...]) -> bytes:
    """A workbook to fill in, with two lines that show how; left in, they are refused."""
    rows = [
        ("Nguyễn Văn A", "09xx xxx xxx", "Xã Sơn Dương", "", "Người dân"),
        ("Hoàng Thị B", "09xx xxx xxx", "Phường Minh Xuân", "", "Công chức"),
    ]
    return sheets.write([Sheet(_("Người dự thi"), headings, rows)])


def _sheet(roster: RosterFacts, waiting: list[Waiting], codes: Mapping[int, str]) -> bytes:
    communes = {one.code: one.name for one in units.list_communes()}
    organisations = {one.id: one.name for one in units.list_organisations()}
    rows = [
        (
            one.full_name,
            shown(one.phone),
            codes[one.account_id],
            communes.get(one.commune_code),
            organisations.get(one.organisation_id or 0),
        )
        for one in waiting
    ]
    headings = (
        _("Họ và tên"),
        _("Số điện thoại"),
        _("Mã kích hoạt"),
        _("Xã, phường"),
        _("Đơn vị"),
    )
    preface = (
        roster.title,
        _("Mỗi mã chỉ dùng một lần, chỉ trao cho đúng người. Không đăng danh sách này lên mạng."),
    )
    return sheets.write([Sheet(_("Mã kích hoạt"), headings, rows, preface)])
