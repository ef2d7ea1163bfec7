"""Taking over people from Excel: a file, a preview, one confirmation, and codes to hand out."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import InvalidRequest
from app.services import roster_codes, roster_drafts, rosters, units
from app.services.rosters import About
from app.web.access import person, requires
from app.web.bodies import takes_files
from app.web.clock import now
from app.web.organiser import bp
from app.web.organiser.people import phone_text
from app.web.organiser.roster_uploads import read_list
from app.web.organiser.unit_forms import RosterForm
from app.web.organiser.unit_imports import SHOWN, problem_rows
from app.web.organiser.units import workbook
from app.wording.labels import group_label

Page = Response | str | tuple[str, int]


@bp.get("/people/rosters")
@requires("organise")
def list_rosters() -> str:
    """The lists that were taken over, and how many of their people have come."""
    return render_template("organiser/rosters.html", rows=rosters.list_rosters())


@bp.route("/people/import", methods=["GET", "POST"])
@takes_files
@requires("organise")
def import_people() -> Page:
    """Choose a file; nobody is added by it yet."""
    if request.method == "GET":
        return _upload_page(RosterForm(formdata=None).offer())
    form = RosterForm().offer()
    if form.validate():
        try:
            data, name = read_list()
            about = About(
                source=form.source.data or "",
                purpose=form.purpose.data or "",
                commune=form.commune.data or "",
                organisation=form.organisation.data or "",
                group=form.group.data or "",
            )
            token = rosters.upload(
                data, about, file_name=name, account_id=person().account_id, now=now()
            )
        except InvalidRequest as refusal:
            form.place(refusal)
        else:
            return redirect(url_for("organiser.preview_people", token=token), 303)
    return _upload_page(form), 400


@bp.get("/people/import/template.xlsx")
@requires("organise")
def download_roster_template() -> Response:
    """A workbook to be filled in."""
    headings = (_("Họ và tên"), _("Số điện thoại"), _("Xã, phường"), _("Đơn vị"), _("Nhóm"))
    return workbook(roster_codes.template(headings), "mau-nguoi-du-thi.xlsx")


@bp.get("/people/import/<token>")
@requires("organise")
def preview_people(token: str) -> str:
    """Who a file would add, who is there already, and what is wrong."""
    found = rosters.preview(token, account_id=person().account_id)
    plan = found.plan
    return render_template(
        "organiser/roster_preview.html",
        token=token,
        found=found,
        new=plan.new[:SHOWN],
        present=plan.present[:SHOWN],
        problems=problem_rows(plan.problems, found.table.letters),
        problem_total=len(plan.problems),
        phone_text=phone_text,
        group_label=group_label,
        unit_names={
            **{one.code: one.name for one in units.list_communes()},
            **{one.code: one.name for one in units.list_organisations()},
        },
    )


@bp.post("/people/import/<token>")
@requires("organise")
def confirm_people(token: str) -> Response:
    """Add the people that the preview has shown, or throw the file away."""
    account_id = person().account_id
    if "discard" in request.form:
        roster_drafts.discard(token, (roster_drafts.PEOPLE,), account_id=account_id)
        flash(_("Đã bỏ tệp. Chưa có gì thay đổi."), "info")
        return redirect(url_for("organiser.import_people"), 303)
    roster_id = rosters.confirm(
        token, shown=request.form.get("shown", ""), account_id=account_id, now=now()
    )
    if roster_id is None:
        flash(_("Vừa có người đăng ký thêm. Hãy xem lại rồi xác nhận lần nữa."), "warning")
        return redirect(url_for("organiser.preview_people", token=token), 303)
    flash(_("Đã thêm danh sách. Bước tiếp theo: tạo mã và trao cho từng người."), "success")
    return redirect(url_for("organiser.show_roster", roster_id=roster_id), 303)


@bp.get("/people/rosters/<int:roster_id>")
@requires("organise")
def show_roster(roster_id: int) -> str:
    """One list: whose it is, what for, and who has not come yet."""
    waiting = rosters.list_waiting(roster_id)
    return render_template(
        "organiser/roster.html",
        roster=rosters.get_roster(roster_id),
        waiting=waiting[:SHOWN],
        waiting_total=len(waiting),
        phone_text=phone_text,
        activate_address=url_for("accounts.activate", _external=True),
    )


@bp.post("/people/rosters/<int:roster_id>/codes")
@requires("organise")
def make_roster_codes(roster_id: int) -> Response:
    """New codes for all who have not come, as a workbook; this is the only time they are seen."""
    data = roster_codes.make_codes(roster_id, account_id=person().account_id, now=now())
    response = workbook(data, f"ma-kich-hoat-{roster_id}.xlsx")
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/people/rosters/<int:roster_id>/forget")
@requires("organise")
def forget_roster(roster_id: int) -> Response:
    """Take away all of a list who have not come."""
    gone = rosters.forget(roster_id, account_id=person().account_id, now=now())
    flash(_("Đã xoá thông tin của %(people)s người chưa kích hoạt.", people=gone), "success")
    return redirect(url_for("organiser.show_roster", roster_id=roster_id), 303)


def _upload_page(form: RosterForm) -> str:
    return render_template("organiser/roster_import.html", form=form, kept=rosters.KEPT.days)
