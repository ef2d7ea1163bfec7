"""What a cell of a workbook says, as the characters a person sees in it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from app.domain.bank_values import plain_decimal

_SECTION: Final = re.compile(r"\[[^\]]*\]|\"[^\"]*\"|\\.|_.|[*].")
_TOKEN: Final = re.compile(r"y+|m+|d+|h+|s+", re.IGNORECASE)


def text_of(value: Any, number_format: str) -> tuple[str, bool]:
    """Return the text of a cell, and whether it is a date that may have been meant as text.

    Excel turns "10/10" into a date as it is typed; the cell's format tells how it looks.
    """
    if value is None:
        return "", False
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), False
    if isinstance(value, (datetime, date)):
        return _date_text(value, number_format), True
    if isinstance(value, (time, timedelta)):
        return str(value)[:8].removesuffix(":00"), True
    if isinstance(value, (int, float)):
        return _number_text(value, number_format), False
    return str(value), False


def _number_text(value: int | float, number_format: str) -> str:
    if (isinstance(value, float) and value != value) or abs(value) > 1e28:
        return str(value)
    number = Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)
    if "%" in number_format:
        return plain_decimal(number * 100) + "%"
    return plain_decimal(number)


def _date_text(value: date, number_format: str) -> str:
    pattern = _SECTION.sub("", number_format.split(";")[0].lower())
    tokens = _TOKEN.findall(pattern)
    has_year = any(token[0] == "y" for token in tokens)
    has_day = any(token[0] == "d" for token in tokens)
    if not has_year and has_day:
        return f"{value.day}/{value.month}"
    if has_year and not has_day and tokens:
        return f"{value.month}/{value.year}"
    return f"{value.day}/{value.month}/{value.year}"
