"""Making, looking at and changing a contest."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import ContestRunning, ReasonRequired, Refusal
from app.services import contests
from app.services.contests import ContestView
from app.web.access import person, requires
from app.web.clock import now
from app.web.organiser import bp, contest_guarding, contest_values, contest_words, presenters
from app.web.organiser.bank_shelf import Shelf
from app.web.organiser.contest_forms import ContestForm, RunningForm
from app.web.organiser.contest_plans import PlanForm, plan_of
from app.web.organiser.contest_rows import change_rows, known_names, offer
from app.web.organiser.contest_words import Words
from app.web.organiser.field_errors import put

Answer = Response | str | tuple[str, int]
AnyForm = ContestForm | RunningForm


@bp.get("/contests/<slug>")
@requires("organise")
def show_contest(slug: str) -> str:
    """A contest with its numbers, its rules, and what is to be done next."""
    contest = contests.get_contest(slug)
    return render_template("organiser/contest.html", **presenters.contest_page(contest, now()))


@bp.route("/contests/new", methods=["GET", "POST"])
@requires("organise")
def create_contest() -> Answer:
    """All of a new contest on one page; saved as a draft."""
    shelf = Shelf()
    if request.method == "GET":
        form = ContestForm(formdata=None, data=contest_values.new_contest(shelf, now()))
        return _form_page(form, shelf, None)
    form = ContestForm(formdata=known_names(request.form))
    plan = _plan(form)
    if change_rows(form, request.form, shelf, plan):
        return _form_page(form, shelf, None, plan)
    made = _save(form, shelf, None)
    if made is None:
        return _form_page(form, shelf, None, plan), 400
    flash(_("Đã lưu bản nháp. Xem lại rồi công bố."), "success")
    return redirect(url_for("organiser.show_contest", slug=made.slug), 303)


@bp.route("/contests/<slug>/edit", methods=["GET", "POST"])
@requires("organise")
def edit_contest(slug: str) -> Answer:
    """Everything while nobody has begun; afterwards the texts, and rounds as far as is fair."""
    contest = contests.get_contest(slug)
    shelf = Shelf(used={one.bank_version_id for one in contest.rounds})
    running = contests.count_participation(contest.id).attempts > 0
    form = _edit_form(contest, shelf, running=running)
    plan = _plan(form)
    if request.method == "GET" or change_rows(form, request.form, shelf, plan):
        return _edit_page(form, shelf, contest, plan)
    try:
        saved = _save(form, shelf, contest)
    except ReasonRequired as required:
        return _confirm_page(form, contest, required)
    if saved is None:
        return _edit_page(form, shelf, contest, plan), 400
    flash(_("Đã lưu thay đổi."), "success")
    return redirect(url_for("organiser.show_contest", slug=slug), 303)


def _edit_form(contest: ContestView, shelf: Shelf, *, running: bool) -> AnyForm:
    if request.method == "POST":
        # As it was sent: had somebody begun meanwhile, the service says what may not change.
        kind = ContestForm if "minutes" in request.form else RunningForm
        return kind(formdata=known_names(request.form))
    if running:
        return RunningForm(formdata=None, data=contest_values.running_values(contest, shelf))
    return ContestForm(formdata=None, data=contest_values.form_values(contest, shelf))


def _plan(form: AnyForm) -> PlanForm | None:
    """The line that plans weekly rounds, as it was sent; only while everything may change."""
    if request.method == "GET" or not isinstance(form, ContestForm):
        return None
    if "plan_first" not in request.form:
        return None
    return PlanForm(formdata=known_names(request.form))


def _save(form: AnyForm, shelf: Shelf, contest: ContestView | None) -> ContestView | None:
    """What the services made of the form; None when it has to be looked at again.

    Raises `ReasonRequired`.
    """
    offer(form, shelf)
    if not form.validate():
        return None
    try:
        if contest is None:
            return _create(form)
        return _update(form, contest)
    except ReasonRequired:
        raise
    except ContestRunning as running:
        form.form_errors.append(contest_guarding.why_not(running))
    except Refusal as refusal:
        put(form, refusal, _draw_rows(form))
    return None


def _draw_rows(form: AnyForm) -> list[int]:
    return contest_values.drawn_rows(form) if isinstance(form, ContestForm) else []


def _create(form: Any) -> ContestView:
    return contests.create_contest(
        account_id=person().account_id,
        slug=contest_values.slug_from(form),
        **contest_values.texts_from(form),
        rules=contest_values.rules_from(form),
        rounds=contest_values.rounds_from(form.rounds, common=form.bank.data),
        now=now(),
    )


def _update(form: AnyForm, contest: ContestView) -> ContestView:
    rules, common = contest.rules, ""
    if isinstance(form, ContestForm):
        rules, common = contest_values.rules_from(form), form.bank.data
    return contests.update_contest(
        contest.slug,
        account_id=person().account_id,
        **contest_values.texts_from(form),
        rules=rules,
        rounds=contest_values.rounds_from(form.rounds, common=common, before=contest.rounds),
        # Only from the page that has said whom the change touches.
        reason=form.reason.data if "confirmed" in request.form else "",
        now=now(),
    )


def _form_page(
    form: ContestForm, shelf: Shelf, contest: ContestView | None, plan: PlanForm | None = None
) -> str:
    offer(form, shelf)
    page = presenters.form_page(form, shelf, contest, plan or plan_of(form))
    return render_template("organiser/contest_form.html", **page, words=_words(form, shelf))


def _words(form: ContestForm, shelf: Shelf) -> Words:
    """The rules of the page in words; a form that was sent is read once more, to say its faults."""
    if request.method == "GET":
        return contest_words.describe_filled(form, now())
    sent = ContestForm(formdata=known_names(request.form))
    return contest_words.describe_posted(sent, shelf, now(), shown=form)


def _edit_page(
    form: AnyForm, shelf: Shelf, contest: ContestView, plan: PlanForm | None = None
) -> str:
    if isinstance(form, ContestForm):
        return _form_page(form, shelf, contest, plan)
    offer(form, shelf)
    page = presenters.running_page(form, contest, now())
    return render_template("organiser/contest_running.html", **page)


def _confirm_page(form: AnyForm, contest: ContestView, required: ReasonRequired) -> str:
    page = contest_guarding.confirm_page(form, contest, required.dangers, request.form, now())
    return render_template("organiser/contest_confirm.html", **page)
