"""The ways through the back office: its rooms, and the pages of one contest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.domain.permissions import allows
from app.web.access import person
from app.web.organiser import bp

ROOMS: tuple[tuple[LazyString, str], ...] = (
    (_l("Cuộc thi"), "organiser.show_dashboard"),
    (_l("Ngân hàng câu hỏi"), "organiser.list_banks"),
    (_l("Các đơn vị"), "organiser.list_units"),
    (_l("Người tham gia"), "organiser.list_people"),
    (_l("Thông báo"), "organiser.list_announcements"),
    (_l("Tài liệu"), "organiser.list_materials"),
    (_l("Hoạt động đơn vị"), "organiser.list_activity_calls"),
    (_l("Bài làm gửi sau"), "organiser.list_answer_files"),
    (_l("Xem xét đáp án"), "organiser.list_open_corrections"),
    (_l("Nhật ký"), "organiser.list_audit"),
    (_l("Việc đang chạy"), "organiser.list_jobs"),
    (_l("Sao lưu"), "organiser.list_backups"),
    (_l("Cài đặt"), "organiser.edit_settings"),
)
CONTEST_PAGES: tuple[tuple[LazyString, str], ...] = (
    (_l("Tổng quan"), "organiser.show_contest"),
    (_l("Xem thử"), "organiser.preview_contest"),
    (_l("Theo dõi"), "organiser.watch_contest"),
    (_l("Sự cố và thời gian"), "organiser.list_adjustments"),
    (_l("Hội trường"), "organiser.list_halls"),
    (_l("Giấy mời"), "organiser.list_posters"),
    (_l("Người không dự thi"), "organiser.list_exclusions"),
    (_l("Câu hỏi và thống kê"), "organiser.show_statistics"),
    (_l("Kiến nghị"), "organiser.list_appeals"),
    (_l("Sửa đáp án"), "organiser.list_corrections"),
    (_l("Dừng bảng, công bố"), "organiser.plan_freeze"),
    (_l("Dấu hiệu bất thường"), "organiser.list_evidence"),
    (_l("Báo cáo"), "organiser.show_reports"),
    (_l("Giấy chứng nhận"), "organiser.show_certificates"),
    (_l("Ban tổ chức cuộc thi"), "organiser.list_staff"),
)


@dataclass(frozen=True, slots=True)
class Way:
    """A link of a navigation bar; `here` when the present page lies behind it."""

    label: LazyString
    address: str
    here: bool


@bp.app_template_global()
def desk_rooms() -> list[Way]:
    """The rooms of the back office."""
    return _ways(ROOMS)


@bp.app_template_global()
def desk_contest_pages() -> list[Way]:
    """The pages of the contest that the present page is about; [] where it is about none."""
    slug = (request.view_args or {}).get("slug")
    if not slug or not request.path.startswith("/organiser/contests/"):
        return []
    return _ways(CONTEST_PAGES, slug=slug)


def _ways(pages: tuple[tuple[LazyString, str], ...], **values: Any) -> list[Way]:
    known = [
        (label, url_for(endpoint, **values))
        for label, endpoint in pages
        if endpoint in current_app.view_functions and _may_open(endpoint)
    ]
    behind = [address for _, address in known if _lies_behind(address)]
    here = max(behind, key=len, default=None)
    return [Way(label, address, address == here) for label, address in known]


def _may_open(endpoint: str) -> bool:
    permission = getattr(current_app.view_functions[endpoint], "permission", "")
    return allows(permission, person().roles)


def _lies_behind(address: str) -> bool:
    if address == url_for("organiser.show_dashboard"):
        return request.path == address or request.path.startswith("/organiser/contests")
    return request.path == address or request.path.startswith(f"{address}/")
