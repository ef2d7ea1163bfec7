"""What the site is called, and whom visitors can ask."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms.validators import Optional, Regexp

from app.domain.errors import InvalidRequest
from app.services import settings, site
from app.services.first_run import LONGEST_NAME
from app.services.settings import LONGEST, SiteSettings
from app.web import faults
from app.web.access import person, requires
from app.web.clock import now
from app.web.organiser import bp
from app.web.organiser.form_fields import LineField, at_most, filled


class SettingsForm(FlaskForm):  # type: ignore[misc]
    """One line each."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    name = LineField(
        _l("Tên trang"),
        [filled(), at_most(LONGEST_NAME)],
        description=_l("Hiện ở đầu và cuối mọi trang."),
    )
    province_name = LineField(
        _l("Tỉnh, thành phố"),
        [filled(), at_most(LONGEST_NAME)],
        description=_l("Hiện dưới tên trang, ví dụ: Tuyên Quang, Thành phố Hà Nội."),
    )
    organiser_name = LineField(
        _l("Đơn vị tổ chức"),
        [at_most(LONGEST)],
        description=_l("Hiện ở trang trợ giúp, ví dụ: Sở Khoa học và Công nghệ."),
    )
    contact_phone = LineField(
        _l("Số điện thoại hỗ trợ"),
        [Optional(), at_most(40), Regexp(r"\A[0-9 .+()-]{6,40}\Z", message=_l("Chỉ dùng chữ số."))],
        description=_l("Người dự thi gọi số này khi cần giúp."),
    )
    contact_email = LineField(
        _l("Thư điện tử hỗ trợ"),
        [
            Optional(),
            at_most(120),
            Regexp(
                r"\A[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+\Z",
                message=_l("Hãy nhập đủ địa chỉ, ví dụ hotro@tuyenquang.gov.vn."),
            ),
        ],
    )


@bp.route("/settings", methods=["GET", "POST"])
@requires("administer")
def edit_settings() -> Response | str | tuple[str, int]:
    """The form, and what was changed in it."""
    before = settings.get(SiteSettings)
    if request.method == "GET":
        shown = {**asdict(before), "province_name": site.facts(now()).province_name}
        return _page(SettingsForm(formdata=None, data=shown))
    form = SettingsForm()
    if not form.validate():
        return _page(form), 400
    values: dict[str, Any] = {field.name: field.data or "" for field in form}
    try:
        site.change(replace(before, **values), account_id=person().account_id, now=now())
    except InvalidRequest as refusal:
        faults.place(form, refusal)
        return _page(form), 400
    flash(_("Đã lưu cài đặt."), "success")
    return redirect(url_for("organiser.edit_settings"), 303)


def _page(form: SettingsForm) -> str:
    return render_template("organiser/settings.html", form=form)
