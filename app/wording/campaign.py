"""What is wrong with a field of announcements, materials and reports, in plain words."""

from __future__ import annotations

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.domain.announcements import Showing

_FAULTS: Final[dict[str, LazyString]] = {
    "missing": _l("Hãy điền vào ô này."),
    "too_long": _l("Nội dung này quá dài."),
    "unknown": _l("Mục này không còn nữa, hãy chọn mục khác."),
    "after_start": _l("Giờ hết phải sau giờ bắt đầu."),
    "link": _l("Hãy dán cả địa chỉ bắt đầu bằng https://, ví dụ https://vanban.chinhphu.vn."),
    "link_or_file": _l("Hãy dán một đường dẫn hoặc chọn một tệp."),
    "empty": _l("Tệp này không có gì bên trong."),
    "kind": _l("Chỉ nhận tệp PDF, Word (.docx), PowerPoint (.pptx), PNG hoặc JPEG."),
    "macros": _l("Tệp này có chương trình (macro) bên trong nên không nhận. Hãy lưu thành PDF."),
    "too_large": _l("Tệp này quá lớn."),
    "date": _l("Hãy chọn đủ ngày, tháng, năm."),
    "future": _l("Ngày này chưa tới: chỉ báo cáo việc đã làm."),
    "long_ago": _l("Hãy xem lại năm."),
    "number": _l("Hãy nhập một số nguyên, ví dụ 120."),
    "range": _l("Giá trị này nằm ngoài mức cho phép."),
    "photo": _l("Có ảnh không đọc được. Chỉ nhận ảnh PNG, JPEG hoặc WebP, mỗi ảnh không quá 5 MB."),
    "photos": _l("Mỗi báo cáo có nhiều nhất 3 ảnh."),
    "too_many_reports": _l("Đơn vị đã có 50 báo cáo trong đợt này, không thêm được nữa."),
    "units": _l("Hãy chọn ít nhất một đơn vị."),
    "past": _l("Hạn này đã qua, hãy chọn một hạn sau."),
}
_OTHER: Final = _l("Giá trị này chưa đúng.")
_SHOWINGS: Final[dict[Showing, LazyString]] = {
    Showing.DRAFT: _l("bản nháp"),
    Showing.SCHEDULED: _l("hẹn giờ"),
    Showing.SHOWN: _l("đang hiện"),
    Showing.OVER: _l("đã hết hạn"),
}


def fault_text(code: str) -> str:
    """What an error's code says to people."""
    return str(_FAULTS.get(code, _OTHER))


def showing_text(showing: Showing) -> str:
    """Where an announcement is in its life, in words."""
    return str(_SHOWINGS[showing])


_STATES: Final[dict[str, LazyString]] = {
    "draft": _l("bản nháp"),
    "sent": _l("đã gửi"),
    "returned": _l("cần sửa"),
    "accepted": _l("đã nhận"),
}


def report_state_text(state: str) -> str:
    """How far a unit's report has come, in words."""
    return str(_STATES[state])
