"""The lists of people, of imported lists, of images and of jobs as workbooks."""

from __future__ import annotations

from flask import Response, request
from flask_babel import gettext as _

from app.services import bank_images, jobs, lists, people_exports, rosters
from app.web import downloads
from app.web.access import person, requires
from app.web.clock import now
from app.web.filters import day_time
from app.web.organiser import bp
from app.web.organiser.people import phone_text, sees_phones
from app.web.organiser.people_forms import query_of
from app.wording.jobs import kind_text, state_text
from app.wording.labels import group_label

MOST_JOBS = 10_000


@bp.get("/people.xlsx")
@requires("organise")
def export_people() -> Response:
    """The people that were searched for, as the list shows them; the taking is recorded."""
    headings = [
        _("Họ và tên"), _("Điện thoại"), _("Xã, phường"), _("Đơn vị"), _("Nhóm"), _("Đăng ký"),
    ]  # fmt: skip
    found = people_exports.take_list(
        query_of(request.args),
        all_digits=sees_phones(),
        account_id=person().account_id,
        now=now(),
    )
    rows: list[lists.Row] = [
        [
            one.full_name,
            phone_text(one.phone),
            one.commune_name,
            one.organisation_name,
            group_label(one.group),
            day_time(one.created_at),
        ]
        for one in found
    ]
    return downloads.excel(
        lists.workbook(_("Người tham gia"), headings, rows), "nguoi-tham-gia", now()
    )


@bp.get("/people/rosters.xlsx")
@requires("organise")
def export_rosters() -> Response:
    """The lists that were imported, with how many have activated their account."""
    headings = [_("Danh sách"), _("Nhập lúc"), _("Số người"), _("Đã kích hoạt"), _("Giữ đến")]
    rows: list[lists.Row] = [
        [one.title, day_time(one.imported_at), one.people, one.activated, day_time(one.expires_at)]
        for one in rosters.list_rosters()
    ]
    return downloads.excel(lists.workbook(_("Danh sách"), headings, rows), "danh-sach-nhap", now())


@bp.get("/banks/-/images.xlsx")
@requires("organise")
def export_bank_images() -> Response:
    """The uploaded images with their sizes and the banks that use them."""
    headings = [_("Tệp"), _("Rộng"), _("Cao"), _("Số byte"), _("Ngân hàng"), _("Nhập lúc")]
    rows: list[lists.Row] = [
        [
            one.file,
            one.facts.width,
            one.facts.height,
            one.facts.size,
            ", ".join(one.used_in),
            day_time(one.facts.created_at),
        ]
        for one in bank_images.list_images()
    ]
    return downloads.excel(lists.workbook(_("Hình"), headings, rows), "hinh-cau-hoi", now())


@bp.get("/jobs.xlsx")
@requires("organise")
def export_jobs() -> Response:
    """The jobs that the signed-in person asked for."""
    headings = [_("Việc"), _("Tên"), _("Tình trạng"), _("Bắt đầu lúc"), _("Xong lúc")]
    rows: list[lists.Row] = [
        [
            str(kind_text(one.kind)),
            one.title,
            str(state_text(one.state)),
            day_time(one.created_at),
            day_time(one.finished_at) if one.finished_at else None,
        ]
        for one in jobs.list_for(person().account_id, limit=MOST_JOBS)
    ]
    return downloads.excel(lists.workbook(_("Việc"), headings, rows), "viec", now())
