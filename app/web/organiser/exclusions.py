"""The people who take no place in a contest because they have a part in holding it."""

from __future__ import annotations

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.domain.errors import InvalidRequest
from app.domain.phones import shown
from app.services import contests, exclusions, lists
from app.web import downloads
from app.web.access import person, requires
from app.web.clock import now
from app.web.filters import day_time
from app.web.organiser import bp, field_errors
from app.web.organiser.form_fields import ChoiceField, TextField, at_most, filled, offered
from app.wording.eligibility import exclusion_role_label


class ExclusionForm(FlaskForm):  # type: ignore[misc]
    """Some phones and the part that these people have."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    phones = TextField(_l("Số điện thoại"), [filled(), at_most(8000)])
    role = ChoiceField(_l("Vai trò"), choices=[])

    def offer(self) -> ExclusionForm:
        """Give the select what it offers."""
        roles = ((role, exclusion_role_label(role)) for role in exclusions.EXCLUSION_ROLES)
        self.role.choices = offered(roles)
        return self


@bp.get("/contests/<slug>/exclusions")
@requires("organise")
def list_exclusions(slug: str) -> str:
    """The list, and the form that adds to it."""
    return _page(slug, ExclusionForm(formdata=None).offer())


@bp.post("/contests/<slug>/exclusions")
@requires("organise")
def add_exclusions(slug: str) -> Response | tuple[str, int]:
    """Put people on the list; one phone that cannot be read keeps all from being added."""
    form = ExclusionForm().offer()
    if not form.validate():
        return _page(slug, form), 400
    lines = [one.strip() for one in form.phones.data.replace(",", "\n").splitlines()]
    phones = [one for one in lines if one]
    try:
        added = exclusions.add_many(
            slug,
            phones=phones,
            role=form.role.data,
            account_id=person().account_id,
            now=now(),
        )
    except InvalidRequest as refusal:
        _place(form, refusal, phones)
        return _page(slug, form), 400
    said = ngettext("Đã thêm %(num)s người.", "Đã thêm %(num)s người.", added.new)
    if added.known:
        said += " " + ngettext(
            "%(num)s người đã có trong danh sách.",
            "%(num)s người đã có trong danh sách.",
            added.known,
        )
    flash(said, "success")
    return redirect(url_for("organiser.list_exclusions", slug=slug), 303)


@bp.post("/contests/<slug>/exclusions/<int:exclusion_id>/remove")
@requires("organise")
def remove_exclusion(slug: str, exclusion_id: int) -> Response:
    """Take somebody off the list; what they have played counts again."""
    try:
        exclusions.remove(
            slug, exclusion_id=exclusion_id, account_id=person().account_id, now=now()
        )
    except InvalidRequest as refusal:
        flash(" ".join(field_errors.words(code) for _path, code in refusal.errors), "error")
    else:
        flash(_("Đã bỏ khỏi danh sách; kết quả của người này lại được tính."), "success")
    return redirect(url_for("organiser.list_exclusions", slug=slug), 303)


@bp.get("/contests/<slug>/exclusions.xlsx")
@requires("organise")
def export_exclusions(slug: str) -> FlaskResponse:
    """The list as a workbook."""
    headings = [_("Họ và tên"), _("Số điện thoại"), _("Vai trò"), _("Ghi lúc")]
    rows: list[lists.Row] = [
        [
            one.name or "",
            shown(one.phone) if one.phone else "",
            exclusion_role_label(one.role),
            day_time(one.added_at),
        ]
        for one in exclusions.list_exclusions(slug)
    ]
    data = lists.workbook(_("Người không dự thi"), headings, rows)
    return downloads.excel(data, f"khong-du-thi-{slug}", now())


def _place(form: ExclusionForm, refusal: InvalidRequest, phones: list[str]) -> None:
    found: dict[str, list[str]] = {"role": [], "phones": []}
    for path, code in refusal.errors:
        said, place = field_errors.words(code), path.removeprefix("phones[").removesuffix("]")
        if place.isdecimal():
            said = f"{phones[int(place)]}: {said}"
        found["role" if path == "role" else "phones"].append(said)
    for name, errors in found.items():
        form[name].errors = [*form[name].errors, *errors]


def _page(slug: str, form: ExclusionForm) -> str:
    contest = contests.get_contest(slug)
    rows = [
        {
            "id": one.id,
            "name": one.name,
            "phone": shown(one.phone) if one.phone else None,
            "role": exclusion_role_label(one.role),
            "added_at": one.added_at,
        }
        for one in exclusions.list_exclusions(slug)
    ]
    return render_template(
        "organiser/exclusions.html",
        contest=contest,
        form=form,
        rows=rows,
        sent=request.method == "POST",
    )
