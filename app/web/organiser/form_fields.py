"""Fields that speak plain words when an entry cannot be read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.domain.text import nfc, without_hidden
from app.web.number_fields import Within

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
YEARS = range(2000, 2101)
NOT_A_CHOICE = _l("Hãy chọn một trong các mục có sẵn.")


class Between(Within):
    """The check that a number lies within limits; says nothing about what is no number."""

    def __init__(self, low: int, high: int) -> None:
        super().__init__(low, high, _l("Hãy nhập một số từ %(min)s đến %(max)s."))

    def __call__(self, form: Any, field: Any) -> None:
        if not field.process_errors:
            super().__call__(form, field)


def filled() -> DataRequired:
    """The check that a text has been written."""
    return DataRequired(_l("Hãy điền vào ô này."))


def given() -> InputRequired:
    """The check that a number or a moment has been entered, right or wrong."""
    return InputRequired(_l("Hãy điền vào ô này."))


def at_most(length: int) -> Length:
    """The check that a text is not too long."""
    return Length(max=length, message=_l("Dài nhất %(max)d ký tự."))


def clean(text: str | None) -> str:
    """A text as it is stored: letters composed, nothing hidden, no outer blanks."""
    return nfc(without_hidden(text or "")).strip()


def clean_line(text: str | None) -> str:
    """A text of one line, with single spaces."""
    return " ".join(clean(text).split())


def offered(choices: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Pairs of value and label as a select offers them."""
    return [SelectChoice(value, label) for value, label in choices]


class LineField(StringField):  # type: ignore[misc]
    """One line of text."""

    def __init__(self, label: Any = None, validators: Any = (), **options: Any) -> None:
        super().__init__(label, validators, filters=[clean_line], **options)


class TextField(TextAreaField):  # type: ignore[misc]
    """Several lines of text."""

    def __init__(self, label: Any = None, validators: Any = (), **options: Any) -> None:
        super().__init__(label, validators, filters=[clean], **options)


class WholeField(IntegerField):  # type: ignore[misc]
    """A whole number."""

    def __init__(self, label: Any = None, validators: Any = (), **options: Any) -> None:
        options.setdefault("invalid_value_message", _l("Hãy nhập một số nguyên, ví dụ 20."))
        super().__init__(label, validators, **options)


class ShareField(StringField):  # type: ignore[misc]
    """A share from 0 to 1, with a comma or a point."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            try:
                self.data = Decimal(valuelist[0].strip().replace(",", "."))
            except InvalidOperation:
                raise ValueError(_("Hãy nhập một số từ 0 đến 1, ví dụ 0,25.")) from None

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            return
        if self.data is None or not (self.data.is_finite() and 0 <= self.data <= 1):
            raise ValidationError(_("Hãy nhập một số từ 0 đến 1, ví dụ 0,25."))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return str(self.data).replace(".", ",") if self.data is not None else ""


class MomentField(DateTimeLocalField):  # type: ignore[misc]
    """A moment: read and shown on Vietnamese clocks, held in UTC."""

    def __init__(self, label: Any = None, validators: Any = (), **options: Any) -> None:
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        message = _l("Hãy chọn đủ ngày và giờ.")
        super().__init__(
            label, validators, format=formats, invalid_value_message=message, **options
        )

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data is not None:
            if self.data.year not in YEARS:
                self.data = None
                raise ValueError(_("Hãy xem lại năm."))
            self.data = self.data.replace(tzinfo=VIETNAM).astimezone(UTC)

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return shown_moment(self.data) if self.data else ""


class DayField(DateField):  # type: ignore[misc]
    """A day of the Vietnamese calendar."""

    def __init__(self, label: Any = None, validators: Any = (), **options: Any) -> None:
        message = _l("Hãy chọn một ngày.")
        super().__init__(label, validators, invalid_value_message=message, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data is not None and self.data.year not in YEARS:
            self.data = None
            raise ValueError(_("Hãy xem lại năm."))


class ClockField(TimeField):  # type: ignore[misc]
    """An hour and a minute on Vietnamese clocks."""

    def __init__(self, label: Any = None, validators: Any = (), **options: Any) -> None:
        message = _l("Hãy chọn giờ và phút.")
        super().__init__(label, validators, invalid_value_message=message, **options)


def shown_moment(moment: datetime) -> str:
    """A moment as an input of date and time holds it, in UTC+7, to the minute."""
    return moment.astimezone(VIETNAM).strftime("%Y-%m-%dT%H:%M")


class ChoiceField(SelectField):  # type: ignore[misc]
    """One of a list; `optional` where an empty value is a choice too."""

    def __init__(self, label: Any = None, *, optional: bool = False, **options: Any) -> None:
        checks = [] if optional else [given()]
        super().__init__(label, checks, invalid_choice_message=NOT_A_CHOICE, **options)


class OptionsField(RadioField):  # type: ignore[misc]
    """One of a few, all visible."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, [given()], invalid_choice_message=NOT_A_CHOICE, **options)


class ChecksField(SelectMultipleField):  # type: ignore[misc]
    """Any of a few, all visible."""

    widget: Any = ListWidget(prefix_label=False)
    option_widget: Any = CheckboxInput()

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, invalid_choice_message=NOT_A_CHOICE, **options)
