"""Opening and closing halls: festivals where people join by a code on a big screen."""

from __future__ import annotations

import secrets

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import ContestNotOpen
from app.services import contests, halls
from app.web.access import person, requires
from app.web.clock import now
from app.web.organiser import bp
from app.web.organiser.hall_forms import HallForm
from app.wording import refusals


@bp.get("/contests/<slug>/halls")
@requires("organise")
def list_halls(slug: str) -> str:
    """The halls of a contest, and the form that opens one."""
    return _page(slug, HallForm(formdata=None).offer())


@bp.post("/contests/<slug>/halls")
@requires("organise")
def open_hall(slug: str) -> Response | str:
    """Open a hall and go to its screen's address."""
    form = HallForm().offer()
    if not form.validate():
        return _page(slug, form)
    try:
        hall = halls.open_hall(
            slug,
            title=form.title.data or "",
            commune=form.commune.data or None,
            organisation=form.organisation.data or None,
            account_id=person().account_id,
            now=now(),
            below=secrets.randbelow,
        )
    except ContestNotOpen as refusal:
        flash(refusals.message(refusal).message, "error")
        return redirect(url_for("organiser.list_halls", slug=slug), 303)
    flash(_("Đã mở buổi thi. Mã vào thi: %(code)s.", code=hall.code), "success")
    return redirect(url_for("organiser.list_halls", slug=slug), 303)


@bp.post("/contests/<slug>/halls/<code>/close")
@requires("organise")
def close_hall(slug: str, code: str) -> Response:
    """Close a hall; its code leads nowhere any more."""
    halls.close_hall(slug, code, account_id=person().account_id, now=now())
    flash(_("Đã đóng buổi thi."), "success")
    return redirect(url_for("organiser.list_halls", slug=slug), 303)


def _page(slug: str, form: HallForm) -> str:
    contest = contests.get_contest(slug)
    rows = [(hall, halls.is_open(hall, now=now())) for hall in halls.list_halls(slug)]
    return render_template("organiser/halls.html", contest=contest, form=form, rows=rows)
