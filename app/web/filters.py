"""How templates show times, scores and texts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import nh3
from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal, gettext
from markdown_it import MarkdownIt
from markupsafe import Markup

NOTHING = "—"
_MARKDOWN = MarkdownIt("zero", {"html": False}).enable(
    ["emphasis", "backticks", "list", "newline", "escape", "entity"]
)
_TAGS = {"p", "em", "strong", "code", "ul", "ol", "li", "br"}


def init_app(app: Flask) -> None:
    """Register the filters of this module by their function names."""
    shown = (day_time, day_clock, day, points, duration, number, percent)
    for filter_function in shown:
        app.add_template_filter(filter_function)
    app.add_template_filter(markdown, "md")


def day_time(moment: datetime) -> str:
    """A UTC moment as Vietnamese clocks show it: 20:30, 24/11/2026."""
    return str(format_datetime(moment, "HH:mm, dd/MM/yyyy"))


def day_clock(moment: datetime) -> str:
    """A UTC moment to the second, for evidence: 20:30:07, 24/11/2026."""
    return str(format_datetime(moment, "HH:mm:ss, dd/MM/yyyy"))


def day(moment: datetime | date) -> str:
    """The day of a UTC moment in UTC+7, or a day as it is: 24/11/2026."""
    return str(format_date(moment, "dd/MM/yyyy"))


def points(mills: int | None) -> str:
    """A score in thousandths of a point, with as few decimals as it needs: 18,5."""
    if mills is None:
        return NOTHING
    return str(format_decimal(Decimal(mills) / 1000, format="#,##0.###"))


def duration(milliseconds: int | None) -> str:
    """A span of time in minutes and seconds: 8 phút 05 giây."""
    if milliseconds is None:
        return NOTHING
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return str(
        gettext("%(minutes)s phút %(seconds)s giây", minutes=minutes, seconds=f"{seconds:02d}")
    )


def number(value: int | None) -> str:
    """A whole number with the language's separators: 1.234."""
    return NOTHING if value is None else str(format_decimal(value))


def percent(value: Fraction | float | None) -> str:
    """A share as a percentage with at most one decimal: 87,5 %."""
    if value is None:
        return NOTHING
    return str(format_decimal(round(float(value) * 100, 1), format="#,##0.#")) + " %"


def markdown(text: str | None) -> Markup:
    """Safe Markdown: bold, italic, code, lists; HTML and links stay plain text."""
    clean = nh3.clean(_MARKDOWN.render(text or ""), tags=_TAGS, attributes={})
    return Markup(clean)  # noqa: S704 - sanitised just above
