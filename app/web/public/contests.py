"""The page of one contest: when, by which rules, and the way in."""

from __future__ import annotations

from flask import Response, render_template, request

from app.domain.contests import State
from app.domain.errors import BirthYearRequired, Refusal
from app.domain.waiting import OFFERED_BEFORE
from app.services import (
    contests,
    corrections,
    own_results,
    participation_days,
    practice,
    unit_history,
)
from app.services.contests import ContestView
from app.services.own_results import OwnAttempt
from app.web.access import requires
from app.web.clock import now
from app.web.contest_cards import contest_card, round_row
from app.web.i18n import language
from app.web.public import bp
from app.web.public.own_place import find_refusal, own_values
from app.web.public.visitors import shareable, signed_in
from app.wording.rules import rules_sentences


@bp.get("/contests/<slug>")
@requires("view_public")
def show_contest(slug: str) -> Response:
    """Times, rules, prizes, own attempts, and the button that starts one."""
    contest = contests.get_public_contest(slug)
    who = signed_in()
    attempts = own_results.list_own(contest, who.person_id) if who else []
    refusal = find_refusal(contest, who)
    page = render_template(
        "public/contest.html",
        card=contest_card(contest, now()),
        rounds=[round_row(one, now()) for one in contest.rounds],
        rules=rules_sentences(contest.rules, language(), len(contest.rounds)),
        corrections=corrections.list_public(contest),
        participation=contests.count_participation(contest.id),
        who=who,
        practice_offered=practice.is_offered(),
        attempts=list(reversed(attempts)),
        invited=_invited(),
        way_in=_way_in(contest, attempts, refusal, known=who is not None),
        publishes=participation_days.publishes(contest),
        **own_values(contest, attempts, who, refusal),
    )
    return shareable(page)


def _invited() -> dict[str, str]:
    """The unit that a poster's address brings along, for the registration."""
    commune, organisation = (request.args.get(name, "") for name in ("commune", "organisation"))
    if not commune and not organisation:
        return {}
    return unit_history.invited_unit(commune=commune, organisation=organisation)


def _way_in(
    contest: ContestView, attempts: list[OwnAttempt], refusal: Refusal | None, *, known: bool
) -> str:
    """Which way in the page offers.

    One of closed, wait, sign_in, resume, start, birth_year (to be said first), none_left.
    """
    if contest.state(now()) is State.SCHEDULED:
        soon = [one for one in contest.rounds if now() < one.opens_at <= now() + OFFERED_BEFORE]
        return "wait" if soon else "closed"
    if contest.state(now()) is not State.OPEN:
        return "closed"
    if not known:
        return "sign_in"
    if any(one.closed_at is None and one.deadline_at > now() for one in attempts):
        return "resume"
    if isinstance(refusal, BirthYearRequired):
        return "birth_year"
    return "start" if refusal is None else "none_left"
