"""Lists from Excel in words: what is wrong with a file, a row, or a cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain.rosters import Problem

_COLUMNS: Final[Mapping[str, LazyString]] = {
    "code": _l("Mã"),
    "name": _l("Tên"),
    "kind": _l("Loại"),
    "parent": _l("Đơn vị cấp trên"),
    "headcount": _l("Số người"),
    "full_name": _l("Họ và tên"),
    "phone": _l("Số điện thoại"),
    "commune": _l("Xã, phường"),
    "organisation": _l("Đơn vị"),
    "group": _l("Nhóm"),
}
_FILES: Final[Mapping[str, LazyString]] = {
    "missing": _l("Hãy chọn một tệp Excel."),
    "too_large": _l("Tệp lớn quá 8 MB. Hãy chia thành vài tệp rồi nhập lần lượt."),
    "not_xlsx": _l("Đây không phải tệp Excel (.xlsx). Hãy mở tệp và lưu lại dạng .xlsx."),
    "hostile": _l("Tệp có phần bên trong không an toàn nên không đọc. Hãy chép sang một tệp mới."),
    "damaged": _l("Tệp bị hỏng, không mở được. Hãy mở bằng Excel và lưu lại."),
    "empty": _l("Tệp không có dòng nào dưới dòng tiêu đề."),
}
_SENTENCES: Final[Mapping[str, LazyString]] = {
    "missing": _l("Ô này còn trống."),
    "too_long": _l("“%(value)s” quá dài. Hãy viết gọn lại."),
    "characters": _l("“%(value)s” có ký tự không dùng được."),
    "empty": _l("Ô này còn trống."),
    "code_format": _l("Mã “%(value)s” chỉ được có chữ không dấu, số, dấu chấm, gạch nối."),
    "merged": _l("Đơn vị này không còn nữa, nay thuộc “%(value)s”."),
    "twice": _l("Trùng với dòng %(value)s."),
    "several": _l("Có nhiều đơn vị như vậy. Hãy ghi mã, một trong: %(value)s."),
    "unknown": _l("Không thấy “%(value)s” trong danh sách."),
    "circle": _l("“%(value)s” nằm bên dưới chính đơn vị này."),
    "number": _l("“%(value)s” không phải là một số người."),
    "phone": _l("“%(value)s” không phải số di động Việt Nam."),
}


def column_label(column: str) -> str:
    """What a column is called."""
    return str(_COLUMNS[column])


def file_problem(message: str) -> str:
    """Why a file is not taken, by the message of its refusal."""
    code, _sep, value = message.partition(":")
    if code == "no_heading":
        names = ", ".join(f"“{column_label(one)}”" for one in value.split(",") if one)
        return _(
            "Không thấy dòng tiêu đề có cột %(names)s. Hãy tải mẫu về và điền theo mẫu.",
            names=names,
        )
    if code == "too_long":
        return _("Tệp dài quá %(rows)s dòng. Hãy chia thành vài tệp.", rows=value)
    return str(_FILES.get(code, _FILES["damaged"]))


def problem_text(problem: Problem) -> str:
    """What is wrong in a cell."""
    sentence = str(_SENTENCES.get(problem.code, _SENTENCES["unknown"]))
    return sentence.replace("%(value)s", problem.value)
