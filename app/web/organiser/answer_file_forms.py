"""The form by which an arbiter decides on an answer file."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from app.services.adjusting import LONGEST_REASON
from app.web.organiser.form_fields import LineField, OptionsField, at_most, filled, offered


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """Neither answer is chosen beforehand: the Enter key must not decide."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    decision = OptionsField(
        _l("Quyết định"),
        choices=offered([("accept", _l("Chấp nhận")), ("reject", _l("Không chấp nhận"))]),
    )
    reason = LineField(_l("Lý do"), [filled(), at_most(LONGEST_REASON)])
