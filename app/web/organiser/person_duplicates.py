"""People who may have registered twice: seen by organisers, decided by arbiters."""

from __future__ import annotations

from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.domain.errors import InvalidRequest
from app.domain.permissions import allows
from app.services import people_search, person_duplicates
from app.services.people_search import Query
from app.services.person_duplicates import COMPARED
from app.web.access import person, requires
from app.web.clock import now
from app.web.organiser import bp
from app.web.organiser.people import phone_text, unit_choices
from app.web.organiser.people_forms import PairForm, query_of
from app.web.small_numbers import small_int

Page = Response | str | tuple[str, int]
PAGE = 25
REASONS: Final[dict[str, LazyString]] = {
    "near_phone": _l("Số điện thoại chỉ khác một chữ số"),
    "same_organisation": _l("Cùng đơn vị"),
    "same_commune": _l("Cùng xã, phường"),
}


@bp.get("/people/duplicates")
@requires("compare_people")
def list_duplicate_people() -> str:
    """Pairs of one name with something else in common, the strongest evidence first."""
    query, offset = query_of(request.args), max(0, request.args.get("offset", 0, type=small_int))
    found = person_duplicates.find(
        Query(query.text, query.commune, query.organisation), offset=offset, limit=PAGE
    )
    return render_template(
        "organiser/people_duplicates.html",
        found=found,
        query=query,
        offset=offset,
        limit=PAGE,
        compared=COMPARED,
        reasons=REASONS,
        **_rights(),
        **unit_choices(),
    )


@bp.route("/people/duplicates/<int:first>/<int:second>", methods=["GET", "POST"])
@requires("arbitrate")
def decide_duplicate_people(first: int, second: int) -> Page:
    """Write down whether two are the same person; results are not touched."""
    form = PairForm() if request.method == "POST" else PairForm(formdata=None)
    if request.method == "POST" and form.validate():
        try:
            person_duplicates.decide(
                first,
                second,
                kind=form.kind.data or "",
                reason=form.reason.data or "",
                who=person(),
                now=now(),
            )
        except InvalidRequest as refusal:
            form.place(refusal)
        else:
            flash(_("Đã ghi quyết định."), "success")
            return redirect(url_for("organiser.list_duplicate_people"), 303)
    page = render_template(
        "organiser/people_pair.html",
        pair=people_search.get_pair(first, second),
        form=form,
        **_rights(),
    )
    return (page, 400) if request.method == "POST" else page


def _rights() -> dict[str, Any]:
    roles = person().roles
    return {
        "phone_text": phone_text,
        "may_organise": allows("organise", roles),
        "may_decide": allows("arbitrate", roles),
    }
