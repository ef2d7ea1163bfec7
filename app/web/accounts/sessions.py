"""Signing in and out in a browser."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import login_user
from werkzeug.wrappers import Response

from app.domain.errors import SignInFailed, SignInRequired, TooManyRequests
from app.services import accounts
from app.services.accounts import SignedIn
from app.web import device_marks, known_browsers, lifetimes
from app.web.access import requires, signed_identity, visitor
from app.web.accounts import bp, field_errors
from app.web.accounts.forms import SignInForm
from app.web.clock import now
from app.web.redirects import safe_target

PHONE = "phone"
"""Under this name the session keeps the phone of a registration until signing in."""


@bp.route("/sign-in", methods=["GET", "POST"])
@requires("sign_in")
def sign_in() -> Response | str | tuple[str, int]:
    """Phone and password; on success to where the person was going."""
    target = next_target(url_for("public.show_home")) or "/"
    if request.method == "GET":
        if visitor():
            return redirect(target, 303)
        form = SignInForm(formdata=None, data={"phone": session.get(PHONE, "")})
        return _page(form)
    form = SignInForm()
    phone = form.text("phone")
    try:
        who = accounts.sign_in(
            phone=phone,
            password=form.text("password"),
            now=now(),
            asker=known_browsers.asker(),
        )
    except (SignInFailed, TooManyRequests) as refusal:
        field_errors.place_on_top(form, refusal)
        return field_errors.refused(_page(form), refusal)
    begin_session(who, phone)
    return redirect(target, 303)


@bp.post("/sign-out")
@requires("sign_out")
def sign_out() -> Response:
    """End this browser's session; with "everywhere", those of all devices."""
    if "everywhere" in request.form:
        _sign_out_everywhere()
    session.clear()
    flash(_("Bạn đã đăng xuất."), "success")
    return redirect(url_for("public.show_home"), 303)


def _sign_out_everywhere() -> None:
    try:
        accounts.sign_out_everywhere(identity=signed_identity(), now=now())
    except SignInRequired:
        return  # Ended already.


def begin_session(who: SignedIn, phone: str) -> None:
    """A new session for this person; nothing of the one before is carried into it.

    The browser is known to this phone from now on.
    """
    session.clear()
    session.permanent = True
    login_user(who)
    lifetimes.begin(session)
    device_marks.give()
    known_browsers.remember(phone)


def next_target(default: str | None) -> str | None:
    """The page that was asked for before, if it is one of this site."""
    return safe_target(request.args.get("next"), "") or default


def _page(form: SignInForm) -> str:
    return render_template("accounts/sign_in.html", form=form, next=next_target(None))
