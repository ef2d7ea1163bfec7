"""Excel lists for tests."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl

ORGANISATION_HEADINGS = ("Mã", "Tên", "Loại", "Đơn vị cấp trên", "Số người")
PEOPLE_HEADINGS = ("Họ và tên", "Số điện thoại", "Xã, phường", "Đơn vị", "Nhóm")


def a_list(*rows: Sequence[object]) -> bytes:
    """A workbook of one sheet with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows_of(data: bytes) -> list[tuple[object, ...]]:
    """All rows of a workbook's first sheet."""
    return list(openpyxl.load_workbook(io.BytesIO(data)).active.values)
