"""Jobs in words: what is done, and how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

_KINDS: Final[Mapping[str, LazyString]] = {
    "backup.make": _l("Sao lưu"),
    "backup.rehearse": _l("Thử khôi phục bản sao lưu"),
    "bank.read": _l("Đọc tệp câu hỏi"),
    "bank.store": _l("Nhập ngân hàng câu hỏi"),
    "bank.export": _l("Ghi tệp ngân hàng câu hỏi"),
    "certificates.issue": _l("Cấp giấy chứng nhận"),
    "certificates.print": _l("Tạo tệp giấy chứng nhận"),
    "certificates.review": _l("Đối chiếu giấy chứng nhận với kết quả"),
    "correction.try": _l("Tính thử việc sửa đáp án"),
    "evidence.look": _l("Tìm dấu hiệu bất thường"),
    "evidence.write": _l("Ghi gói bằng chứng"),
    "report.create": _l("Tạo báo cáo"),
    "statistics.derive": _l("Tính lại thống kê câu hỏi"),
}
_OTHER: Final = _l("Việc chạy nền")
_STATES: Final[Mapping[str, LazyString]] = {
    "waiting": _l("Đang chờ"),
    "running": _l("Đang làm"),
    "done": _l("Đã xong"),
    "failed": _l("Không làm được"),
}


def kind_text(kind: str) -> str:
    """What is done in a job of this kind."""
    return str(_KINDS.get(kind, _OTHER))


def state_text(state: str) -> str:
    """How a job stands."""
    return str(_STATES[state])
