"""Contests over JSON, and one's own part in them."""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Response

from app.domain.rules_codec import to_plain
from app.services import contests, own_results
from app.services.contests import ContestView, RoundView
from app.services.own_results import Neighbour, OwnAttempt, OwnPart
from app.web.access import person, requires
from app.web.api import bp
from app.web.api.replying import private, rfc3339, shared
from app.web.api.results import result_of
from app.web.clock import now
from app.web.i18n import language
from app.wording.parting import neighbour_text


@bp.get("/contests")
@requires("view_public")
def list_contests() -> Response:
    """Every published contest, the open ones first."""
    return shared({"contests": [_contest(one) for one in contests.list_contests(now=now())]}, 1)


@bp.get("/contests/<slug>")
@requires("view_public")
def get_contest(slug: str) -> Response:
    """One contest: rules, rounds, state and the server's time."""
    contest = contests.get_public_contest(slug)
    body = {**_contest(contest), "rules": _rules(contest), "server_now": rfc3339(now())}
    return private(body)


@bp.get("/contests/<slug>/me")
@requires("take_contest")
def get_own_part(slug: str) -> Response:
    """One's own attempts, rank, and what parts one from one's neighbours."""
    part = own_results.get_own_part(slug, person_id=person().person_id, now=now())
    return private(_own(part))


def _contest(contest: ContestView) -> dict[str, Any]:
    return {
        "slug": contest.slug,
        "title": contest.title,
        "summary": contest.summary,
        "state": contest.state(now()).value,
        "minutes": contest.rules.minutes,
        "questions": contest.rules.question_count,
        "rounds": [_round(one) for one in contest.rounds],
    }


def _round(round_: RoundView) -> dict[str, Any]:
    return {
        "number": round_.number,
        "title": round_.title,
        "opens_at": rfc3339(round_.opens_at),
        "closes_at": rfc3339(round_.closes_at),
        "state": round_.state(now()).value,
    }


def _rules(contest: ContestView) -> dict[str, Any]:
    rules = to_plain(contest.rules)
    if contest.rules.prediction:
        rules["prediction"] = contest.rules.prediction.text_in(language())
    return rules


def _own(part: OwnPart) -> dict[str, Any]:
    return {
        "attempts": [_attempt(one) for one in part.attempts],
        "rank": part.rank,
        "total": part.total,
        "commune_rank": part.commune_rank,
        "organisation_rank": part.organisation_rank,
        "out_of_competition": part.outside,
        "ahead": _neighbour(part.ahead, ahead=True),
        "behind": _neighbour(part.behind, ahead=False),
    }


def _attempt(attempt: OwnAttempt) -> dict[str, Any]:
    return {
        "id": attempt.id,
        "round": attempt.round_number,
        "number": attempt.number,
        "started_at": rfc3339(attempt.started_at),
        "deadline_at": rfc3339(attempt.deadline_at),
        "submitted_at": rfc3339(attempt.closed_at) if attempt.closed_at else None,
        "receipt": attempt.receipt,
        "result": result_of(attempt.earned) if attempt.earned else None,
    }


def _neighbour(neighbour: Neighbour | None, *, ahead: bool) -> dict[str, Any] | None:
    if neighbour is None:
        return None
    return {
        "rank": neighbour.rank,
        "name": neighbour.name,
        "parted_by": neighbour.parted_by.value if neighbour.parted_by else None,
        "own": neighbour.own,
        "other": neighbour.other,
        "words": neighbour_text(neighbour, ahead=ahead),
    }
