"""Refusals of the services as plain sentences beside the fields that they are about."""

from __future__ import annotations

from typing import Final

from flask import Response
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.domain.errors import (
    ConsentRequired,
    InvalidRequest,
    PasswordTooWeak,
    PhoneInvalid,
    Refusal,
    TooManyRequests,
)
from app.web.accounts.forms import AccountForm
from app.web.request_log import note_refusal
from app.wording import refusals

BAD_REQUEST, TOO_MANY = 400, 429
BESIDE_FIELDS = (ConsentRequired, InvalidRequest, PasswordTooWeak, PhoneInvalid)
"""What a form can show beside its fields."""

_PASSWORD: Final = "password"  # noqa: S105 - a field's name
_SENTENCES: Final[dict[tuple[str, str], LazyString]] = {
    ("full_name", "empty"): _l("Hãy nhập họ và tên của bạn."),
    ("full_name", "too_long"): _l("Tên dài quá 120 ký tự. Hãy viết gọn lại."),
    ("full_name", "characters"): _l("Tên có ký tự không dùng được. Hãy chỉ dùng chữ cái."),
    ("phone", "phone_invalid"): _l("Hãy nhập số di động gồm 10 chữ số, ví dụ 0912 345 678."),
    (_PASSWORD, "short"): _l("Mật khẩu cần có ít nhất 8 ký tự."),
    (_PASSWORD, "long"): _l("Mật khẩu dài quá 128 ký tự. Hãy chọn mật khẩu ngắn hơn."),
    (_PASSWORD, "own"): _l("Mật khẩu giống tên hoặc số điện thoại của bạn. Hãy chọn từ khác."),
    (_PASSWORD, "common"): _l("Mật khẩu này nhiều người dùng, dễ bị đoán. Hãy thêm vài từ nữa."),
    ("phone", "taken"): _l("Số này đã có tài khoản. Hãy dùng số khác."),
    ("code", "wrong"): _l("Mã này không đúng. Hãy chép lại mã từ cửa sổ dòng lệnh."),
    ("site_name", "missing"): _l("Hãy đặt tên cho trang."),
    ("site_name", "too_long"): _l("Tên này dài quá. Hãy viết gọn lại."),
    ("province", "unknown"): _l("Hãy chọn tỉnh hoặc thành phố trong danh sách."),
    ("commune", "unknown"): _l("Hãy chọn xã hoặc phường trong danh sách."),
    ("organisation", "unknown"): _l("Không thấy đơn vị này. Hãy chọn lại trong danh sách."),
    ("group", "unknown"): _l("Hãy chọn nhóm của bạn trong danh sách."),
    ("birth_year", "missing"): _l("Hãy ghi năm sinh gồm 4 chữ số, ví dụ 1990."),
    ("birth_year", "range"): _l("Năm sinh này chưa đúng. Hãy xem lại."),
    ("consent", "consent_required"): _l("Hãy đánh dấu vào ô này nếu bạn đồng ý."),
}
_OTHERWISE = _l("Nội dung này chưa dùng được. Hãy nhập lại.")
_WRONG_PASSWORD = _l("Mật khẩu không đúng.")


def place(form: AccountForm, refusal: Refusal, *, password: str = _PASSWORD) -> None:
    """Put every sentence of a refusal beside its field; `password` names that field here."""
    for path, code in _pairs(refusal):
        sentence = str(_SENTENCES.get((path, code), _OTHERWISE))
        name = password if path == _PASSWORD else path
        if name in form:
            form[name].errors = [*form[name].errors, sentence]
        else:
            form.form_errors.append(sentence)


def place_wrong_password(form: AccountForm, name: str) -> None:
    """Say at a field that the proof by password has failed."""
    form[name].errors = [str(_WRONG_PASSWORD)]


def place_on_top(form: AccountForm, refusal: Refusal) -> None:
    """Say what is about no field in particular, as everywhere else, at the head of the form."""
    words = refusals.message(refusal)
    form.form_errors.append(f"{words.message} {words.hint}")


def refused(page: str, refusal: Refusal) -> Response:
    """The form again; with the time to wait where there is one."""
    note_refusal(refusal.code)
    if not isinstance(refusal, TooManyRequests):
        return Response(page, BAD_REQUEST, mimetype="text/html")
    response = Response(page, TOO_MANY, mimetype="text/html")
    response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def _pairs(refusal: Refusal) -> tuple[tuple[str, str], ...]:
    if isinstance(refusal, InvalidRequest):
        return refusal.errors
    if isinstance(refusal, PasswordTooWeak):
        return ((_PASSWORD, refusal.reason),)
    path = "phone" if isinstance(refusal, PhoneInvalid) else "consent"
    return ((path, refusal.code),)
