"""The formats of bank files as people call them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

_NAMES: Final[Mapping[str, LazyString | str]] = {
    "xlsx": _l("Excel (.xlsx)"),
    "docx": _l("Word (.docx)"),
    "csv": "CSV",
    "gift": "GIFT",
    "aiken": _l("Aiken, danh sách gõ (.txt)"),
    "moodle-xml": "Moodle XML",
    "qti": _l("Gói QTI (.zip)"),
    "yaml": "YAML",
}
_OLD_FONTS: Final[Mapping[str, LazyString | str]] = {
    "auto": _l("Tự nhận ra trong từng đoạn"),
    "TCVN3": _l("TCVN3 (phông .Vn…, bảng mã ABC)"),
    "VNI": _l("VNI (phông VNI-…)"),
}


def format_text(name: str) -> str:
    """What people call a format."""
    family = "qti" if name.startswith("qti") else name
    return str(_NAMES.get(family, name))


def old_font_text(name: str) -> str:
    """What people call an old way of typing Vietnamese; "" is none."""
    return str(_OLD_FONTS[name]) if name else ""


def formats() -> list[tuple[str, str]]:
    """Names and words of all formats, those that most people use first."""
    return [(name, str(words)) for name, words in _NAMES.items()]


def old_fonts() -> list[tuple[str, str]]:
    """Names and words of the old ways of typing Vietnamese."""
    return [(name, str(words)) for name, words in _OLD_FONTS.items()]
