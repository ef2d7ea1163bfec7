"""Changing units: adding, editing, merging."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import InvalidRequest
from app.services import unit_editing, unit_history, unit_merging, units
from app.services.unit_contacts import COMMUNE, ORGANISATION
from app.web.access import person, requires
from app.web.clock import now
from app.web.organiser import bp
from app.web.organiser.unit_forms import CommuneForm, MergeForm, OrganisationForm, UnitForm

Page = Response | str | tuple[str, int]


@bp.route("/units/new", methods=["GET", "POST"])
@requires("organise")
def add_organisation() -> Page:
    """Add an organisation."""
    if request.method == "GET":
        form = OrganisationForm(formdata=None, data={"kind": "agency"}).offer()
        return _organisation_page(form, None)
    form = OrganisationForm().offer()
    if form.validate():
        try:
            code = unit_editing.add_organisation(
                form.values(),
                reason=form.reason.data or "",
                account_id=person().account_id,
                now=now(),
            )
        except InvalidRequest as refusal:
            form.place(refusal)
        else:
            flash(_("Đã thêm đơn vị."), "success")
            _warn_of_alike(code)
            return _to_unit(ORGANISATION, code)
    return _organisation_page(form, None), 400


@bp.route("/units/organisation/<code>/edit", methods=["GET", "POST"])
@requires("organise")
def edit_organisation(code: str) -> Page:
    """Rename an organisation, move it in the tree, declare its headcount."""
    record = unit_editing.standing(code)
    unit = unit_history.organisation_history(code).unit
    if request.method == "GET":
        values = {
            "name": unit.name,
            "code": unit.code,
            "kind": unit.kind,
            "parent": unit.parent_code or "",
            "headcount": unit.headcount,
        }
        return _organisation_page(OrganisationForm(formdata=None, data=values).offer(code), unit)
    form = OrganisationForm().offer(code)
    if form.validate():
        try:
            count = unit_editing.edit_organisation(
                record.code,
                form.values(),
                reason=form.reason.data or "",
                account_id=person().account_id,
                now=now(),
            )
        except InvalidRequest as refusal:
            form.place(refusal)
        else:
            flash(_("Đã lưu đơn vị.") if count else _("Không có gì thay đổi."), "success")
            _warn_of_alike(form.code.data or code)
            return _to_unit(ORGANISATION, form.code.data or code)
    return _organisation_page(form, unit), 400


def _warn_of_alike(code: str) -> None:
    for one in units.list_alike(code)[:3]:
        flash(
            _(
                "Tên này trông giống hệt đơn vị “%(name)s” (mã %(code)s). "
                "Hãy xem có phải là một đơn vị không.",
                name=one.name,
                code=one.code,
            ),
            "warning",
        )


@bp.route("/units/commune/<code>/edit", methods=["GET", "POST"])
@requires("organise")
def edit_commune(code: str) -> Page:
    """Declare a commune's headcount."""
    unit = unit_history.commune_history(code).unit
    if request.method == "GET":
        form = CommuneForm(formdata=None, data={"headcount": unit.headcount})
        return _page("organiser/unit_commune.html", form, unit)
    form = CommuneForm()
    if form.validate():
        changed = unit_editing.edit_commune(
            code,
            headcount=form.headcount.data,
            reason=form.reason.data or "",
            account_id=person().account_id,
            now=now(),
        )
        flash(_("Đã lưu đơn vị.") if changed else _("Không có gì thay đổi."), "success")
        return _to_unit(COMMUNE, code)
    return _page("organiser/unit_commune.html", form, unit), 400


@bp.route("/units/organisation/<code>/merge", methods=["GET", "POST"])
@requires("organise")
def merge_organisation(code: str) -> Page:
    """Let an organisation go on as part of another."""
    unit_editing.standing(code)
    unit = unit_history.organisation_history(code).unit
    if request.method == "GET":
        form = MergeForm(formdata=None).offer(code)
        return _page("organiser/unit_merge.html", form, unit)
    form = MergeForm().offer(code)
    if form.validate():
        try:
            merged = unit_merging.merge_organisation(
                code,
                into=form.into.data or "",
                headcount=form.headcount.data or "",
                reason=form.reason.data or "",
                account_id=person().account_id,
                now=now(),
            )
        except InvalidRequest as refusal:
            form.place(refusal)
        else:
            flash(_("Đã sáp nhập. Số người chuyển theo: %(people)s.", people=merged.people))
            return _to_unit(ORGANISATION, form.into.data or code)
    return _page("organiser/unit_merge.html", form, unit), 400


def _to_unit(kind: str, code: str) -> Response:
    return redirect(url_for("organiser.show_unit", kind=kind, code=code), 303)


def _organisation_page(form: OrganisationForm, unit: object) -> str:
    return _page("organiser/unit_form.html", form, unit)


def _page(template: str, form: UnitForm, unit: object) -> str:
    return render_template(template, form=form, unit=unit)
