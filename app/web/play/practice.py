"""Practice pages: one question, its explanation, the next; no account, no clock, no trace."""

from __future__ import annotations

import re
import secrets

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.domain.errors import NotFound
from app.domain.papers import Paper, present
from app.services import practice
from app.services.practice import Marked, Practice
from app.services.reviews import ReviewedAnswer
from app.web.access import requires
from app.web.i18n import language
from app.web.papers import question_view, reviewed_answer
from app.web.play import bp
from app.web.play.answers import read_response
from app.web.security import reads_no_cookie

_SEED = re.compile(r"[0-9a-f]{12}")


@bp.get("/practice")
@requires("view_public")
def start_practice() -> Response:
    """Questions drawn afresh each time."""
    seed = secrets.token_hex(6)
    return redirect(url_for("play.show_practice", seed=seed, number=1), 303)


@bp.get("/practice/<seed>/<int:number>")
@requires("view_public")
def show_practice(seed: str, number: int) -> str:
    """One question; after the last one a kind word and the way to the contests."""
    found = _practice(seed, number)
    if number > len(found.questions):
        return render_template(
            "play/practice_end.html", right=_right(number), total=len(found.questions)
        )
    return _page(found, seed, number, None)


@bp.post("/practice/<seed>/<int:number>")
@reads_no_cookie
@requires("view_public")
def answer_practice(seed: str, number: int) -> str:
    """The same question with the answer marked and explained."""
    found = _practice(seed, number)
    if number > len(found.questions):
        raise NotFound()
    response = read_response(request.form, found.questions[number - 1])
    return _page(found, seed, number, found.mark(number, response))


def _practice(seed: str, number: int) -> Practice:
    if not _SEED.fullmatch(seed) or number < 1:
        raise NotFound()
    found = practice.get_practice(seed)
    if number > len(found.questions) + 1:
        raise NotFound()
    return found


def _right(number: int) -> int:
    """How many were right so far, as the address carries it: only for a kind word."""
    raw = request.values.get("right", "")
    return min(int(raw), number - 1) if raw.isdigit() and len(raw) < 3 else 0


def _page(found: Practice, seed: str, number: int, marked: Marked | None) -> str:
    question = found.questions[number - 1]
    shown = present(Paper((question,)), language())[0]
    right = _right(number) + (marked is not None and marked.mark.correct)
    review = None
    if marked is not None:
        seen = ReviewedAnswer(question, marked.response, marked.mark, marked.key)
        review = reviewed_answer(number, seen)
    return render_template(
        "play/practice.html",
        seed=seed,
        number=number,
        total=len(found.questions),
        question=question_view(number, shown, marked.response if marked else None),
        review=review,
        right=right,
        next_address=url_for("play.show_practice", seed=seed, number=number + 1, right=right),
    )
