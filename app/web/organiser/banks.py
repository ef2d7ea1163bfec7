"""Banks: the list, one bank with its questions and answers, and finding a question."""

from __future__ import annotations

from flask import render_template, request

from app.domain.bank_search import Wanted
from app.services import bank_views
from app.web.access import held_banks, requires
from app.web.organiser import bp
from app.web.organiser.bank_presenters import bank_page, hits_page
from app.web.organiser.own_rooms import open_banks
from app.web.small_numbers import small_int


@bp.get("/banks")
@requires("organise")
def list_banks() -> str:
    """Every bank with its newest version; with words to look for, the questions that have them."""
    return render_template(
        "organiser/banks.html",
        banks=open_banks(),
        held=len(held_banks()),
        **hits_page(_wanted(), offset=_offset()),
    )


@bp.get("/banks/<slug>")
@requires("organise")
def show_bank(slug: str) -> str:
    """One version of a bank: its counts, and every question with answer, reason and source."""
    number = request.args.get("version", type=small_int)
    content = bank_views.get_questions_with_keys(slug, number)
    return render_template("organiser/bank.html", **bank_page(content, _wanted(), offset=_offset()))


def _wanted() -> Wanted:
    given = request.args
    return Wanted(
        words=given.get("q", "").strip(),
        topic=given.get("topic", ""),
        difficulty=given.get("difficulty", ""),
        type=given.get("type", ""),
    )


def _offset() -> int:
    return max(0, request.args.get("offset", 0, type=small_int))
