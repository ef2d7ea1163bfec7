"""The lists of the back office as workbooks."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _

from app.services import adjustments, answer_files, contests, halls, lists
from app.web import downloads
from app.web.access import reach, requires
from app.web.clock import now
from app.web.filters import day_clock, day_time
from app.web.organiser import bp
from app.web.organiser.own_rooms import open_banks, own_contests
from app.wording.adjustments import kind_label
from app.wording.answer_files import state_text
from app.wording.labels import state_label

Row = lists.Row
MOST_FILES = 100_000


@bp.get("/banks.xlsx")
@requires("organise")
def export_banks() -> Response:
    """Every bank with its newest version."""
    headings = [_("Ngân hàng câu hỏi"), _("Mã"), _("Bản"), _("Số câu hỏi"), _("Nhập lúc")]
    rows: list[Row] = [
        [
            one.title,
            one.slug,
            one.latest.number,
            one.latest.question_count,
            day_time(one.latest.created_at),
        ]
        for one in open_banks()
    ]
    data = lists.workbook(_("Ngân hàng câu hỏi"), headings, rows)
    return downloads.excel(data, "ngan-hang-cau-hoi", now())


@bp.get("/contests.xlsx")
@requires("organise")
def export_contests() -> Response:
    """Every contest with its times and numbers."""
    headings = [
        _("Cuộc thi"),
        _("Địa chỉ trang"),
        _("Trạng thái"),
        _("Mở lúc"),
        _("Đóng lúc"),
        _("Số đợt"),
        _("Số người"),
        _("Số lượt thi"),
    ]
    rows: list[Row] = []
    for one in own_contests():
        numbers = contests.count_participation(one.id)
        rows.append(
            [
                one.title,
                one.slug,
                state_label(one.state(now())),
                day_time(one.opens_at),
                day_time(one.closes_at),
                len(one.rounds),
                numbers.people,
                numbers.attempts,
            ]
        )
    return downloads.excel(lists.workbook(_("Cuộc thi"), headings, rows), "cuoc-thi", now())


@bp.get("/contests/<slug>/halls.xlsx")
@requires("organise")
def export_halls(slug: str) -> Response:
    """The halls of a contest."""
    headings = [_("Tên buổi thi"), _("Mã"), _("Mở lúc"), _("Đóng lúc"), _("Trạng thái")]
    rows: list[Row] = [
        [
            one.title,
            one.code,
            day_time(one.created_at),
            day_time(one.closed_at) if one.closed_at else None,
            _("đang mở") if halls.is_open(one, now=now()) else _("đã đóng"),
        ]
        for one in halls.list_halls(slug)
    ]
    return downloads.excel(lists.workbook(_("Các buổi thi"), headings, rows), "buoi-thi", now())


@bp.get("/contests/<slug>/adjustments.xlsx")
@requires("organise")
def export_adjustments(slug: str) -> Response:
    """What was done to give time back, and why."""
    headings = [
        _("Ghi lúc"),
        _("Việc"),
        _("Người dự thi"),
        _("Từ lúc"),
        _("Đến lúc"),
        _("Số giây"),
        _("Số lượt thi"),
        _("Lý do"),
        _("Người ghi"),
    ]
    rows: list[Row] = [
        [
            day_time(one.created_at),
            kind_label(one.kind),
            one.person_name,
            day_clock(one.from_at) if one.from_at else None,
            day_clock(one.until_at) if one.until_at else None,
            one.seconds,
            one.reached,
            one.reason,
            one.account_name,
        ]
        for one in adjustments.list_adjustments(slug)
    ]
    data = lists.workbook(_("Sự cố và thời gian"), headings, rows)
    return downloads.excel(data, "su-co-va-thoi-gian", now())


@bp.get("/answer-files.xlsx")
@requires("watch_answer_files")
def export_answer_files() -> Response:
    """The answer files that came late, with what was decided."""
    found, _total = answer_files.list_files(
        offset=0, limit=MOST_FILES, within=reach("watch_answer_files")
    )
    headings = [_("Người dự thi"), _("Cuộc thi"), _("Lượt thi"), _("Nhận lúc"), _("Tình trạng")]
    rows: list[Row] = [
        [
            one.full_name or _("Người dự thi đã xoá dữ liệu"),
            one.contest_title,
            one.number,
            day_time(one.received_at),
            state_text(one.state),
        ]
        for one in found
    ]
    data = lists.workbook(_("Bài làm gửi sau"), headings, rows)
    return downloads.excel(data, "bai-lam-gui-sau", now())
