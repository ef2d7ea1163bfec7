"""Small words that pages share."""

from __future__ import annotations

from typing import Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain.contests import State

_GROUPS: Final[dict[str, LazyString]] = {
    "cadre": _l("Cán bộ"),
    "civil_servant": _l("Công chức"),
    "public_employee": _l("Viên chức"),
    "union_member": _l("Đoàn viên"),
    "association_member": _l("Hội viên"),
    "student": _l("Học sinh, sinh viên"),
    "resident": _l("Người dân"),
    "other": _l("Đối tượng khác"),
}
_STATES: Final[dict[str, LazyString]] = {
    "draft": _l("Bản nháp"),
    "scheduled": _l("Sắp mở"),
    "open": _l("Đang mở"),
    "closed": _l("Đã đóng"),
    "final": _l("Kết quả chính thức"),
}
_CHAIN: Final[dict[str, LazyString]] = {
    "points": _l("nhiều điểm hơn"),
    "correct": _l("đúng nhiều câu hơn"),
    "prediction": _l("dự đoán gần đúng hơn"),
    "time": _l("làm bài nhanh hơn"),
    "submitted": _l("nộp bài sớm hơn"),
    "attempts": _l("dùng ít lượt thi hơn"),
    "draw": _l("được bốc thăm trước"),
}
_FORMULAS: Final[dict[str, LazyString]] = {
    "mean": _l("Điểm trung bình của mọi người dự thi"),
    "top_n_mean": _l("Điểm trung bình của %(top_n)s người cao điểm nhất"),
    "participants": _l("Số người dự thi"),
    "entries": _l("Số lượt thi"),
    "rate": _l("Tỉ lệ người dự thi trên tổng số người"),
}
_ROLES: Final[dict[str, LazyString]] = {
    "participant": _l("Người dự thi"),
    "organiser": _l("Ban tổ chức"),
    "arbiter": _l("Giám sát"),
    "administrator": _l("Quản trị"),
}
_KINDS: Final[dict[str, LazyString]] = {
    "individual": _l("Cá nhân"),
    "organisation": _l("Đơn vị"),
    "commune": _l("Xã, phường"),
}


def truth(value: bool) -> str:
    """How the answers of a true-or-false question read."""
    return _("Đúng") if value else _("Sai")


def group_label(code: str) -> str:
    """A group of participants by its code; an unknown code is shown as it is."""
    return str(_GROUPS.get(code, code))


def state_label(state: State | str) -> str:
    """The state of a contest or a round."""
    return str(_STATES[str(state)])


def chain_step_label(step: str) -> str:
    """What is better under one step of the tie-break chain: "đúng nhiều câu hơn"."""
    return str(_CHAIN[str(step)])


def formula_label(formula: str, top_n: int | str) -> str:
    """What the figure of a unit board means; `top_n` is a number or a letter for one."""
    return str(_FORMULAS[formula]).replace("%(top_n)s", str(top_n))


def role_label(role: str) -> str:
    """A role of an account."""
    return str(_ROLES[role])


def board_label(kind: str) -> str:
    """A kind of board: individual, organisation or commune."""
    return str(_KINDS[kind])
