"""Where a bank was used, how often each question was drawn, and how many got it right."""

from __future__ import annotations

from flask import Response, render_template, request
from flask_babel import gettext as _

from app.services import bank_usage, banks
from app.services.bank_usage import MOST_ATTEMPTS, QuestionUse, Usage
from app.web.access import requires
from app.web.clock import now
from app.web.downloads import excel
from app.web.filters import day_time
from app.web.organiser import bp
from app.web.small_numbers import small_int

PAGE = 50
_SORTS = ("number", "drawn", "hard", "easy")


@bp.get("/banks/<slug>/usage")
@requires("organise")
def show_bank_usage(slug: str) -> str:
    """The rounds that used the bank, and a line for every question."""
    bank = banks.get_bank(slug)
    usage = bank_usage.get_usage(slug, now=now())
    sort = request.args.get("sort", "number")
    offset = max(0, request.args.get("offset", 0, type=small_int))
    rows = _sorted(usage, sort if sort in _SORTS else "number")
    return render_template(
        "organiser/bank_usage.html",
        bank=bank,
        uses=bank_usage.list_uses(slug),
        usage=usage,
        most=MOST_ATTEMPTS,
        rows=rows[offset : offset + PAGE],
        total=len(rows),
        sort=sort,
        offset=offset,
        limit=PAGE,
    )


@bp.get("/banks/<slug>/usage.xlsx")
@requires("organise")
def download_bank_usage(slug: str) -> Response:
    """The lines of the questions as an Excel workbook."""
    usage = bank_usage.get_usage(slug, now=now())
    data = bank_usage.usage_sheet(
        usage,
        title=_("Câu hỏi đã dùng"),
        headings=(
            _("Câu số"),
            _("Mã câu hỏi"),
            _("Câu hỏi"),
            _("Số lần vào đề"),
            _("Số lần trả lời"),
            _("Số lần đúng"),
            _("Tỷ lệ đúng"),
        ),
        preface=_(
            "Tính từ %(count)s lượt thi đã đóng, lúc %(time)s.",
            count=usage.attempts,
            time=day_time(usage.as_of),
        ),
    )
    return excel(data, f"cau-hoi-da-dung-{slug}", now())


def _sorted(usage: Usage, sort: str) -> list[QuestionUse]:
    rows = list(usage.rows)
    if sort == "drawn":
        return sorted(rows, key=lambda row: -row.tally.drawn)
    if sort in ("hard", "easy"):
        sign = 1 if sort == "hard" else -1
        asked = [row for row in rows if row.tally.facility is not None]
        asked.sort(key=lambda row: sign * (row.tally.facility or 0))
        return asked + [row for row in rows if row.tally.facility is None]
    return rows
