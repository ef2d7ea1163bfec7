"""One unit of a call: its link, its reports, and what the organiser decides about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import ActivityClosed, InvalidRequest
from app.services import activity_calls, activity_photos, activity_reports
from app.services.activity_calls import UnitFacts
from app.services.activity_reports import ReportView
from app.web import faults
from app.web.access import person, requires
from app.web.activity_forms import ReportForm, filled_in
from app.web.activity_pages import photo_response
from app.web.bodies import takes_files
from app.web.clock import now
from app.web.organiser import bp
from app.web.organiser.activity_calls import new_token
from app.web.organiser.activity_forms import DecisionForm
from app.wording import refusals
from app.wording.campaign import report_state_text

Page = Response | str | tuple[str, int]


@bp.get("/activities/units/<int:unit_id>")
@requires("organise")
def show_activity_unit(unit_id: int) -> str:
    """A unit's link and all its reports."""
    unit = activity_calls.get_unit(unit_id)
    link = unit.token and url_for("public.report_activity", token=unit.token, _external=True)
    return _render("organiser/activity_unit.html", unit, link=link, **_reports_of(unit))


@bp.post("/activities/units/<int:unit_id>/link")
@requires("organise")
def change_activity_link(unit_id: int) -> Response:
    """A new link in place of the old one, or none."""
    who: dict[str, Any] = {"account_id": person().account_id, "now": now()}
    if "revoke" in request.form:
        activity_calls.revoke_token(unit_id, **who)
        flash(_("Đã thu hồi đường dẫn: không ai dùng được nữa."), "success")
    else:
        activity_calls.renew_token(unit_id, token=new_token, **who)
        flash(_("Đã tạo đường dẫn mới; đường dẫn cũ không dùng được nữa."), "success")
    return _to_unit(unit_id)


@bp.post("/activities/units/<int:unit_id>/remove")
@requires("organise")
def remove_activity_unit(unit_id: int) -> Response:
    """Ask this unit no more."""
    unit = activity_calls.get_unit(unit_id)
    try:
        activity_calls.remove_unit(unit_id, account_id=person().account_id, now=now())
    except InvalidRequest:
        flash(_("Đơn vị đã có báo cáo nên không bỏ được."), "error")
        return _to_unit(unit_id)
    flash(_("Đã bỏ %(unit)s khỏi đợt báo cáo.", unit=unit.name), "success")
    return redirect(url_for("organiser.show_activity_call", call_id=unit.call_id), 303)


@bp.route("/activities/units/<int:unit_id>/reports/new", methods=["GET", "POST"])
@takes_files
@requires("organise")
def enter_activity(unit_id: int) -> Page:
    """A report that the organiser enters for a unit."""
    unit = activity_calls.get_unit(unit_id)
    if request.method == "GET":
        return _form_page(unit, ReportForm(formdata=None), None)
    return _kept(unit, None)


@bp.route("/activities/reports/<int:report_id>", methods=["GET", "POST"])
@requires("organise")
def show_activity_report(report_id: int) -> Page:
    """One report with its photos, and the decision about it."""
    view = activity_reports.get_report(report_id, now=now())
    if request.method == "GET":
        return _report_page(view, DecisionForm(formdata=None, data={"note": view.facts.note}))
    form = DecisionForm()
    act: Callable[..., None] = activity_reports.accept_report
    if "return" in request.form:
        act = activity_reports.return_report
    try:
        act(report_id, note=form.note.data or "", account_id=person().account_id, now=now())
    except InvalidRequest as refusal:
        faults.place(form, refusal)
        return _report_page(view, form), 400
    except ActivityClosed as refusal:
        flash(refusals.message(refusal).message, "error")
        return redirect(url_for("organiser.show_activity_report", report_id=report_id), 303)
    flash(_("Đã ghi quyết định."), "success")
    return _to_unit(view.facts.unit_id)


@bp.route("/activities/reports/<int:report_id>/edit", methods=["GET", "POST"])
@takes_files
@requires("organise")
def edit_activity_report(report_id: int) -> Page:
    """A report that the organiser mends for its unit."""
    view = activity_reports.get_report(report_id, now=now())
    unit = activity_calls.get_unit(view.facts.unit_id)
    if request.method == "GET":
        return _form_page(unit, ReportForm(formdata=None, data=filled_in(view)), view)
    return _kept(unit, view)


@bp.get("/activities/photos/<int:photo_id>")
@requires("organise")
def show_activity_photo(photo_id: int) -> FlaskResponse:
    """A photo of any report."""
    return photo_response(activity_photos.get_photo(photo_id))


def _kept(unit: UnitFacts, view: ReportView | None) -> Page:
    form = ReportForm()
    try:
        activity_reports.keep_report(
            unit,
            view.facts.id if view else None,
            **form.values(),
            account_id=person().account_id,
            now=now(),
        )
    except InvalidRequest as refusal:
        faults.place(form, refusal)
        return _form_page(unit, form, view), 400
    except ActivityClosed as refusal:
        flash(refusals.message(refusal).message, "error")
        return _to_unit(unit.id)
    flash(_("Đã lưu báo cáo."), "success")
    return _to_unit(unit.id)


def _to_unit(unit_id: int) -> Response:
    return redirect(url_for("organiser.show_activity_unit", unit_id=unit_id), 303)


def _reports_of(unit: UnitFacts) -> dict[str, Any]:
    return {"reports": activity_reports.list_reports(unit_id=unit.id, now=now())}


def _form_page(unit: UnitFacts, form: ReportForm, view: ReportView | None) -> str:
    return _render("organiser/activity_report_form.html", unit, form=form, view=view)


def _report_page(view: ReportView, form: DecisionForm) -> str:
    unit = activity_calls.get_unit(view.facts.unit_id)
    return _render("organiser/activity_report.html", unit, form=form, view=view)


def _render(template: str, unit: UnitFacts, **values: Any) -> str:
    return render_template(
        template,
        unit=unit,
        call=activity_calls.get_call(unit.call_id),
        report_state_text=report_state_text,
        photo_address=lambda photo_id: url_for("organiser.show_activity_photo", photo_id=photo_id),
        **values,
    )
