"""The room of people: found by name or phone, each with attempts, roles, and what may be done."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import InvalidRequest
from app.domain.permissions import ADMINISTRATOR, allows
from app.domain.phones import masked, shown
from app.services import people_search, person_records, units
from app.services.people_search import Query
from app.web.access import person, reach, requires
from app.web.clock import now
from app.web.organiser import bp
from app.web.organiser.people_forms import AccountActForm, query_of
from app.web.organiser.unit_forms import organisation_choices
from app.web.small_numbers import small_int
from app.wording.units import note_text

Page = Response | str | tuple[str, int]
PAGE = 50


@bp.get("/people")
@requires("organise")
def list_people() -> str:
    """People by name; a search by name, by phone, by unit."""
    query, offset = query_of(request.args), max(0, request.args.get("offset", 0, type=small_int))
    page = people_search.list_people(query, offset=offset, limit=PAGE, all_digits=sees_phones())
    return render_template(
        "organiser/people.html",
        page=page,
        query=query,
        offset=offset,
        limit=PAGE,
        asked=query != Query(),
        phone_text=phone_text,
        **unit_choices(),
    )


@bp.get("/people/<int:person_id>")
@requires("organise")
def show_person(person_id: int) -> str:
    """One person: data, attempts, roles, and what was decided."""
    return _person_page(person_id, AccountActForm(formdata=None))


@bp.post("/people/<int:person_id>/reset")
@requires("organise")
def reset_password(person_id: int) -> Page:
    """End the password; the page shows a one-time code, this once."""
    form = AccountActForm()
    if form.validate():
        try:
            code = person_records.reset_password(
                person_id, reason=form.reason.data or "", who=person(), now=now()
            )
        except InvalidRequest as refusal:
            form.place(refusal)
        else:
            # Shown in this answer and kept nowhere: not in a session, not in an address.
            return _person_page(person_id, AccountActForm(formdata=None), code=code)
    return _person_page(person_id, form), 400


@bp.post("/people/<int:person_id>/disable")
@requires("administer")
def disable_account(person_id: int) -> Page:
    """Let nobody sign in to this account."""
    return _switch(person_id, person_records.disable, _("Đã khoá tài khoản."))


@bp.post("/people/<int:person_id>/enable")
@requires("administer")
def enable_account(person_id: int) -> Page:
    """Let the person sign in again."""
    return _switch(person_id, person_records.enable, _("Đã mở khoá tài khoản."))


def _switch(person_id: int, act: Any, done: str) -> Page:
    form = AccountActForm()
    if form.validate():
        try:
            act(person_id, reason=form.reason.data or "", who=person(), now=now())
        except InvalidRequest as refusal:
            form.place(refusal)
        else:
            flash(done, "success")
            return redirect(url_for("organiser.show_person", person_id=person_id), 303)
    return _person_page(person_id, form), 400


def _person_page(person_id: int, form: AccountActForm, code: str | None = None) -> str:
    record = person_records.get_record(person_id, within=reach("organise"))
    return render_template(
        "organiser/person.html",
        record=record,
        who=record.person,
        form=form,
        code=code,
        note_text=note_text,
        phone=phone_text(record.person.phone),
        may_reset=person_records.may_reset(record, person()),
        may_switch=allows("administer", person().roles) and person_id != person().person_id,
        activate_address=url_for("accounts.activate", _external=True),
    )


def sees_phones() -> bool:
    """Whether whole phones are shown: to administrators only."""
    return ADMINISTRATOR in person().roles


def phone_text(phone: str | None) -> str:
    """A phone as this organiser may see it."""
    if phone is None:
        return "—"
    return shown(phone) if sees_phones() else masked(phone)


def unit_choices() -> dict[str, Any]:
    """What the filters by unit offer."""
    return {
        "communes": [(one.code, one.name) for one in units.list_communes()],
        "organisations": organisation_choices(),
    }
