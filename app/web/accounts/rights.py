"""What a person may do with the own account: change its password, take the data, delete it."""

from __future__ import annotations

import json

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import PasswordTooWeak, SignInFailed
from app.domain.phones import local
from app.services import accounts, people
from app.web.access import requires, signed_identity
from app.web.accounts import bp, field_errors
from app.web.accounts.forms import AccountForm, DeletionForm, PasswordForm
from app.web.accounts.sessions import begin_session
from app.web.clock import now

EXPORT_NAME = "thi-so-du-lieu-cua-toi.json"


@bp.route("/profile/password", methods=["GET", "POST"])
@requires("manage_own_profile")
def change_password() -> Response | str | tuple[str, int]:
    """A new password; every other device has to sign in again."""
    form = PasswordForm()
    if request.method == "GET":
        return _page("accounts/change_password.html", form)
    try:
        who = accounts.change_password(
            identity=signed_identity(),
            current=form.text("current"),
            new=form.text("new"),
            now=now(),
        )
    except SignInFailed:
        field_errors.place_wrong_password(form, "current")
    except PasswordTooWeak as refusal:
        field_errors.place(form, refusal, password="new")  # noqa: S106 - a field's name
    else:
        begin_session(who, accounts.get_account(who.identity).phone or "")
        flash(_("Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất."), "success")
        return redirect(url_for("accounts.show_profile"), 303)
    return _page("accounts/change_password.html", form), field_errors.BAD_REQUEST


@bp.get("/profile/export")
@requires("manage_own_profile")
def export_data() -> FlaskResponse:
    """Everything held about the person, as a file to keep."""
    held = people.export_own(identity=signed_identity(), now=now())
    response = FlaskResponse(
        json.dumps(held, ensure_ascii=False, indent=2), mimetype="application/json"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{EXPORT_NAME}"'
    return response


@bp.route("/profile/delete", methods=["GET", "POST"])
@requires("manage_own_profile")
def delete_account() -> Response | str | tuple[str, int]:
    """Delete name, phone and account after the password; an anonymous result stays."""
    form = DeletionForm()
    if request.method == "GET":
        return _page("accounts/delete_account.html", form)
    try:
        people.delete_own(identity=signed_identity(), password=form.text("password"), now=now())
    except SignInFailed:
        field_errors.place_wrong_password(form, "password")
        return _page("accounts/delete_account.html", form), field_errors.BAD_REQUEST
    session.clear()
    flash(_("Đã xoá tài khoản và thông tin cá nhân của bạn."), "success")
    return redirect(url_for("public.show_home"), 303)


def _page(template: str, form: AccountForm) -> str:
    phone = accounts.get_account(signed_identity()).phone
    return render_template(template, form=form, phone=local(phone) if phone else "")
