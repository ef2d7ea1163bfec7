"""How anybody can check a result: from the receipt to the board."""

from __future__ import annotations

from flask import Response, render_template

from app.domain.contests import State
from app.services import audit_heads, boards, contests, corrections
from app.web.access import requires
from app.web.clock import now
from app.web.public import bp
from app.web.public.visitors import shareable
from app.wording.rules import ranking_sentence, unit_sentences


@bp.get("/contests/<slug>/check")
@requires("view_public")
def check_result(slug: str) -> Response:
    """How the boards follow from the answers, with what is published to hold them to it."""
    contest = contests.get_public_contest(slug)
    board = boards.individual_board(slug, limit=0)
    page = render_template(
        "public/check_result.html",
        contest=contest,
        people=board.total,
        as_of=contest.freeze.shown_at(board.as_of),
        is_over=contest.state(now()) in (State.CLOSED, State.FINAL),
        head=audit_heads.show_head(now()),
        corrections=corrections.list_public(contest),
        ranked=[ranking_sentence(contest.rules), *unit_sentences(contest.rules)],
    )
    return shareable(page)
