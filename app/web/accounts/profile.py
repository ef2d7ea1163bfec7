"""The own profile: seen and corrected."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.services import people
from app.web.access import person, requires, signed_identity
from app.web.accounts import bp, field_errors, presenters
from app.web.accounts.forms import PersonForm
from app.web.clock import now


@bp.get("/profile")
@requires("manage_own_profile")
def show_profile() -> str:
    """All that is held about the person who asks: the same that the export holds."""
    held = people.export_own(identity=signed_identity(), now=now())
    return render_template("accounts/show_profile.html", **presenters.profile_page(held, now()))


@bp.route("/profile/edit", methods=["GET", "POST"])
@requires("manage_own_profile")
def edit_profile() -> Response | str | tuple[str, int]:
    """Correct name, group and units."""
    if request.method == "GET":
        held = people.get_person(person().person_id)
        form = PersonForm(
            formdata=None,
            data={
                "full_name": held.full_name,
                "group": held.group,
                "commune": held.commune_code,
                "organisation": held.organisation_code or "",
            },
        )
        return render_template("accounts/edit_profile.html", form=form)
    form = PersonForm()
    try:
        people.update_profile(identity=signed_identity(), now=now(), **form.person())
    except field_errors.BESIDE_FIELDS as refusal:
        field_errors.place(form, refusal)
        page = render_template("accounts/edit_profile.html", form=form)
        return page, field_errors.BAD_REQUEST
    flash(_("Đã lưu thông tin của bạn."), "success")
    return redirect(url_for("accounts.show_profile"), 303)
