"""Calls to units: who is asked, who has reported, and reminding the others."""

from __future__ import annotations

import secrets

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.domain.errors import InvalidRequest
from app.services import activity_calls, lists
from app.services.activity_calls import CallFacts, UnitFacts
from app.web import downloads, faults
from app.web.access import person, requires
from app.web.clock import now
from app.web.filters import day_time
from app.web.organiser import bp
from app.web.organiser.activity_forms import CallForm, filled_in

Page = Response | str | tuple[str, int]
TOKEN_BYTES = 16
SHOWS = ("all", "missing", "waiting", "late")


def new_token() -> str:
    """A secret that nobody can guess: 22 letters and digits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


@bp.get("/activities")
@requires("organise")
def list_activity_calls() -> str:
    """All calls with how many units have answered."""
    return render_template(
        "organiser/activity_calls.html", calls=activity_calls.list_calls(), now=now()
    )


@bp.get("/activities.xlsx")
@requires("organise")
def export_activity_calls() -> FlaskResponse:
    """The list as a workbook."""
    rows: list[lists.Row] = [
        [one.title, day_time(one.deadline_at), one.asked, one.answered, one.waiting]
        for one in activity_calls.list_calls()
    ]
    headings = [
        _("Tên đợt báo cáo"),
        _("Hạn gửi"),
        _("Đơn vị được yêu cầu"),
        _("Đơn vị đã báo cáo"),
        _("Báo cáo chờ xem"),
    ]
    return downloads.excel(
        lists.workbook(_("Hoạt động đơn vị"), headings, rows), "hoat-dong", now()
    )


@bp.route("/activities/new", methods=["GET", "POST"])
@requires("organise")
def create_activity_call() -> Page:
    """The empty form, and the call that it makes."""
    if request.method == "GET":
        return _form_page(CallForm(formdata=None).offer())
    form = CallForm().offer()
    if not form.validate():
        return _form_page(form), 400
    try:
        call_id = activity_calls.create_call(
            **form.values(), token=new_token, account_id=person().account_id, now=now()
        )
    except InvalidRequest as refusal:
        faults.place(form, refusal)
        return _form_page(form), 400
    flash(_("Đã tạo đợt báo cáo. Tải danh sách đường dẫn rồi gửi cho từng đơn vị."), "success")
    return redirect(url_for("organiser.show_activity_call", call_id=call_id), 303)


@bp.route("/activities/<int:call_id>/edit", methods=["GET", "POST"])
@requires("organise")
def edit_activity_call(call_id: int) -> Page:
    """The form of one call, and what was changed in it."""
    call = activity_calls.get_call(call_id)
    if request.method == "GET":
        return _form_page(CallForm(formdata=None, data=filled_in(call)).offer(), call)
    form = CallForm().offer()
    if not form.validate():
        return _form_page(form, call), 400
    try:
        activity_calls.edit_call(
            call_id, **form.values(), token=new_token, account_id=person().account_id, now=now()
        )
    except InvalidRequest as refusal:
        faults.place(form, refusal)
        return _form_page(form, call), 400
    flash(_("Đã lưu đợt báo cáo."), "success")
    return redirect(url_for("organiser.show_activity_call", call_id=call_id), 303)


@bp.get("/activities/<int:call_id>")
@requires("organise")
def show_activity_call(call_id: int) -> str:
    """The asked units with their numbers, and the text that reminds those who are missing."""
    call = activity_calls.get_call(call_id)
    units = activity_calls.list_units(call_id)
    show = request.args.get("show", "all")
    missing = [one for one in units if not activity_calls.has_answered(one)]
    return render_template(
        "organiser/activity_call.html",
        call=call,
        units=[one for one in units if _is_shown(one, show)],
        show=show if show in SHOWS else "all",
        missing=missing,
        late=[one for one in units if one.late],
        over=now() >= call.deadline_at,
        reminder=_reminder(call, missing),
    )


def _is_shown(unit: UnitFacts, show: str) -> bool:
    if show == "missing":
        return not activity_calls.has_answered(unit)
    if show == "waiting":
        return unit.sent > 0
    return unit.late > 0 if show == "late" else True


def _reminder(call: CallFacts, missing: list[UnitFacts]) -> str:
    return "\n".join(
        [
            _("Kính gửi các đơn vị,"),
            _(
                "Đến nay còn %(count)s chưa báo cáo “%(title)s”. Hạn gửi: %(deadline)s.",
                count=ngettext("%(num)s đơn vị", "%(num)s đơn vị", len(missing)),
                title=call.title,
                deadline=day_time(call.deadline_at),
            ),
            _("Đề nghị báo cáo bằng đường dẫn riêng đã gửi cho từng đơn vị:"),
            *(f"- {one.name}" for one in missing),
        ]
    )


@bp.get("/activities/<int:call_id>/links.xlsx")
@requires("organise")
def export_activity_links(call_id: int) -> FlaskResponse:
    """Each unit's secret link, or only those of the missing, as a workbook."""
    call = activity_calls.get_call(call_id)
    only_missing = request.args.get("show") == "missing"
    rows = [
        [
            one.name,
            one.code,
            _("có") if activity_calls.has_answered(one) else _("chưa"),
            _link(one),
        ]
        for one in activity_calls.list_units(call_id)
        if not (only_missing and activity_calls.has_answered(one))
    ]
    preface = [
        call.title,
        _("Hạn gửi: %(time)s", time=day_time(call.deadline_at)),
        _("Mỗi đường dẫn chỉ dành cho một đơn vị: gửi riêng cho đơn vị đó, không đăng công khai."),
    ]
    headings = [_("Đơn vị"), _("Mã"), _("Đã báo cáo"), _("Đường dẫn báo cáo")]
    data = lists.workbook(_("Đường dẫn báo cáo"), headings, rows, preface)
    return downloads.excel(data, "duong-dan-bao-cao", now())


def _link(unit: UnitFacts) -> str | None:
    if unit.token is None:
        return None
    return url_for("public.report_activity", token=unit.token, _external=True)


def _form_page(form: CallForm, call: CallFacts | None = None) -> str:
    asked = activity_calls.list_units(call.id) if call else []
    return render_template("organiser/activity_call_form.html", form=form, call=call, asked=asked)
