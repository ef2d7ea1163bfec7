"""Questions that are asked twice, side by side, in one bank or across all."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _

from app.domain.bank_duplicates import MOST_PAIRS, NEAR
from app.services import bank_duplicates, banks
from app.services.bank_duplicates import Likeness, Likenesses, Side
from app.web.access import held_banks, requires
from app.web.clock import now
from app.web.downloads import excel
from app.web.organiser import bp
from app.web.organiser.bank_presenters import card, edit_address
from app.web.small_numbers import small_int

PAGE = 20


@bp.get("/banks/-/duplicates")
@bp.get("/banks/<slug>/duplicates")
@requires("organise")
def find_duplicates(slug: str | None = None) -> str:
    """The pairs of one bank, or those that stand in two banks; most alike first."""
    found = bank_duplicates.find(slug) if slug else _everywhere()
    offset = max(0, request.args.get("offset", 0, type=small_int))
    return render_template(
        "organiser/bank_duplicates.html",
        bank=banks.get_bank(slug) if slug else None,
        pairs=[_pair(one) for one in found.pairs[offset : offset + PAGE]],
        total=len(found.pairs),
        compared=found.compared,
        complete=found.complete,
        near=NEAR,
        most=MOST_PAIRS,
        offset=offset,
        limit=PAGE,
    )


@bp.get("/banks/-/duplicates.xlsx")
@bp.get("/banks/<slug>/duplicates.xlsx")
@requires("organise")
def download_duplicates(slug: str | None = None) -> Response:
    """The same pairs as an Excel workbook."""
    found = bank_duplicates.find(slug) if slug else _everywhere()
    side = (_("Ngân hàng câu hỏi"), _("Câu số"), _("Mã câu hỏi"), _("Câu hỏi"))
    data = bank_duplicates.likeness_sheet(
        found, title=_("Câu trùng"), headings=(_("Độ giống"), *side, *side)
    )
    return excel(data, f"cau-trung-{slug or 'tat-ca'}", now())


def _everywhere() -> Likenesses:
    return bank_duplicates.find_everywhere(held=held_banks())


def _pair(one: Likeness) -> dict[str, Any]:
    return {"score": one.score, "sides": [_side(one.first), _side(one.second)]}


def _side(side: Side) -> dict[str, Any]:
    shown = card(side.number, side.question, side.key, {})
    address = edit_address(side.slug, side.question.id)
    return {**shown, "edit": address, "slug": side.slug, "bank_title": side.bank_title}
