"""Announcements: written, published, withdrawn."""

from __future__ import annotations

from typing import Any

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import InvalidRequest, NotFound
from app.services import announcements, lists
from app.services.announcements import AnnouncementFacts
from app.web import downloads, faults
from app.web.access import person, reach, requires
from app.web.clock import now
from app.web.filters import day_time
from app.web.organiser import bp
from app.web.organiser.announcement_forms import AnnouncementForm, filled_in
from app.wording.campaign import showing_text

Page = Response | str | tuple[str, int]


@bp.get("/announcements")
@requires("organise")
def list_announcements() -> str:
    """All announcements, with what each is doing now."""
    rows = [(one, announcements.showing_of(one, now=now())) for one in _own_list()]
    return render_template("organiser/announcements.html", rows=rows, showing_text=showing_text)


@bp.get("/announcements.xlsx")
@requires("organise")
def export_announcements() -> FlaskResponse:
    """The list as a workbook."""
    data = lists.workbook(
        _("Thông báo"),
        [
            _("Tiêu đề"),
            _("Nội dung"),
            _("Cuộc thi"),
            _("Trạng thái"),
            _("Hiện từ lúc"),
            _("Hiện đến lúc"),
        ],
        [_row(one) for one in _own_list()],
    )
    return downloads.excel(data, "thong-bao", now())


def _own_list() -> list[AnnouncementFacts]:
    """Those about the contests in reach, and about none."""
    return [one for one in announcements.list_announcements() if _is_own(one)]


def _own(announcement_id: int) -> AnnouncementFacts:
    found = announcements.get_announcement(announcement_id)
    if not _is_own(found):
        raise NotFound()
    return found


def _is_own(one: AnnouncementFacts) -> bool:
    return one.contest_slug is None or one.contest_slug in reach("organise")


def _row(one: AnnouncementFacts) -> list[str | None]:
    return [
        one.title,
        one.text,
        one.contest_title,
        showing_text(announcements.showing_of(one, now=now())),
        day_time(one.published_at) if one.published_at else None,
        day_time(one.until) if one.until else None,
    ]


@bp.route("/announcements/new", methods=["GET", "POST"])
@requires("organise")
def write_announcement() -> Page:
    """The empty form, and what was written in it."""
    if request.method == "GET":
        return _page(AnnouncementForm(formdata=None).offer())
    form = AnnouncementForm().offer()
    return _kept(form, None)


@bp.route("/announcements/<int:announcement_id>", methods=["GET", "POST"])
@requires("organise")
def edit_announcement(announcement_id: int) -> Page:
    """The form of one announcement, with how everybody reads it."""
    facts = _own(announcement_id)
    if request.method == "GET":
        return _page(AnnouncementForm(formdata=None, data=filled_in(facts)).offer(), facts)
    return _kept(AnnouncementForm().offer(), facts)


def _kept(form: AnnouncementForm, facts: AnnouncementFacts | None) -> Page:
    if not form.validate():
        return _page(form, facts), 400
    values: dict[str, Any] = form.values()
    at_once = "publish" in request.form
    if at_once:
        values["published_at"] = now()
    who: dict[str, Any] = {"account_id": person().account_id, "now": now()}
    try:
        if facts is None:
            kept = announcements.create_announcement(**values, **who)
        else:
            announcements.edit_announcement(facts.id, **values, **who)
            kept = facts.id
    except InvalidRequest as refusal:
        faults.place(form, refusal)
        return _page(form, facts), 400
    flash(_("Đã đăng thông báo.") if at_once else _("Đã lưu thông báo."), "success")
    return redirect(url_for("organiser.edit_announcement", announcement_id=kept), 303)


@bp.post("/announcements/<int:announcement_id>/publish")
@requires("organise")
def publish_announcement(announcement_id: int) -> Response:
    """Show it to everybody from now on."""
    _own(announcement_id)
    announcements.publish_announcement(announcement_id, account_id=person().account_id, now=now())
    flash(_("Đã đăng thông báo."), "success")
    return redirect(url_for("organiser.list_announcements"), 303)


@bp.post("/announcements/<int:announcement_id>/withdraw")
@requires("organise")
def withdraw_announcement(announcement_id: int) -> Response:
    """Take it away from everybody's eyes; it stays as a draft."""
    _own(announcement_id)
    announcements.withdraw_announcement(announcement_id, account_id=person().account_id, now=now())
    flash(_("Đã gỡ thông báo; nội dung vẫn còn ở bản nháp."), "success")
    return redirect(url_for("organiser.list_announcements"), 303)


@bp.post("/announcements/<int:announcement_id>/delete")
@requires("organise")
def delete_announcement(announcement_id: int) -> Response:
    """Delete it."""
    _own(announcement_id)
    announcements.delete_announcement(announcement_id, account_id=person().account_id, now=now())
    flash(_("Đã xoá thông báo."), "success")
    return redirect(url_for("organiser.list_announcements"), 303)


def _page(form: AnnouncementForm, facts: AnnouncementFacts | None = None) -> str:
    state = announcements.showing_of(facts, now=now()) if facts else None
    return render_template(
        "organiser/announcement.html",
        form=form,
        facts=facts,
        state=state,
        showing_text=showing_text,
    )
