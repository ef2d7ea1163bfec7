"""Drawing lots among people whom nothing else parts: held once, in the open, for good."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.contest_rules import ChainStep
from app.domain.errors import ContestNotClosed, InvalidRequest, NotFound
from app.domain.lots import LONGEST_PHRASE, HeldDraw
from app.domain.text import clean_line
from app.services import audit, board_refresh, contest_views
from app.services.transactions import writing
from app.storage import contests as storage
from app.storage import derivations


def hold_draw(
    slug: str, *, seed: str, phrase: str = "", account_id: int | None, now: datetime
) -> HeldDraw:
    """Draw lots: from then on equal people stand in the order of their lots.

    `seed` is a secret of this moment (64 hex digits, from the edge); `phrase` may be said
    by those who watch, so that nobody can have known the lots before. Possible once all
    rounds are over and nobody answers any more.

    Raises `NotFound`, `ContestNotClosed`, and `InvalidRequest`: "no_draw" when the chain
    has none, "held" when it was held, "final", "unsettled" while a prediction waits that
    comes before, "too_long" of the phrase.
    """
    clean = clean_line(phrase)
    if len(clean) > LONGEST_PHRASE:
        raise InvalidRequest((("phrase", "too_long"),))
    with writing() as session:
        derivations.hold_boards(session)
        contest = storage.hold_contest(session, slug)
        if contest is None:
            raise NotFound()
        view = contest_views.get_view(storage.find_contest(slug))
        wrong = _wrong(view)
        if wrong:
            raise InvalidRequest((("draw", wrong),))
        grace = timedelta(seconds=view.rules.grace_seconds)
        if view.published_at is None or now <= view.closes_at + grace:
            raise ContestNotClosed()
        if storage.has_open_attempts(contest.id):
            raise ContestNotClosed()
        contest.draw_seed, contest.draw_phrase, contest.drawn_at = seed, clean, now
        derivations.reopen(session, contest.id)
        audit.record(
            session,
            account_id=account_id,
            act="contest.draw",
            subject=f"contest/{slug}",
            detail={"seed": seed, "phrase": clean},
            now=now,
        )
    board_refresh.refresh(now)
    return HeldDraw(seed, clean, now)


def _wrong(contest: contest_views.ContestView) -> str | None:
    chain = contest.rules.chain
    if ChainStep.DRAW not in chain:
        return "no_draw"
    if contest.draw is not None:
        return "held"
    if contest.finalised_at is not None:
        return "final"
    unsettled = any(one.settled_prediction is None for one in contest.rounds)
    return "unsettled" if ChainStep.PREDICTION in chain and unsettled else None
