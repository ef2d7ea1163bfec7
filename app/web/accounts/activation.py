"""Taking over an account by a one-time code: after a list has brought it, or after a reset."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField, PasswordField, StringField, TelField

from app.domain.errors import ConsentRequired, PasswordTooWeak, Refusal, SignInFailed
from app.services import activations
from app.services.activations import Offer
from app.web.access import requires
from app.web.accounts import bp, field_errors
from app.web.accounts.forms import AccountForm, Needed
from app.web.accounts.sessions import begin_session
from app.web.clock import now

Page = Response | str | tuple[str, int]


class CodeForm(AccountForm):
    """Phone and code: the first step, carried along in the second."""

    phone = TelField(_l("Số điện thoại di động"), validators=[Needed()])
    code = StringField(_l("Mã kích hoạt"), validators=[Needed()])


class ActivationForm(CodeForm):
    """The second step: a password and, from who came by a list, consent."""

    password = PasswordField(_l("Mật khẩu mới"), validators=[Needed()])
    consent = BooleanField(
        _l("Tôi đã đọc và đồng ý để ban tổ chức dùng thông tin trên cho cuộc thi"),
        validators=[Needed()],
    )


@bp.route("/activate", methods=["GET", "POST"])
@requires("sign_in")
def activate() -> Page:
    """First phone and code; then what is held about the person, and a password."""
    if request.method == "GET":
        return render_template("accounts/activate.html", form=CodeForm(formdata=None))
    form = ActivationForm()
    try:
        offer = activations.look(phone=form.text("phone"), code=form.text("code"), now=now())
        if "decline" in request.form:
            return _decline(form)
        if "password" not in request.form:
            return _offer_page(ActivationForm(formdata=None, data=_carried(form)), offer)
        return _activate(form, offer)
    except SignInFailed:
        return _wrong_code(form)


def _activate(form: ActivationForm, offer: Offer) -> Page:
    try:
        who = activations.activate(
            phone=form.text("phone"),
            code=form.text("code"),
            password=form.text("password"),
            consent=bool(form.consent.data),
            now=now(),
        )
    except (ConsentRequired, PasswordTooWeak) as refusal:
        return _refused(form, offer, refusal)
    begin_session(who, form.text("phone"))
    flash(_("Xong. Từ nay bạn đăng nhập bằng số điện thoại và mật khẩu vừa đặt."), "success")
    return redirect(url_for("accounts.show_profile"), 303)


def _refused(form: ActivationForm, offer: Offer, refusal: Refusal) -> Page:
    field_errors.place(form, refusal)
    return _offer_page(form, offer), field_errors.BAD_REQUEST


def _decline(form: ActivationForm) -> Response:
    activations.decline(phone=form.text("phone"), code=form.text("code"), now=now())
    flash(_("Đã xoá thông tin của bạn khỏi danh sách."), "success")
    return redirect(url_for("public.show_home"), 303)


def _wrong_code(form: ActivationForm) -> Page:
    again = CodeForm(formdata=None, data=_carried(form))
    again.form_errors.append(
        _("Số điện thoại hoặc mã không đúng, hoặc mã đã dùng hay quá hạn. Hãy xem lại từng chữ.")
    )
    return render_template("accounts/activate.html", form=again), field_errors.BAD_REQUEST


def _carried(form: ActivationForm) -> dict[str, str]:
    return {"phone": form.text("phone").strip(), "code": form.text("code").strip()}


def _offer_page(form: ActivationForm, offer: Offer) -> str:
    return render_template("accounts/activate_offer.html", form=form, offer=offer, who=offer.person)
