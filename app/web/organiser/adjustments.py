"""Giving time back: an outage for everybody, extra time or a reopening for one person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.domain.errors import Refusal
from app.domain.phones import shown
from app.services import adjustments, contests
from app.services.adjustments import Case
from app.web.access import person, requires
from app.web.clock import now
from app.web.organiser import bp, field_errors
from app.web.organiser.adjustment_forms import AttemptForm, OutageForm
from app.wording.adjustments import clock, kind_label, minute, minutes_text, note_text

Answer = Response | str | tuple[str, int]
LONGEST_SEARCH = 120
LEAST_MINUTES = 5
_MINUTE = timedelta(minutes=1)


@bp.get("/contests/<slug>/adjustments")
@requires("organise")
def list_adjustments(slug: str) -> str:
    """What was done so far, and the ways to give time back."""
    return _list_page(slug, OutageForm(formdata=None))


@bp.post("/contests/<slug>/adjustments/outage")
@requires("organise")
def record_outage(slug: str) -> Answer:
    """First how many attempts an outage concerns; done once that is confirmed."""
    contest = contests.get_public_contest(slug)
    form = OutageForm()
    if not form.validate():
        return _list_page(slug, form), 400
    span = {"from_at": form.from_at.data, "until_at": form.until_at.data}
    try:
        if "confirm" not in request.form:
            reach = adjustments.preview_outage(slug, **span, now=now())
            return render_template(
                "organiser/adjustments_outage.html",
                contest=contest,
                form=form,
                reach=reach,
                start=clock(span["from_at"]),
                until=clock(span["until_at"]),
            )
        reach = adjustments.record_outage(
            slug, **span, reason=form.reason.data, account_id=person().account_id, now=now()
        )
    except Refusal as refusal:
        field_errors.put(form, refusal)
        return _list_page(slug, form), 400
    flash(
        ngettext(
            "Đã ghi sự cố; %(num)s lượt thi được thêm giờ.",
            "Đã ghi sự cố; %(num)s lượt thi được thêm giờ.",
            reach.lengthened,
        ),
        "success",
    )
    return redirect(url_for("organiser.list_adjustments", slug=slug), 303)


@bp.route("/contests/<slug>/adjustments/attempts/<int:attempt_id>", methods=["GET", "POST"])
@requires("organise")
def adjust_attempt(slug: str, attempt_id: int) -> Answer:
    """More time for an open attempt; a closed one is opened again."""
    case = adjustments.get_case(slug, attempt_id)
    if request.method == "GET":
        return _case_page(slug, case, AttemptForm(formdata=None, minutes=_offered(case)))
    form = AttemptForm()
    if not form.validate():
        return _case_page(slug, case, form), 400
    act = adjustments.reopen if request.form.get("act") == "reopen" else adjustments.extend
    try:
        deadline = act(
            slug,
            attempt_id=attempt_id,
            seconds=form.minutes.data * 60,
            reason=form.reason.data,
            account_id=person().account_id,
            now=now(),
        )
    except Refusal as refusal:
        field_errors.put(form, refusal)
        return _case_page(slug, adjustments.get_case(slug, attempt_id), form), 400
    name = case.attempt.full_name
    flash(_("%(name)s làm bài được tới %(end)s.", name=name, end=minute(deadline)), "success")
    return redirect(url_for("organiser.list_adjustments", slug=slug), 303)


def _list_page(slug: str, form: OutageForm) -> str:
    contest = contests.get_public_contest(slug)
    query = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    return render_template(
        "organiser/adjustments.html",
        contest=contest,
        form=form,
        query=query,
        shown_phone=shown,
        found=adjustments.find_attempts(slug, query) if query else [],
        acts=[_row(one) for one in adjustments.list_adjustments(slug)],
    )


def _row(act: adjustments.AdjustmentFacts) -> dict[str, Any]:
    if act.from_at and act.until_at and act.seconds is None:
        what = _("Từ %(start)s đến %(until)s", start=clock(act.from_at), until=clock(act.until_at))
    else:
        what = minutes_text(act.seconds or 0)
    return {"act": act, "kind": kind_label(act.kind), "what": what}


def _case_page(slug: str, case: Case, form: AttemptForm) -> str:
    return render_template(
        "organiser/adjustments_attempt.html",
        contest=contests.get_public_contest(slug),
        case=case,
        shown_phone=shown,
        form=form,
        notes=[note_text(note) for note in case.notes],
        left=minutes_text(int(case.left.total_seconds())),
    )


def _offered(case: Case) -> int:
    """The minutes that the form begins with: what was left, rounded up."""
    return max(LEAST_MINUTES, -(-case.left // _MINUTE))
