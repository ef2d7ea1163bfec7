"""Forms of the accounts pages. The services check what is sent, and say everything at once."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, SelectField, StringField, TelField

from app.web.accounts import choices


class Needed:
    """Marks a field as one that must be filled in; whether it is, the service checks."""

    field_flags = {"required": True}  # noqa: RUF012 - read by WTForms under this name

    def __call__(self, _form: FlaskForm, _field: Any) -> None:
        """Nothing here."""


class AccountForm(FlaskForm):  # type: ignore[misc]
    """What the forms of this face share."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    def text(self, name: str) -> str:
        """What was typed into a field, "" when the field was not sent."""
        return str(self[name].data or "")


# The order in which fields are written down here is the order of a page's list of errors.


class _Name(AccountForm):
    full_name = StringField(_l("Họ và tên"), validators=[Needed()])


class _Credentials(AccountForm):
    phone = TelField(_l("Số điện thoại di động"), validators=[Needed()])
    password = PasswordField(_l("Mật khẩu"), validators=[Needed()])


class _Units(AccountForm):
    commune = SelectField(
        _l("Xã, phường nơi bạn ở hoặc làm việc"), validators=[Needed()], validate_choice=False
    )
    organisation = SelectField(
        _l("Cơ quan, đơn vị, đoàn thể"), validators=[Needed()], validate_choice=False
    )
    group = SelectField(_l("Bạn thuộc nhóm nào?"), validators=[Needed()], validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commune.choices = choices.communes()
        self.organisation.choices = choices.organisations()
        self.group.choices = choices.groups()


class PersonForm(_Name, _Units):
    """Who somebody is, and where they belong."""

    def person(self) -> dict[str, Any]:
        """The values as the services take them."""
        return {
            "full_name": self.text("full_name"),
            "commune": self.text("commune"),
            "organisation": self.text("organisation") or None,
            "group": self.text("group"),
        }


class BirthYearForm(AccountForm):
    """The year of birth, for contests whose rules ask for an age."""

    birth_year = StringField(_l("Năm sinh"), validators=[Needed()])
    consent = BooleanField(
        _l("Tôi đồng ý để ban tổ chức dùng năm sinh của tôi để xét tuổi dự thi"),
        validators=[Needed()],
    )


class RegistrationForm(PersonForm, _Credentials):
    """All that is asked of somebody new."""

    consent = BooleanField(
        _l("Tôi đã đọc và đồng ý để ban tổ chức dùng thông tin trên cho cuộc thi"),
        validators=[Needed()],
    )


class FirstRunForm(_Name, _Credentials):
    """The code of an empty instance, what the site is called, and its administrator."""

    code = StringField(_l("Mã thiết lập"), validators=[Needed()])
    site_name = StringField(_l("Tên trang"), validators=[Needed()], default="Thi Số")
    province = SelectField(_l("Tỉnh, thành phố"), validators=[Needed()], validate_choice=False)
    consent = BooleanField(
        _l("Tôi đã đọc và đồng ý để trang này lưu thông tin trên của tôi"), validators=[Needed()]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.province.choices = choices.provinces()

    def province_code(self) -> int | None:
        """The official code that was chosen; None for anything else."""
        chosen = self.text("province")
        return int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 4 else None


class SignInForm(_Credentials):
    """Phone and password."""


class PasswordForm(AccountForm):
    """A new password, and the present one as a proof."""

    current = PasswordField(_l("Mật khẩu hiện tại"), validators=[Needed()])
    new = PasswordField(_l("Mật khẩu mới"), validators=[Needed()])


class DeletionForm(AccountForm):
    """The password as a proof."""

    password = PasswordField(_l("Mật khẩu của bạn"), validators=[Needed()])
