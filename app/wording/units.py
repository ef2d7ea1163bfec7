"""Units in words: kinds of organisations, and what has been changed about one."""

from __future__ import annotations

from typing import Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

_KINDS: Final[dict[str, LazyString]] = {
    "agency": _l("Cơ quan"),
    "department": _l("Sở, ban, ngành"),
    "union": _l("Công đoàn"),
    "association": _l("Đoàn thể, hội"),
    "school": _l("Trường học"),
    "enterprise": _l("Doanh nghiệp"),
    "other": _l("Khác"),
}
_FIELDS: Final[dict[str, LazyString]] = {
    "code": _l("Mã"),
    "name": _l("Tên"),
    "kind": _l("Loại"),
    "parent": _l("Đơn vị cấp trên"),
    "headcount": _l("Số người"),
}
_NOTES: Final[dict[str, LazyString]] = {
    "same": _l("Kết luận: cùng một người với một đăng ký khác"),
    "different": _l("Kết luận: khác người với một đăng ký khác"),
    "disable": _l("Khoá tài khoản"),
    "enable": _l("Mở khoá tài khoản"),
    "reset": _l("Đặt lại mật khẩu"),
}
NOTHING: Final = "—"


def kind_label(kind: str) -> str:
    """A kind of organisation; an unknown one is shown as it is."""
    return str(_KINDS.get(kind, kind))


def field_label(field: str) -> str:
    """What a value of a unit is called."""
    return str(_FIELDS[field])


def value_text(field: str, value: object) -> str:
    """A value of a unit as people read it, a dash for none."""
    if value is None or value == "":
        return NOTHING
    return kind_label(str(value)) if field == "kind" else str(value)


def note_text(kind: str) -> str:
    """What was done with a person's account."""
    return str(_NOTES[kind])


def change_text(change: str, before: str | None, after: str | None) -> str:
    """One change of a unit in a sentence."""
    if change == "add":
        return _("Thêm đơn vị “%(name)s”", name=after or "")
    if change == "merge":
        return _("Sáp nhập vào %(unit)s", unit=after or "")
    if change == "absorb":
        return _("Nhận sáp nhập %(unit)s", unit=after or "")
    return _(
        "%(field)s: %(before)s → %(after)s",
        field=field_label(change),
        before=value_text(change, before),
        after=value_text(change, after),
    )
