"""What a bank is called, what it is about, and its topics."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.bank_problems import Problem, Severity
from app.domain.errors import BankChanged, BankRefused
from app.domain.questions import Bank
from app.services import bank_editing, bank_views
from app.services.bank_views import WholeBank
from app.web.access import person, requires
from app.web.clock import now
from app.web.organiser import bp
from app.web.organiser.form_fields import clean, clean_line
from app.web.organiser.question_words import beside, label
from app.web.small_numbers import small_int

Head = dict[str, Any]
MOST_TOPICS = 500


@bp.route("/banks/<slug>/head", methods=["GET", "POST"])
@requires("organise")
def edit_bank(slug: str) -> Response | str | tuple[str, int]:
    """Title, description, licence and topics of the newest version."""
    whole = bank_views.get_whole(slug)
    if request.method == "GET":
        return _page(whole, _head_of(whole.bank), whole.version.number)
    head, started_from = _posted(), request.form.get("started_from", 0, type=small_int)
    act, _colon, place = request.form.get("act", "save").partition(":")
    if act == "add":
        head["topics"] = [*head["topics"][: MOST_TOPICS - 1], {"id": "", "title": ""}]
        return _page(whole, head, started_from, focus=f"topics.{len(head['topics']) - 1}.title")
    if act == "remove":
        kept = [one for n, one in enumerate(head["topics"]) if str(n) != place]
        return _page(whole, {**head, "topics": kept}, started_from, focus="add.topics")
    head["topics"] = _named(head["topics"])
    try:
        done = bank_editing.save_head(
            slug, head, started_from=started_from, account_id=person().account_id, now=now()
        )
    except BankRefused as refusal:
        return _page(whole, head, started_from, refusal.problems), 400
    except BankChanged as changed:
        return _page(whole, head, changed.number, conflict=started_from), 409
    if done.already_there:
        flash(_("Không có gì thay đổi nên không lưu bản mới."), "info")
    else:
        flash(_("Đã lưu; bản mới là bản %(number)s.", number=done.number), "success")
    return redirect(url_for("organiser.edit_bank", slug=slug), 303)


def _head_of(bank: Bank) -> Head:
    return {
        "title": bank.title,
        "description": bank.description or "",
        "licence": bank.licence or "",
        "topics": [{"id": topic.id, "title": topic.title} for topic in bank.topics],
    }


def _posted() -> Head:
    given = request.form
    ids, titles = given.getlist("topic_id"), given.getlist("topic_title")
    pairs = list(zip(ids, titles, strict=False))[:MOST_TOPICS]
    return {
        "title": clean_line(given.get("title")),
        "description": clean(given.get("description")),
        "licence": clean_line(given.get("licence")),
        "topics": [{"id": clean_line(one), "title": clean_line(two)} for one, two in pairs],
    }


def _named(topics: list[dict[str, str]]) -> list[dict[str, str]]:
    """The topics that have something in them; new ones get an id made from their title."""
    kept = [one for one in topics if one["id"] or one["title"]]
    return bank_editing.with_topic_ids(kept)


def _page(
    whole: WholeBank,
    head: Head,
    started_from: int,
    problems: tuple[Problem, ...] = (),
    *,
    conflict: int | None = None,
    focus: str = "",
) -> str:
    counts: dict[str | None, int] = {}
    for question in whole.bank.questions:
        counts[question.topic] = counts.get(question.topic, 0) + 1
    return render_template(
        "organiser/bank_head.html",
        bank=whole.view,
        head=head,
        started_from=started_from,
        conflict=conflict,
        counts=counts,
        most_topics=MOST_TOPICS,
        label_of=label,
        errors=beside(problems, Severity.ERROR),
        warnings=beside(problems, Severity.WARNING),
        focus=focus,
    )
