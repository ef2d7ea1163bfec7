"""The forms by which an arbiter decides about signs."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.validators import InputRequired

from app.services import evidence
from app.services.adjusting import LONGEST_REASON
from app.web.organiser.form_fields import OptionsField, TextField, at_most, filled, offered
from app.wording.evidence import act_text


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """Words about a sign: no attempt changes by them."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    act = OptionsField(_l("Quyết định"))
    reason = TextField(
        _l("Lý do"),
        [filled(), at_most(LONGEST_REASON)],
        description=_l("Ghi căn cứ để người khác đọc lại hiểu được. Người dự thi không thấy."),
    )

    def offer(self, *, is_open: bool) -> DecisionForm:
        """Offer what can be done with a sign that is open, or decided."""
        kept = evidence.WORDS_ONLY
        acts = kept[:3] if is_open else (kept[0], kept[3])
        self.act.choices = offered((one.value, act_text(one.value)) for one in acts)
        return self


class ChangeForm(FlaskForm):  # type: ignore[misc]
    """Whether an attempt counts: with a reason for its owner, and a second look."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    reason = TextField(
        _l("Lý do"),
        [filled(), at_most(LONGEST_REASON)],
        description=_l("Người dự thi đọc nguyên văn lý do này. Đừng nêu tên người khác."),
    )
    sure = BooleanField(
        _l("Tôi đã xem bằng chứng và những cách giải thích vô tư"),
        [InputRequired(_l("Hãy đánh dấu vào đây sau khi xem bằng chứng."))],
    )


def put_errors(form: Any, errors: Any, words: Any) -> None:
    """Write what a service refused beside its field, or at the form's top."""
    for path, code in errors:
        if path in form:
            form[path].errors = [*form[path].errors, words(code)]
        else:
            form.form_errors.append(words(code))
