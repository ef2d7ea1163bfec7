"""The share card of one's own result."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _

from app.services import attempts, cards, contests
from app.services.cards import Card
from app.web import filters
from app.web.access import requires, signed_identity
from app.web.clock import now
from app.web.i18n import language
from app.web.play import bp


@bp.get("/attempts/<int:attempt_id>/card.png")
@requires("answer")
def show_card(attempt_id: int) -> Response:
    """A picture to show around: contest, score and day; no name, no unit, no receipt."""
    sitting = attempts.get_sitting(attempt_id=attempt_id, identity=signed_identity(), now=now())
    earned = cards.earned_for_card(sitting)
    contest = contests.get_contest_by_id(sitting.facts.contest_id)
    ended = sitting.facts.closed_at
    card = Card(
        heading=_("Tôi đã dự thi"),
        title=contest.title,
        points=filters.points(earned.mills),
        most=filters.points(earned.max_mills),
        unit=_("điểm"),
        day=filters.day(ended) if ended else "",
        lang=language(),
    )
    response = Response(cards.picture(card), mimetype="image/png")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Disposition"] = 'inline; filename="thi-so.png"'
    return response
