"""The own year of birth, asked only where a contest's rules ask for an age."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.services import birth_years, people
from app.web.access import person, requires, signed_identity
from app.web.accounts import bp, field_errors
from app.web.accounts.forms import BirthYearForm
from app.web.accounts.sessions import next_target
from app.web.clock import now


@bp.route("/profile/birth-year", methods=["GET", "POST"])
@requires("manage_own_profile")
def edit_birth_year() -> Response | str | tuple[str, int]:
    """Say or correct it, then go on to where it was asked for."""
    if request.method == "GET":
        known = people.get_person(person().person_id).birth_year
        return _page(BirthYearForm(formdata=None, data={"birth_year": known or ""}))
    form = BirthYearForm()
    try:
        birth_years.give(
            identity=signed_identity(),
            birth_year=_year(form.text("birth_year")),
            consent=bool(form.consent.data),
            now=now(),
        )
    except field_errors.BESIDE_FIELDS as refusal:
        field_errors.place(form, refusal)
        return _page(form), field_errors.BAD_REQUEST
    flash(_("Đã ghi năm sinh của bạn."), "success")
    return redirect(next_target(None) or url_for("accounts.show_profile"), 303)


def _year(typed: str) -> int | None:
    clean = typed.strip()
    return int(clean) if clean.isascii() and clean.isdigit() and len(clean) == 4 else None


def _page(form: BirthYearForm) -> str:
    return render_template("accounts/edit_birth_year.html", form=form, next=next_target(None))
