"""The first page of an empty instance: it names the site and makes its administrator."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import NotFound
from app.services import first_run
from app.web.access import requires
from app.web.accounts import bp, field_errors
from app.web.accounts.forms import FirstRunForm
from app.web.accounts.sessions import begin_session
from app.web.clock import now


@bp.route("/setup", methods=["GET", "POST"])
@requires("set_up")
def set_up() -> Response | str | tuple[str, int]:
    """The form, and the site that it makes; not there once the site has been set up."""
    if not first_run.is_open():
        raise NotFound()
    if request.method == "GET":
        return _page(FirstRunForm(formdata=None))
    form = FirstRunForm()
    try:
        who = first_run.set_up(
            code=form.text("code"),
            site_name=form.text("site_name"),
            province_code=form.province_code(),
            full_name=form.text("full_name"),
            phone=form.text("phone"),
            password=form.text("password"),
            consent=bool(form.consent.data),
            now=now(),
        )
    except field_errors.BESIDE_FIELDS as refusal:
        field_errors.place(form, refusal)
        return _page(form), field_errors.BAD_REQUEST
    begin_session(who, form.text("phone"))
    flash(_("Trang đã sẵn sàng. Bạn là người quản trị."), "success")
    return redirect(url_for("organiser.show_dashboard"), 303)


def _page(form: FirstRunForm) -> str:
    return render_template("accounts/set_up.html", form=form)
