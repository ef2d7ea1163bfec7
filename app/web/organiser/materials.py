"""Study materials: added, changed, put in order."""

from __future__ import annotations

from typing import Any

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import InvalidRequest
from app.services import lists, materials
from app.services.materials import MaterialFacts
from app.web import downloads, faults
from app.web.access import person, requires
from app.web.bodies import takes_files
from app.web.clock import now
from app.web.organiser import bp
from app.web.organiser.material_forms import MaterialForm

Page = Response | str | tuple[str, int]


@bp.get("/materials")
@requires("organise")
def list_materials() -> str:
    """All materials by topic, and the form that adds one."""
    return _list(MaterialForm(formdata=None))


@bp.post("/materials")
@takes_files
@requires("organise")
def add_material() -> Page:
    """Add a material."""
    form = MaterialForm()
    if not form.validate():
        return _list(form), 400
    try:
        materials.add_material(
            **form.values(), file=form.new_file(), account_id=person().account_id, now=now()
        )
    except InvalidRequest as refusal:
        faults.place(form, refusal)
        return _list(form), 400
    flash(_("Đã thêm tài liệu."), "success")
    return redirect(url_for("organiser.list_materials"), 303)


@bp.route("/materials/<int:material_id>", methods=["GET", "POST"])
@takes_files
@requires("organise")
def edit_material(material_id: int) -> Page:
    """The form of one material, and what was changed in it."""
    facts = materials.get_material(material_id)
    if request.method == "GET":
        return _page(MaterialForm(formdata=None, data=_filled_in(facts)), facts)
    form = MaterialForm()
    if not form.validate():
        return _page(form, facts), 400
    try:
        materials.edit_material(
            material_id,
            **form.values(),
            file=form.new_file(),
            remove_file=bool(form.remove_file.data),
            account_id=person().account_id,
            now=now(),
        )
    except InvalidRequest as refusal:
        faults.place(form, refusal)
        return _page(form, facts), 400
    flash(_("Đã lưu tài liệu."), "success")
    return redirect(url_for("organiser.list_materials"), 303)


@bp.post("/materials/<int:material_id>/move")
@requires("organise")
def move_material(material_id: int) -> Response:
    """One place up or down within its topic."""
    materials.move_material(
        material_id, up="up" in request.form, account_id=person().account_id, now=now()
    )
    return redirect(url_for("organiser.list_materials", _anchor=f"material-{material_id}"), 303)


@bp.post("/materials/<int:material_id>/delete")
@requires("organise")
def delete_material(material_id: int) -> Response:
    """Delete it with its file."""
    materials.delete_material(material_id, account_id=person().account_id, now=now())
    flash(_("Đã xoá tài liệu."), "success")
    return redirect(url_for("organiser.list_materials"), 303)


@bp.get("/materials.xlsx")
@requires("organise")
def export_materials() -> FlaskResponse:
    """The list as a workbook."""
    rows = [
        [topic, one.title, one.summary, one.link, one.file_name, one.size and one.size // 1024]
        for topic, found in materials.list_materials()
        for one in found
    ]
    headings = [
        _("Chủ đề"),
        _("Tên tài liệu"),
        _("Giới thiệu ngắn"),
        _("Đường dẫn"),
        _("Tệp"),
        _("Dung lượng (KB)"),
    ]
    return downloads.excel(lists.workbook(_("Tài liệu"), headings, rows), "tai-lieu", now())


def _filled_in(facts: MaterialFacts) -> dict[str, Any]:
    return {**facts._asdict(), "link": facts.link or ""}


def _list(form: MaterialForm) -> str:
    topics = materials.list_materials()
    return render_template("organiser/materials.html", topics=topics, form=form)


def _page(form: MaterialForm, facts: MaterialFacts) -> str:
    return render_template(
        "organiser/material.html", form=form, facts=facts, topics=materials.list_materials()
    )
