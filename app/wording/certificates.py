"""Certificates in words: what they are for, how they stand, and what is wrong with a template."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from flask_babel import LazyString, format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain.certificates import Facts, Kind

KINDS: Final[Mapping[Kind, LazyString]] = {
    Kind.PRIZE: _l("Đạt giải"),
    Kind.ACHIEVEMENT: _l("Đạt mức điểm"),
    Kind.PARTICIPATION: _l("Đã dự thi"),
}
ACCENTS: Final[Mapping[str, LazyString]] = {
    "red": _l("Đỏ đậm"),
    "blue": _l("Xanh dương"),
    "green": _l("Xanh lá"),
    "purple": _l("Tím"),
}
FRAMES: Final[Mapping[str, LazyString]] = {
    "brocade": _l("Viền thổ cẩm"),
    "classic": _l("Viền kép, hoa góc"),
    "plain": _l("Viền mảnh"),
}
ORIENTATIONS: Final[Mapping[str, LazyString]] = {
    "landscape": _l("Ngang"),
    "portrait": _l("Dọc"),
}
SINCE: Final[Mapping[str, LazyString]] = {
    "final": _l("Cấp khi kết quả là chính thức"),
    "closed": _l("Cấp ngay khi cuộc thi đóng"),
    "never": _l("Không cấp"),
}
PLACEHOLDERS: Final[Mapping[str, LazyString]] = {
    "ho_ten": _l("họ và tên"),
    "cuoc_thi": _l("tên cuộc thi"),
    "ket_qua": _l("kết quả, ví dụ: Đạt Giải Nhất"),
    "diem": _l("điểm, ví dụ: 18,5/20"),
    "xep_hang": _l("thứ hạng, ví dụ: 3/1.250"),
    "don_vi": _l("đơn vị; không có đơn vị thì là xã, phường"),
    "xa_phuong": _l("xã, phường"),
    "ngay": _l("ngày cấp"),
}
_FAULTS: Final[Mapping[str, LazyString]] = {
    "empty": _l("Hãy điền vào ô này."),
    "too_long": _l("Nội dung này quá dài."),
    "too_many_lines": _l("Ô này có quá nhiều dòng."),
    "range": _l("Giá trị này nằm ngoài mức cho phép."),
    "order": _l("Hạng cuối không được đứng trước hạng đầu."),
    "unknown": _l("Hãy chọn một trong các mục có sẵn."),
    "too_many": _l("Quá nhiều giải."),
    "replaced": _l("Người này đã có giấy khác thay cho giấy này."),
}


def fault_text(code: str) -> str:
    """What is wrong with a field of the settings, or with an act on a certificate."""
    if code.startswith("unknown:"):
        name = "{" + code.removeprefix("unknown:") + "}"
        return _("Không có từ khoá %(name)s. Hãy dùng các từ khoá được liệt kê.", name=name)
    return str(_FAULTS[code])


def kind_text(kind: Kind) -> str:
    """What a certificate is for."""
    return str(KINDS[kind])


def result_text(facts: Facts) -> str:
    """What a certificate states, in the language in force; a prize as its organiser wrote it."""
    if facts.kind is Kind.PRIZE:
        return str(facts.prize)
    if facts.kind is Kind.PARTICIPATION or facts.mills is None or facts.max_mills is None:
        return _("Đã hoàn thành bài thi")
    most = _points(facts.max_mills)
    return _("%(points)s trên %(most)s điểm", points=_points(facts.mills), most=most)


def _points(mills: int) -> str:
    return str(format_decimal(Decimal(mills) / 1000, format="#,##0.###"))


def rank_text(facts: Facts) -> str | None:
    """The rank that a certificate states, with those among whom it is."""
    if facts.rank is None or facts.total is None:
        return None
    return _(
        "hạng %(rank)s trong %(total)s người",
        rank=format_decimal(facts.rank),
        total=format_decimal(facts.total),
    )


def withdrawal_text(withdrawal: str | None, reason: str | None) -> str:
    """Why a certificate does not stand any more."""
    if withdrawal == "result":
        return _("Kết quả đã được điều chỉnh sau khi cấp giấy này.")
    return reason or ""
