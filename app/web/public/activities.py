"""A unit's page for reporting what it did, behind its secret link; no account is needed."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.domain.errors import ActivityClosed, InvalidRequest
from app.services import activity_calls, activity_photos, activity_reports, unit_contacts
from app.services.activity_calls import CallFacts, UnitFacts
from app.services.activity_reports import ReportView
from app.web.access import requires
from app.web.activity_forms import ReportForm, filled_in
from app.web.activity_pages import photo_response, place_faults, private
from app.web.bodies import takes_files
from app.web.clock import now
from app.web.public import bp
from app.wording import refusals
from app.wording.campaign import report_state_text


@bp.route("/activities/<token>", methods=["GET", "POST"])
@takes_files
@requires("report_activity")
def report_activity(token: str) -> Response:
    """What is asked, what the unit has reported already, and the form for one more."""
    unit = activity_calls.get_unit_by_token(token)
    if request.method == "GET":
        return _page(token, unit, ReportForm(formdata=None))
    return _kept(token, unit, None)


@bp.route("/activities/<token>/reports/<int:report_id>", methods=["GET", "POST"])
@takes_files
@requires("report_activity")
def edit_activity(token: str, report_id: int) -> Response:
    """One report: its form while it may change, else as it stands."""
    unit = activity_calls.get_unit_by_token(token)
    view = activity_reports.get_report(report_id, unit_id=unit.id, now=now())
    if request.method == "GET":
        return _page(token, unit, ReportForm(formdata=None, data=filled_in(view)), view)
    return _kept(token, unit, view)


@bp.post("/activities/<token>/reports/<int:report_id>/delete")
@requires("report_activity")
def delete_activity(token: str, report_id: int) -> Response:
    """Delete a report that may still change."""
    unit = activity_calls.get_unit_by_token(token)
    try:
        activity_reports.delete_report(unit, report_id, account_id=None, now=now())
    except ActivityClosed as refusal:
        flash(refusals.message(refusal).message, "error")
    else:
        flash(_("Đã xoá báo cáo."), "success")
    return _back(token)


@bp.get("/activities/<token>/photos/<int:photo_id>")
@requires("report_activity")
def show_activity_photo(token: str, photo_id: int) -> Response:
    """A photo of one of the unit's own reports."""
    unit = activity_calls.get_unit_by_token(token)
    return photo_response(activity_photos.get_photo(photo_id, unit_id=unit.id))


@bp.app_template_global()
def asked_activities(account_id: int) -> list[tuple[CallFacts, UnitFacts]]:
    """What the units that an account watches over are asked to report, latest deadline first."""
    mine = unit_contacts.list_of_account(account_id)
    communes = [one.commune_code for one in mine if one.commune_code]
    organisations = [one.organisation_id for one in mine if one.organisation_id]
    return activity_calls.list_asked(communes=communes, organisations=organisations)


def _kept(token: str, unit: UnitFacts, view: ReportView | None) -> Response:
    form = ReportForm()
    values = form.values()
    try:
        activity_reports.keep_report(
            unit, view.facts.id if view else None, **values, account_id=None, now=now()
        )
    except InvalidRequest as refusal:
        place_faults(form, refusal)
        return _page(token, unit, form, view, status=400)
    except ActivityClosed as refusal:
        flash(refusals.message(refusal).message, "error")
        return _back(token)
    said = _("Đã gửi báo cáo. Cảm ơn đơn vị.") if values["send"] else _("Đã lưu, chưa gửi.")
    flash(said, "success")
    return _back(token)


def _back(token: str) -> Response:
    return private(make_response(redirect(url_for("public.report_activity", token=token), 303)))


def _page(
    token: str,
    unit: UnitFacts,
    form: ReportForm,
    view: ReportView | None = None,
    *,
    status: int = 200,
) -> Response:
    call = activity_calls.get_call(unit.call_id)
    page = render_template(
        "public/activity.html" if view else "public/activities.html",
        token=token,
        call=call,
        unit=unit,
        form=form,
        view=view,
        over=now() >= call.deadline_at,
        reports=activity_reports.list_reports(unit_id=unit.id, now=now()),
        report_state_text=report_state_text,
        photo_address=lambda photo_id: url_for(
            "public.show_activity_photo", token=token, photo_id=photo_id
        ),
    )
    return private(make_response(page, status))
