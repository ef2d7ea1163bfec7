"""A workbook read back for tests."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import load_workbook


def cells(data: bytes, sheet: int = 0) -> list[list[Any]]:
    """The values of a sheet, row by row."""
    page = load_workbook(io.BytesIO(data)).worksheets[sheet]
    return [[cell.value for cell in row] for row in page.iter_rows()]
