"""Why boards were kept under a number, in words."""

from __future__ import annotations

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

_REASONS: Final[dict[str, LazyString]] = {
    "change": _l("Bảng có thay đổi"),
    "daily": _l("Hằng ngày lúc 11:00"),
    "freeze": _l("Khi tạm khoá bảng"),
    "reveal": _l("Khi công bố kết quả"),
    "final": _l("Kết quả chung cuộc"),
    "report": _l("Khi lập báo cáo"),
}


def reason_label(reason: str) -> str:
    """Why boards were kept."""
    return str(_REASONS[reason])
