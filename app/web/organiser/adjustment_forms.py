"""The forms by which time is given back."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from app.services.adjustments import LONGEST_REASON, MOST_SECONDS
from app.web.organiser.form_fields import (
    Between,
    LineField,
    MomentField,
    WholeField,
    at_most,
    filled,
    given,
)


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Every act has a reason, which those concerned read."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    reason = LineField(_l("Lý do"), [filled(), at_most(LONGEST_REASON)])


class OutageForm(ReasonForm):
    """When nobody could answer."""

    from_at = MomentField(_l("Sự cố bắt đầu lúc"), [given()])
    until_at = MomentField(_l("Sự cố hết lúc"), [given()])


class AttemptForm(ReasonForm):
    """Minutes for one person."""

    minutes = WholeField(_l("Số phút"), [given(), Between(1, MOST_SECONDS // 60)])
