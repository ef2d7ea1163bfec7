"""The result of an attempt, as far as the contest's policy shows it."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.services import (
    answer_files,
    appeals,
    attempts,
    boards,
    certificates,
    contests,
    corrections,
    reviews,
    starting,
    voids,
)
from app.services.boards import OwnPlace
from app.services.contests import ContestView
from app.services.reviews import Review
from app.web.access import requires, signed_identity
from app.web.clock import now
from app.web.papers import reviewed_answer, to_read
from app.web.play import bp, presenters
from app.web.play.client import leftover_data
from app.web.play.presenters import round_title
from app.wording.answer_files import file_note


@bp.get("/attempts/<int:attempt_id>/result")
@requires("answer")
def show_result(attempt_id: int) -> Response | str:
    """Score, receipt and answers by the policy; an open attempt goes on."""
    sitting = attempts.get_sitting(attempt_id=attempt_id, identity=signed_identity(), now=now())
    if sitting.facts.closed_at is None:
        return redirect(url_for("play.show_attempt", attempt_id=attempt_id), 303)
    contest = contests.get_contest_by_id(sitting.facts.contest_id)
    seen = reviews.review(sitting, contest, now())
    return render_template(
        "play/result.html",
        result=_result(sitting, contest, seen),
        notes=presenters.notes(sitting),
        files=[file_note(one) for one in answer_files.list_of_attempt(attempt_id)],
        leftover=None if contest.finalised_at else leftover_data(sitting),
        certificates=certificates.find_offer(contest, sitting.facts.person_id, now()),
        appeals=_appeals(sitting, contest),
        corrections=corrections.list_public(contest),
        may_again=starting.may_start(contest, sitting.facts.person_id, now()),
        outside=starting.role_in(contest, sitting.facts.person_id) is not None,
        void=voids.find(attempt_id),
    )


def _result(sitting: attempts.Sitting, contest: ContestView, seen: Review) -> dict[str, Any]:
    facts, earned = sitting.facts, seen.receipt.result
    place = boards.own_place(contest.slug, facts.person_id) if earned else None
    return {
        "contest": {"slug": contest.slug, "title": contest.title},
        "attempt_id": facts.id,
        "attempt_number": facts.number,
        "round_title": round_title(contest, facts.round_id),
        "submitted_at": facts.closed_at,
        "closed_by": facts.closed_by,
        "receipt": seen.receipt.code,
        "policy": sitting.rules.result_policy,
        "points": earned.mills if earned else None,
        "max_points": earned.max_mills if earned else None,
        "correct": earned.correct if earned else None,
        "total": len(sitting.questions),
        "counted": seen.receipt.counted,
        "time_ms": earned.time_ms if earned else None,
        "frozen_since": contest.freeze.freeze_at if contest.freeze.is_on(now()) else None,
        "places": _places(place) if place else [],
        "answers": None
        if seen.answers is None
        else [reviewed_answer(number, one) for number, one in enumerate(seen.answers, start=1)],
        "later": seen.explained_later,
        "to_read": to_read(sitting.facts.bank_version_id, seen.answers or ()),
    }


def _appeals(sitting: attempts.Sitting, contest: ContestView) -> dict[str, Any] | None:
    """What was appealed, and whether more can be; None where answers are not shown."""
    if not appeals.may_see(sitting):
        return None
    return {
        "attempt_id": sitting.facts.id,
        "own": appeals.list_own(sitting.facts.id),
        "open": appeals.may_appeal(sitting, contest),
    }


def _places(place: OwnPlace) -> list[dict[str, Any]]:
    row = place.row
    found = [
        {"kind": "individual", "where": None, "rank": place.rank, "total": place.total},
        {
            "kind": "commune",
            "where": row.commune_name,
            "rank": place.commune_rank,
            "total": place.commune_total,
        },
        {
            "kind": "organisation",
            "where": row.organisation_name,
            "rank": place.organisation_rank,
            "total": place.organisation_total,
        },
    ]
    return [one for one in found if one["rank"] is not None]
