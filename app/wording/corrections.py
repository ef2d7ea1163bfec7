"""Corrections of keys in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

_KINDS: Final[Mapping[str, LazyString]] = {
    "replace": _l("Đáp án khác mới đúng"),
    "accept": _l("Thêm một đáp án cũng đúng"),
    "void": _l("Bỏ câu hỏi: ai gặp câu này cũng được trọn điểm"),
    "reverse": _l("Trả lại đáp án cũ"),
}
_STATES: Final[Mapping[str, LazyString]] = {
    "proposed": _l("Chờ duyệt"),
    "approved": _l("Đã duyệt"),
    "rejected": _l("Không được duyệt"),
}
_REFUSALS: Final[Mapping[str, LazyString]] = {
    "no_change": _l("Đáp án mới giống hệt đáp án đang dùng."),
    "no_response": _l("Hãy nhập đáp án mới."),
    "unreadable": _l("Không đọc được đáp án này. Hãy nhập lại."),
    "decided": _l("Đề nghị này đã có người quyết định."),
}


def kind_text(kind: str) -> str:
    """What a correction does."""
    return str(_KINDS[kind])


def state_text(state: str) -> str:
    """How a correction stands."""
    return str(_STATES[state])


def refusal_text(code: str) -> str | None:
    """Why a correction cannot be; None for codes that others know."""
    found = _REFUSALS.get(code)
    return None if found is None else str(found)
