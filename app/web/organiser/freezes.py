"""Freezing the boards of a contest, and revealing its results: at once or place by place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.domain.errors import InvalidRequest, NotFound
from app.services import ceremonies, contests, freezing
from app.services.ceremonies import CeremonyView
from app.services.contests import ContestView
from app.web.access import person, requires
from app.web.clock import now
from app.web.organiser import bp, field_errors
from app.web.organiser.freeze_forms import CeremonyForm, FreezeForm
from app.web.small_numbers import small_int

_WORDS: Final[dict[str, LazyString]] = {
    "past": _l("Giờ dừng phải từ bây giờ trở đi: điều đã công bố thì không giấu lại được."),
    "frozen": _l("Bảng đang dừng: chỉ kết thúc được bằng cách công bố kết quả."),
    "before_freeze": _l("Giờ công bố phải sau giờ dừng."),
    "not_frozen": _l("Bảng xếp hạng không đang tạm dừng."),
}
USUAL_PLACES = 10


@bp.route("/contests/<slug>/freeze", methods=["GET", "POST"])
@requires("organise")
def plan_freeze(slug: str) -> Response | str | tuple[str, int]:
    """From when boards stand still and when they are revealed."""
    contest = contests.get_contest(slug)
    freeze = contest.freeze
    if request.method == "GET":
        kept = {"freeze_at": freeze.freeze_at, "reveal_at": freeze.reveal_at}
        if freeze.revealed_at is not None:
            kept = {}
        return _page(contest, FreezeForm(formdata=None, data=kept))
    form = FreezeForm()
    if not form.validate():
        return _page(contest, form), 400
    try:
        freezing.plan_freeze(
            slug,
            freeze_at=_freeze_at(contest, form),
            reveal_at=form.reveal_at.data,
            account_id=person().account_id,
            now=now(),
        )
    except InvalidRequest as refusal:
        _put(form, refusal)
        return _page(contest, form), 400
    flash(_("Đã lưu giờ dừng và giờ công bố."), "success")
    return redirect(url_for("organiser.plan_freeze", slug=slug), 303)


@bp.post("/contests/<slug>/freeze/reveal")
@requires("organise")
def reveal_contest(slug: str) -> Response:
    """Carry everything to the boards now."""
    return _act(
        slug,
        lambda: freezing.reveal(slug, account_id=person().account_id, now=now()),
        _("Đã công bố: bảng xếp hạng đang cập nhật mọi kết quả."),
        "organiser.plan_freeze",
    )


@bp.get("/contests/<slug>/ceremony")
@requires("organise")
def run_ceremony(slug: str) -> str:
    """Prepare the first places, and reveal them one by one."""
    return _ceremony_page(slug, CeremonyForm(formdata=None, data={"places": USUAL_PLACES}))


@bp.post("/contests/<slug>/ceremony")
@requires("organise")
def prepare_ceremony(slug: str) -> Response | tuple[str, int]:
    """Derive the first places from all results; nothing is shown yet."""
    form = CeremonyForm()
    if not form.validate():
        return _ceremony_page(slug, form), 400
    try:
        count = ceremonies.prepare(
            slug, places=form.places.data, account_id=person().account_id, now=now()
        )
    except InvalidRequest as refusal:
        _put(form, refusal)
        return _ceremony_page(slug, form), 400
    flash(
        ngettext(
            "Đã chuẩn bị %(num)s hạng. Chưa ai thấy hạng nào.",
            "Đã chuẩn bị %(num)s hạng. Chưa ai thấy hạng nào.",
            count,
        ),
        "success",
    )
    return redirect(url_for("organiser.run_ceremony", slug=slug), 303)


@bp.post("/contests/<slug>/ceremony/next")
@requires("organise")
def advance_ceremony(slug: str) -> Response:
    """Show the next place on the big screen; pressed twice, one place is shown."""
    step = request.form.get("step", 0, type=small_int)
    return _act(
        slug,
        lambda: ceremonies.advance(slug, step=step, account_id=person().account_id, now=now()),
        None,
        "organiser.run_ceremony",
    )


def _freeze_at(contest: ContestView, form: FreezeForm) -> Any:
    """What was entered; a freeze that begins this minute is one from now on.

    The field shows minutes only: an unchanged moment stays what it was to the second.
    """
    entered, kept = form.freeze_at.data, contest.freeze.freeze_at
    if entered is None:
        return None
    if kept is not None and kept.replace(second=0, microsecond=0) == entered:
        return kept
    return now() if now().replace(second=0, microsecond=0) == entered else entered


def _act(slug: str, act: Callable[[], None], done: str | None, endpoint: str) -> Response:
    try:
        act()
    except InvalidRequest as refusal:
        flash(" ".join(_said(code) for _path, code in refusal.errors), "error")
    else:
        if done:
            flash(done, "success")
    return redirect(url_for(endpoint, slug=slug), 303)


def _put(form: Any, refusal: InvalidRequest) -> None:
    for path, code in refusal.errors:
        if path in form:
            form[path].errors = [*form[path].errors, _said(code)]
        else:
            form.form_errors.append(_said(code))


def _said(code: str) -> str:
    return str(_WORDS[code]) if code in _WORDS else field_errors.words(code)


def _page(contest: ContestView, form: FreezeForm) -> str:
    return render_template(
        "organiser/freeze.html",
        contest=contest,
        form=form,
        is_frozen=contest.freeze.is_on(now()),
        withheld=freezing.count_withheld(contest.slug),
    )


def _ceremony_page(slug: str, form: CeremonyForm) -> str:
    contest = contests.get_contest(slug)
    return render_template(
        "organiser/ceremony.html",
        contest=contest,
        form=form,
        is_frozen=contest.freeze.is_on(now()),
        is_public=contest.published_at is not None,
        ceremony=_ceremony(contest),
    )


def _ceremony(contest: ContestView) -> CeremonyView | None:
    try:
        return ceremonies.watch(contest)
    except NotFound:
        return None
