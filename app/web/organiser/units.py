"""The room of units: communes with headcounts, organisations as a tree, and each one's history."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import InvalidRequest, NotFound
from app.services import unit_contacts, unit_history, unit_rooms
from app.services.unit_contacts import COMMUNE, ORGANISATION
from app.web.access import person, requires
from app.web.clock import now
from app.web.organiser import bp
from app.web.organiser.unit_forms import ContactForm
from app.wording.units import change_text, kind_label

Page = Response | str | tuple[str, int]
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/units")
@requires("organise")
def list_units() -> str:
    """Organisations as a tree, or communes; found without accents."""
    kind = COMMUNE if request.args.get("kind") == COMMUNE else ORGANISATION
    query = request.args.get("q", "").strip()
    communes = unit_rooms.list_communes(query) if kind == COMMUNE else []
    organisations = unit_rooms.list_organisations(query) if kind == ORGANISATION else []
    rows: list[Any] = [*communes, *organisations]
    return render_template(
        "organiser/units.html",
        kind=kind,
        query=query,
        communes=communes,
        organisations=organisations,
        merged=unit_rooms.list_merged(query) if kind == ORGANISATION else [],
        without_headcount=sum(not row.unit.headcount for row in rows),
        kind_label=kind_label,
    )


@bp.get("/units/export.xlsx")
@requires("organise")
def export_units() -> Response:
    """All units as a workbook that the import reads again."""
    return workbook(unit_rooms.export(), "don-vi.xlsx")


@bp.get("/units/<kind>/<code>")
@requires("organise")
def show_unit(kind: str, code: str) -> str:
    """A unit with its contacts and all that was changed about it."""
    return _unit_page(kind, code, ContactForm(formdata=None))


@bp.post("/units/<kind>/<code>/contacts")
@requires("organise")
def appoint_contact(kind: str, code: str) -> Page:
    """Let somebody watch this unit's participation."""
    form = ContactForm()
    if form.validate():
        try:
            name = unit_contacts.appoint(
                kind,
                code,
                phone=form.phone.data or "",
                account_id=person().account_id,
                now=now(),
            )
        except InvalidRequest as refusal:
            form.place(refusal)
        else:
            flash(_("%(name)s nay là đầu mối của đơn vị.", name=name), "success")
            return redirect(url_for("organiser.show_unit", kind=kind, code=code), 303)
    return _unit_page(kind, code, form), 400


@bp.post("/units/<kind>/<code>/contacts/<int:contact_id>/end")
@requires("organise")
def end_contact(kind: str, code: str, contact_id: int) -> Response:
    """Let somebody watch it no longer."""
    unit_contacts.end(kind, code, contact_id, account_id=person().account_id, now=now())
    flash(_("Đã thôi giao đầu mối."), "success")
    return redirect(url_for("organiser.show_unit", kind=kind, code=code), 303)


def _unit_page(kind: str, code: str, form: ContactForm) -> str:
    found: Any
    if kind == COMMUNE:
        found, merged = unit_history.commune_history(code), False
    elif kind == ORGANISATION:
        found = unit_history.organisation_history(code)
        merged = found.now_part_of is not None
    else:
        raise NotFound()
    stands = [] if merged else unit_contacts.list_of_unit(kind, found.unit.code)
    return render_template(
        "organiser/unit.html",
        kind=kind,
        found=found,
        unit=found.unit,
        form=form,
        contacts=stands,
        changes=[(one, change_text(one.change, one.before, one.after)) for one in found.changes],
        kind_label=kind_label,
    )


def workbook(data: bytes, name: str) -> Response:
    """A workbook as a download."""
    return send_file(BytesIO(data), mimetype=SHEET, as_attachment=True, download_name=name)
