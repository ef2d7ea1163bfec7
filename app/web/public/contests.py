"""The page of one contest: when, by which rules, and the way in."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, render_template

from app.domain.contests import State
from app.services import contests, own_results, practice, starting
from app.services.contests import ContestView
from app.services.own_results import OwnAttempt
from app.web.access import requires
from app.web.clock import now
from app.web.i18n import language
from app.web.public import bp, presenters
from app.web.public.visitors import shareable, signed_in
from app.wording.rules import rules_sentences

WAITING = timedelta(minutes=30)
"""How long before an opening the waiting page is offered."""


@bp.get("/contests/<slug>")
@requires("view_public")
def show_contest(slug: str) -> Response:
    """Times, rules, prizes, own attempts, and the button that starts one."""
    contest = contests.get_public_contest(slug)
    who = signed_in()
    attempts = own_results.list_own(contest, who.person_id) if who else []
    page = render_template(
        "public/contest.html",
        card=presenters.contest_card(contest, now()),
        rounds=[presenters.round_row(one, now()) for one in contest.rounds],
        rules=rules_sentences(contest.rules, language(), len(contest.rounds)),
        participation=contests.count_participation(contest.id),
        who=who,
        practice_offered=practice.is_offered(),
        attempts=list(reversed(attempts)),
        way_in=_way_in(contest, attempts, None if who is None else who.person_id),
    )
    return shareable(page)


def _way_in(contest: ContestView, attempts: list[OwnAttempt], person_id: int | None) -> str:
    """Which way in the page offers: closed, wait, sign_in, resume, start, or none_left."""
    if contest.state(now()) is State.SCHEDULED:
        soon = [one for one in contest.rounds if now() < one.opens_at <= now() + WAITING]
        return "wait" if soon else "closed"
    if contest.state(now()) is not State.OPEN:
        return "closed"
    if person_id is None:
        return "sign_in"
    if any(one.closed_at is None and one.deadline_at > now() for one in attempts):
        return "resume"
    return "start" if starting.may_start(contest, person_id, now()) else "none_left"
