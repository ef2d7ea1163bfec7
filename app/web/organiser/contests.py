"""Making, looking at and changing a contest."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import Refusal
from app.services import contests
from app.services.contests import ContestView
from app.web.access import person, requires
from app.web.clock import now
from app.web.organiser import bp, contest_values, presenters
from app.web.organiser.bank_shelf import Shelf
from app.web.organiser.contest_forms import ContestForm, RunningForm
from app.web.organiser.contest_rows import change_rows, known_names, offer
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
    if change_rows(form, request.form, shelf):
        return _form_page(form, shelf, None)
    made = _save(form, shelf, None)
    if made is None:
        return _form_page(form, shelf, None), 400
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
    if request.method == "GET" or change_rows(form, request.form, shelf):
        return _edit_page(form, shelf, contest)
    if _save(form, shelf, contest) is None:
        return _edit_page(form, shelf, contest), 400
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


def _save(form: AnyForm, shelf: Shelf, contest: ContestView | None) -> ContestView | None:
    """What the services made of the form; None when it has to be looked at again."""
    offer(form, shelf)
    if not form.validate():
        return None
    try:
        if contest is None:
            return _create(form)
        return _update(form, contest)
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
        now=now(),
    )


def _form_page(form: ContestForm, shelf: Shelf, contest: ContestView | None) -> str:
    offer(form, shelf)
    page = presenters.form_page(form, shelf, contest)
    return render_template("organiser/contest_form.html", **page)


def _edit_page(form: AnyForm, shelf: Shelf, contest: ContestView) -> str:
    if isinstance(form, ContestForm):
        return _form_page(form, shelf, contest)
    offer(form, shelf)
    page = presenters.running_page(form, contest, now())
    return render_template("organiser/contest_running.html", **page)
