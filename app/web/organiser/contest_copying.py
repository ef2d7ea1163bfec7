"""Making this year's contest of last year's: a new first day, and all the rest as it was."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import format_datetime
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms.validators import Regexp

from app.domain.errors import NotEnoughQuestions, Refusal
from app.services import banks, contest_copies, contests
from app.services.contests import ContestView
from app.web.access import person, requires
from app.web.clock import now
from app.web.organiser import bp
from app.web.organiser.field_errors import gather, put
from app.web.organiser.form_fields import DayField, LineField, at_most, filled, given


class CopyForm(FlaskForm):  # type: ignore[misc]
    """What is new about the copy."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    title = LineField(_l("Tên cuộc thi"), [filled(), at_most(300)])
    slug = LineField(
        _l("Địa chỉ trang"),
        [
            filled(),
            at_most(64),
            Regexp(r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", message=_l("Chỉ dùng a–z, 0–9 và dấu gạch nối.")),
        ],
    )
    first_day = DayField(_l("Ngày mở đợt đầu tiên"), [given()])


@bp.route("/contests/<slug>/copy", methods=["GET", "POST"])
@requires("organise")
def copy_contest(slug: str) -> Response | str | tuple[str, int]:
    """Name, address and first day of the copy; then it is a draft to look through."""
    contest = contests.get_contest(slug)
    if request.method == "GET":
        proposal = contest_copies.propose_copy(slug, now())
        return _page(CopyForm(formdata=None, obj=proposal), contest)
    form = CopyForm(formdata=request.form)
    if "look" in request.form:  # Only the days of the rounds are asked for.
        return _page(form, contest)
    made = _copy(form, contest)
    if made is None:
        return _page(form, contest), 400
    flash(_("Đã chép thành bản nháp. Xem lại rồi công bố."), "success")
    return redirect(url_for("organiser.edit_contest", slug=made.slug), 303)


@bp.app_template_filter("weekday_time")
def weekday_time(moment: datetime) -> str:
    """A UTC moment with its day of the week: Thứ Hai, 08:00, 07/09/2026."""
    return str(format_datetime(moment, "EEEE, HH:mm, dd/MM/yyyy"))


def _copy(form: CopyForm, contest: ContestView) -> ContestView | None:
    if not form.validate():
        return None
    try:
        return contest_copies.copy_contest(
            contest.slug,
            new_slug=form.slug.data,
            title=form.title.data,
            first_day=form.first_day.data,
            account_id=person().account_id,
            now=now(),
        )
    except NotEnoughQuestions as short:
        form.form_errors.append(_shortage(short))
    except Refusal as refusal:
        put(form, refusal)
    return None


def _shortage(short: NotEnoughQuestions) -> str:
    return _(
        "Bản mới nhất của ngân hàng không đủ câu cho thể lệ này: cần %(wanted)s câu, chỉ có "
        "%(available)s câu phù hợp. Hãy bổ sung ngân hàng rồi chép lại.",
        wanted=short.wanted,
        available=short.available,
    )


def _page(form: CopyForm, contest: ContestView) -> str:
    return render_template("organiser/contest_copy.html", **_context(form, contest))


def _context(form: CopyForm, contest: ContestView) -> dict[str, Any]:
    day = form.first_day.data
    spans = contest_copies.moved_rounds(contest, day) if day else []
    moved = bool(spans) and (spans[0].opens_at - contest.rounds[0].opens_at).days % 7 != 0
    return {
        "form": form,
        "contest": contest,
        "errors": gather(form),
        "rounds": list(zip(contest.rounds, spans, strict=False)),
        "other_weekday": moved,
        "banks": sorted({banks.compiled(one.bank_version_id).title for one in contest.rounds}),
    }
