"""Taking over units from Excel: a file, a preview, one confirmation."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import InvalidRequest, NotFound
from app.domain.organisation_plans import Plan as OrganisationPlan
from app.services import roster_drafts, unit_imports
from app.services.roster_drafts import COMMUNES, ORGANISATIONS
from app.web.access import person, requires
from app.web.bodies import takes_files
from app.web.clock import now
from app.web.organiser import bp
from app.web.organiser.roster_uploads import read_list
from app.web.organiser.unit_forms import ListForm
from app.web.organiser.units import workbook
from app.wording.rosters import column_label, problem_text
from app.wording.units import field_label, kind_label, value_text

Page = Response | str | tuple[str, int]
SHOWN = 200
"""Rows of a kind that a preview shows; the rest is counted."""


@bp.route("/units/import", methods=["GET", "POST"])
@takes_files
@requires("organise")
def import_units() -> Page:
    """Choose a file; nothing is changed by it yet."""
    if request.method == "GET":
        kind = COMMUNES if request.args.get("kind") == "commune" else ORGANISATIONS
        return _upload_page(ListForm(formdata=None, data={"kind": kind}))
    form = ListForm()
    if form.validate():
        try:
            data, name = read_list()
            token = unit_imports.upload(
                data,
                form.kind.data or "",
                file_name=name,
                account_id=person().account_id,
                now=now(),
            )
        except InvalidRequest as refusal:
            form.place(refusal)
        else:
            return redirect(url_for("organiser.preview_units", token=token), 303)
    return _upload_page(form), 400


@bp.get("/units/import/template-<kind>.xlsx")
@requires("organise")
def download_unit_template(kind: str) -> Response:
    """A workbook with the present units, to be filled in."""
    if kind == COMMUNES:
        headings = (_("Mã"), _("Tên"), _("Số người"))
        return workbook(
            unit_imports.template(kind, headings, _("Xã, phường")), "mau-xa-phuong.xlsx"
        )
    if kind != ORGANISATIONS:
        raise NotFound()
    headings_all = (_("Mã"), _("Tên"), _("Loại"), _("Đơn vị cấp trên"), _("Số người"))
    return workbook(unit_imports.template(kind, headings_all, _("Đơn vị")), "mau-don-vi.xlsx")


@bp.get("/units/import/<token>")
@requires("organise")
def preview_units(token: str) -> str:
    """What a file would do: new, changed, unchanged, and what is wrong."""
    found = unit_imports.preview(token, account_id=person().account_id)
    return render_template("organiser/unit_preview.html", token=token, **_shown(found))


@bp.post("/units/import/<token>")
@requires("organise")
def confirm_units(token: str) -> Response:
    """Do what the preview has shown, or throw the file away."""
    account_id = person().account_id
    if "discard" in request.form:
        roster_drafts.discard(token, unit_imports.KINDS, account_id=account_id)
        flash(_("Đã bỏ tệp. Chưa có gì thay đổi."), "info")
        return redirect(url_for("organiser.import_units"), 303)
    done = unit_imports.confirm(
        token, shown=request.form.get("shown", ""), account_id=account_id, now=now()
    )
    if done is None:
        flash(_("Danh sách đơn vị vừa thay đổi. Hãy xem lại rồi xác nhận lần nữa."), "warning")
        return redirect(url_for("organiser.preview_units", token=token), 303)
    flash(
        _("Đã nhập: %(new)s mới, %(changed)s thay đổi.", new=done.new, changed=done.changed),
        "success",
    )
    kind = "commune" if done.kind == COMMUNES else "organisation"
    return redirect(url_for("organiser.list_units", kind=kind), 303)


def _upload_page(form: ListForm) -> str:
    return render_template("organiser/unit_import.html", form=form)


def _shown(found: unit_imports.Preview) -> dict[str, Any]:
    plan = found.plan
    if isinstance(plan, OrganisationPlan):
        new = [(one.row, one.after) for one in plan.new]
        changed = [
            (one.row, one.after.name, one.after.code, _fields(one.fields())) for one in plan.changed
        ]
    else:
        new = []
        changed = [
            (
                one.row,
                one.commune.name,
                one.commune.code,
                _fields([("headcount", one.commune.headcount, one.headcount)]),
            )
            for one in plan.changed
        ]
    return {
        "found": found,
        "new": new[:SHOWN],
        "changed": changed[:SHOWN],
        "new_total": len(new),
        "changed_total": len(changed),
        "unchanged": plan.unchanged,
        "kind_label": kind_label,
        "problems": problem_rows(plan.problems, found.table.letters),
        "problem_total": len(plan.problems),
        "back": "commune" if found.kind == COMMUNES else "organisation",
    }


def problem_rows(problems: Any, letters: Any) -> list[dict[str, Any]]:
    """Problems as a table shows them: the cell, the column, and what is wrong."""
    return [
        {
            "row": one.row,
            "cell": f"{letters.get(one.column, '')}{one.row}",
            "column": column_label(one.column),
            "text": problem_text(one),
        }
        for one in problems[:SHOWN]
    ]


def _fields(pairs: list[tuple[str, object, object]]) -> list[tuple[str, str, str]]:
    return [
        (field_label(name), value_text(name, before), value_text(name, after))
        for name, before, after in pairs
    ]
