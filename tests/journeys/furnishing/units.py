"""Units with a history, a merged one, people from a list, contacts, and pairs to compare."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import openpyxl

from app.services import roles, rosters, unit_contacts, unit_editing, unit_imports, unit_merging
from app.services.rosters import About
from app.services.unit_editing import NewValues
from tests.journeys.furnishing import Furnishing
from tests.journeys.site import a_phone

NO_PAGES = {
    "organiser.export_people",
    "organiser.export_rosters",
    "organiser.export_jobs",
    "organiser.export_bank_images",
    "accounts.export_unit_participation",
    "organiser.download_poster",
    "organiser.download_posters",
    "organiser.download_roster_template",
    "organiser.download_unit_template",
    "organiser.export_units",
}


def pages(furnishing: Furnishing) -> dict[str, str]:
    """The pages of units, people, lists and posters."""
    now, who = datetime.now(UTC), furnishing.organiser.who
    by, commune = who.account_id, furnishing.site.commune
    old, new = f"phong-cu-{furnishing.slug}", f"phong-moi-{furnishing.slug}"
    for code, name in ((old, "Phòng cũ"), (new, "Phòng mới")):
        values = NewValues(code, name, "department", None, 20)
        unit_editing.add_organisation(values, reason="QĐ 12", account_id=by, now=now)
    unit_merging.merge_organisation(
        old, into=new, headcount="sum", reason="QĐ 13", account_id=by, now=now
    )
    unit_contacts.appoint(
        "organisation", new, phone=furnishing.organiser.phone, account_id=by, now=now
    )
    roles.grant_role(account_id=by, role="arbiter", by=None, now=now)
    twin = furnishing.site.participant(who.full_name)
    list_token = unit_imports.upload(
        workbook(("Mã", "Tên", "Số người"), (new, "Phòng mới", 44), ("x y", "Lạ", "nhiều")),
        "organisations",
        file_name="don-vi.xlsx",
        account_id=by,
        now=now,
    )
    about = About("Văn phòng lập", "tạo tài khoản", commune=commune, organisation=new)
    people = workbook(("Họ và tên", "Số điện thoại"), ("Ma Văn Tư", a_phone()), ("Lò Thị Năm", "9"))
    roster_token = rosters.upload(people, about, file_name="a.xlsx", account_id=by, now=now)
    roster_id, _plan = rosters.import_now(
        people, about, file_name="ds.xlsx", account_id=by, now=now
    )
    first, second = sorted((who.person_id, twin.who.person_id))
    units, desk = "/organiser/units", "/organiser/people"
    return {
        "organiser.list_units": units,
        "organiser.list_units communes": f"{units}?kind=commune&q=minh",
        "organiser.list_units nothing": f"{units}?q=zzzz",
        "organiser.show_unit": f"{units}/organisation/{new}",
        "organiser.show_unit merged": f"{units}/organisation/{old}",
        "organiser.show_unit commune": f"{units}/commune/{commune}",
        "organiser.add_organisation": f"{units}/new",
        "organiser.edit_organisation": f"{units}/organisation/{new}/edit",
        "organiser.edit_commune": f"{units}/commune/{commune}/edit",
        "organiser.merge_organisation": f"{units}/organisation/{new}/merge",
        "organiser.import_units": f"{units}/import",
        "organiser.preview_units": f"{units}/import/{list_token}",
        "organiser.list_people": desk,
        "organiser.show_person": f"{desk}/{twin.who.person_id}",
        "organiser.list_duplicate_people": f"{desk}/duplicates",
        "organiser.decide_duplicate_people": f"{desk}/duplicates/{first}/{second}",
        "organiser.list_rosters": f"{desk}/rosters",
        "organiser.show_roster": f"{desk}/rosters/{roster_id}",
        "organiser.import_people": f"{desk}/import",
        "organiser.preview_people": f"{desk}/import/{roster_token}",
        "organiser.list_posters": f"/organiser/contests/{furnishing.slug}/posters",
        "accounts.show_unit_participation": "/profile/unit",
        "accounts.activate": "/activate",
        "public.show_contest invited": f"/contests/{furnishing.slug}?commune={commune}",
    }


def workbook(*rows: tuple[object, ...]) -> bytes:
    """A workbook with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
