"""The first page."""

from __future__ import annotations

from typing import cast

from flask import Response, redirect, render_template, url_for

from app.domain.contests import State
from app.services import boards, contests, first_run, practice
from app.services.contests import ContestView
from app.web.access import requires
from app.web.clock import now
from app.web.contest_cards import contest_card
from app.web.public import bp, presenters
from app.web.public.visitors import shareable, signed_in

LEADERS = 3


@bp.get("/")
@requires("view_public")
def show_home() -> Response:
    """What this is, the contest that is open now, and all others; on an empty site its set-up."""
    if first_run.is_open():
        return cast(Response, redirect(url_for("accounts.set_up"), 303))
    shown = [contest_card(one, now()) for one in contests.list_contests(now=now())]
    open_now = [card for card in shown if card.state is State.OPEN]
    hero = open_now[0] if open_now else None
    page = render_template(
        "public/home.html",
        hero=hero,
        visitor_here=signed_in() is not None,
        participation=contests.count_participation(hero.contest.id) if hero else None,
        leaders=_leaders(hero.contest) if hero else [],
        practice_offered=practice.is_offered(),
        coming=[card for card in shown if card.state is State.SCHEDULED],
        running=open_now[1:],
        over=[card for card in shown if card.state in (State.CLOSED, State.FINAL)],
    )
    return shareable(page)


def _leaders(contest: ContestView) -> list[presenters.PersonRow]:
    board = boards.individual_board(contest.slug, limit=LEADERS)
    return presenters.person_rows(board.rows, contest.rules)
