"""The result of an attempt, as far as the contest's policy shows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import current_app, redirect, render_template, send_from_directory, url_for
from werkzeug.wrappers import Response

from app.domain.questions import Key, Question, QuestionType
from app.services import answer_files, attempts, banks, boards, contests, reviews, starting
from app.services.boards import OwnPlace
from app.services.contests import ContestView
from app.services.reviews import Review, ReviewedAnswer
from app.web.access import requires, signed_identity
from app.web.clock import now
from app.web.i18n import language
from app.web.play import bp, presenters
from app.web.play.client import leftover_data
from app.web.play.presenters import round_title
from app.wording.answer_files import file_note
from app.wording.labels import truth


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
        may_again=starting.may_start(contest, sitting.facts.person_id, now()),
    )


@bp.get("/images/<path:file>")
@requires("view_public")
def show_image(file: str) -> Response:
    """An image of a bank."""
    return send_from_directory(current_app.config["QUESTIONS_FOLDER"] / "images", file)


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
        "places": _places(place) if place else [],
        "answers": None
        if seen.answers is None
        else [reviewed_answer(number, one) for number, one in enumerate(seen.answers, start=1)],
        "later": seen.explained_later,
        "to_read": to_read(sitting.facts.bank_version_id, seen.answers or ()),
    }


def to_read(bank_version_id: int, answers: Iterable[ReviewedAnswer]) -> list[dict[str, Any]]:
    """Topics of the questions missed, most missed first, each with its sources to read.

    Only of answers that are explained by now: the others have no mark here.
    """
    titles = {topic.id: topic.title for topic in banks.compiled(bank_version_id).topics}
    missed: dict[str, list[ReviewedAnswer]] = {}
    for one in answers:
        if one.mark is not None and not one.mark.correct:
            missed.setdefault(one.question.topic or "", []).append(one)
    by_need = sorted(missed.items(), key=lambda item: -len(item[1]))
    return [
        {
            "topic": titles.get(topic),
            "count": len(ones),
            "sources": sorted({one.key.source for one in ones if one.key and one.key.source}),
        }
        for topic, ones in by_need
    ]


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


def reviewed_answer(number: int, one: ReviewedAnswer) -> dict[str, Any]:
    """One question as play/_review.html shows it."""
    words = one.question.translations.get(language())
    names = _names(one.question)
    explanation = None
    if one.key is not None:
        explanation = one.key.explanations.get(language(), one.key.explanation)
    return {
        "number": number,
        "text": words.text if words else one.question.text,
        "own": _readable(one.question, one.response, names),
        "right": _right(one.question, one.key, names) if one.key else None,
        "mark": _mark(one),
        "explanation": explanation,
        "source": one.key.source if one.key else None,
    }


def _mark(one: ReviewedAnswer) -> str | None:
    if one.mark is None:
        return None
    if one.mark.correct:
        return "right"
    return "part" if one.mark.mills > 0 else "wrong"


def _names(question: Question) -> dict[str, str]:
    everything = (*question.options, *question.lefts, *question.rights)
    names = {option.id: option.text for option in everything}
    words = question.translations.get(language())
    return {**names, **words.options} if words else names


def _readable(question: Question, response: Any, names: dict[str, str]) -> list[str]:
    if response is None:
        return []
    if question.type is QuestionType.BOOLEAN:
        return [truth(bool(response))]
    if question.type is QuestionType.MATCH:
        return [f"{names[left]} → {names[right]}" for left, right in response.items()]
    if isinstance(response, list):
        return [names[item] for item in response]
    return [names.get(response, str(response))]


def _right(question: Question, key: Key, names: dict[str, str]) -> list[str]:
    if key.truth is not None:
        return [truth(key.truth)]
    if key.number is not None:
        return [str(key.number)]
    if key.texts:
        return [key.texts[0]]
    if key.order:
        return [names[item] for item in key.order]
    if key.pairs:
        return [f"{names[left]} → {names[right]}" for left, right in key.pairs.items()]
    return [names[option.id] for option in question.options if option.id in key.options]
