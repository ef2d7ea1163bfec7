"""Registering: one page, and an answer that never tells which phones are known."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import TooManyRequests
from app.services import accounts, unit_history
from app.web import known_browsers
from app.web.access import requires, visitor
from app.web.accounts import bp, field_errors
from app.web.accounts.forms import RegistrationForm
from app.web.accounts.sessions import PHONE, next_target
from app.web.clock import now

Page = Response | str | tuple[str, int]


@bp.route("/register", methods=["GET", "POST"])
@requires("register")
def register() -> Page:
    """The form, and the person it makes; a known phone gets the very same answer."""
    return _register() if request.method == "POST" else _ask()


def _ask() -> Page:
    if visitor():
        flash(_("Bạn đang đăng nhập. Hãy đăng xuất trước nếu đăng ký cho người khác."), "info")
        return redirect(url_for("accounts.show_profile"), 303)
    form = RegistrationForm(formdata=None)
    # An invitation of a unit may fill these in.
    for name in ("commune", "organisation"):
        offered = request.args.get(name, "")
        if offered in dict(form[name].choices):
            form[name].data = offered
        elif name == "organisation" and offered:
            # Printed long ago: the unit may have another code, or be part of another one, today.
            now_called = unit_history.living_organisation(offered)
            form[name].data = now_called.code if now_called else None
    return _page(form)


def _register() -> Page:
    form = RegistrationForm()
    try:
        registered = accounts.register(
            phone=form.text("phone"),
            asker=known_browsers.asker(),
            password=form.text("password"),
            consent=bool(form.consent.data),
            now=now(),
            **form.person(),
        )
    except field_errors.BESIDE_FIELDS as refusal:
        field_errors.place(form, refusal)
        return _page(form), field_errors.BAD_REQUEST
    except TooManyRequests as refusal:
        field_errors.place_on_top(form, refusal)
        return field_errors.refused(_page(form), refusal)
    if registered.kept:
        known_browsers.remember(form.text("phone"))
    else:
        known_browsers.pretend()
    session[PHONE] = form.text("phone").strip()
    flash(
        _(
            "Đã nhận đăng ký. Hãy đăng nhập bằng số điện thoại và mật khẩu vừa đặt. "
            "Nếu số này đã đăng ký từ trước thì mật khẩu cũ vẫn giữ nguyên."
        ),
        "success",
    )
    return redirect(url_for("accounts.sign_in", next=next_target(None)), 303)


def _page(form: RegistrationForm) -> str:
    return render_template("accounts/register.html", form=form, next=next_target(None))
