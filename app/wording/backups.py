"""Backups in words: how old one is, and what a rehearsal looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

_CHECKS: Final[Mapping[str, LazyString]] = {
    "file": _l("tệp không đúng là tệp đã tạo"),
    "restored": _l("không khôi phục được"),
    "rows": _l("dữ liệu trong các bảng"),
    "files": _l("tệp đính kèm và khoá"),
    "audit": _l("chuỗi nhật ký"),
    "receipts": _l("biên nhận"),
    "published boards": _l("bảng kết quả đã công bố"),
    "boards": _l("bảng kết quả tính lại"),
}


def check_text(name: str) -> str:
    """What was not as it had been."""
    return str(_CHECKS.get(name, name))


def age_text(age: timedelta) -> str:
    """How old, in the largest unit that fits."""
    hours = int(age.total_seconds()) // 3600
    if hours < 1:
        return _("chưa đến 1 giờ")
    if hours < 48:
        return ngettext("%(num)s giờ", "%(num)s giờ", hours)
    return ngettext("%(num)s ngày", "%(num)s ngày", hours // 24)
