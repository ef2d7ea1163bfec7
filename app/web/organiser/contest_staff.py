"""Who runs a contest together: the list, somebody added, somebody taken off."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.domain.errors import InvalidRequest
from app.services import contest_staff, contests
from app.web.access import person, requires
from app.web.clock import now
from app.web.organiser import bp
from app.web.organiser.form_fields import TextField, at_most, filled
from app.web.organiser.people import phone_text
from app.wording.contest_staff import refusal_text


class StaffForm(FlaskForm):  # type: ignore[misc]
    """One person, by phone or by name."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    who = TextField(_l("Số điện thoại hoặc họ và tên"), [filled(), at_most(200)])


@bp.get("/contests/<slug>/staff")
@requires("organise")
def list_staff(slug: str) -> str:
    """The staff, and the form that adds to it."""
    return _page(slug, StaffForm(formdata=None))


@bp.post("/contests/<slug>/staff")
@requires("organise")
def add_staff(slug: str) -> Response | tuple[str, int]:
    """Let another organiser run the contest too."""
    form = StaffForm()
    if not form.validate():
        return _page(slug, form), 400
    try:
        name = contest_staff.add(slug, who=form.who.data, account_id=person().account_id, now=now())
    except InvalidRequest as refusal:
        form.who.errors = tuple(refusal_text(code) for _path, code in refusal.errors)
        return _page(slug, form), 400
    flash(_("%(name)s nay cùng tổ chức cuộc thi này.", name=name), "success")
    return redirect(url_for("organiser.list_staff", slug=slug), 303)


@bp.post("/contests/<slug>/staff/<int:staff_id>/remove")
@requires("organise")
def remove_staff(slug: str, staff_id: int) -> Response:
    """Take somebody off the staff; oneself too, while somebody else stays."""
    try:
        contest_staff.remove(slug, staff_id=staff_id, account_id=person().account_id, now=now())
    except InvalidRequest as refusal:
        flash(" ".join(refusal_text(code) for _path, code in refusal.errors), "error")
        return redirect(url_for("organiser.list_staff", slug=slug), 303)
    flash(_("Đã đưa ra khỏi ban tổ chức của cuộc thi này."), "success")
    if slug not in contest_staff.reach("organise", person()):
        return redirect(url_for("organiser.show_dashboard"), 303)
    return redirect(url_for("organiser.list_staff", slug=slug), 303)


def _page(slug: str, form: StaffForm) -> str:
    staff = contest_staff.list_staff(slug)
    return render_template(
        "organiser/contest_staff.html",
        contest=contests.get_contest(slug),
        form=form,
        staff=staff,
        working=sum(one.organises for one in staff),
        own_id=person().account_id,
        phone_text=phone_text,
        sent=request.method == "POST",
    )
