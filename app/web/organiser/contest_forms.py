"""One page with all that a contest decides, in the order in which an organiser thinks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, FieldList, Form, FormField
from wtforms.validators import Optional, Regexp, ValidationError

from app.domain.contest_rules import GROUPS, UNIT_FORMULAS, ChainStep
from app.services.contest_guard import LONGEST_REASON
from app.web.organiser import labels
from app.web.organiser.contest_rule_fields import RuleFields
from app.web.organiser.form_fields import (
    Between,
    ChecksField,
    ChoiceField,
    LineField,
    MomentField,
    OptionsField,
    ShareField,
    TextField,
    WholeField,
    at_most,
    filled,
    given,
    offered,
)
from app.wording.labels import chain_step_label, formula_label, group_label

MOST_ROUNDS = 60
MOST_DRAWS = 100
LEVELS = ("", "1", "2", "3", "4", "5")


class RoundRow(Form):  # type: ignore[misc]
    """One round: when it is open, and on which bank if not on the common one."""

    title = LineField(_l("Tên đợt"), [filled(), at_most(200)])
    opens_at = MomentField(_l("Mở lúc"), [given()])
    closes_at = MomentField(_l("Đóng lúc"), [given()])
    bank = ChoiceField(_l("Ngân hàng riêng của đợt"), choices=[], optional=True, default="")

    def validate_closes_at(self, field: MomentField) -> None:
        """A round closes after it has opened."""
        if field.data and self.opens_at.data and field.data <= self.opens_at.data:
            raise ValidationError(_("Giờ đóng phải sau giờ mở."))


class DrawRow(Form):  # type: ignore[misc]
    """So many questions of a topic and a difficulty; a row without a number counts for nothing."""

    topic = ChoiceField(_l("Chủ đề"), choices=[], optional=True, default="")
    difficulty = ChoiceField(_l("Độ khó"), choices=[], optional=True, default="")
    count = WholeField(_l("Số câu"), [Optional(), Between(0, 200)])


class Limit(Between):
    """The check of a number that is not looked at where it is said that there is no limit."""

    def __init__(self) -> None:
        super().__init__(1, 1000)

    def __call__(self, form: Any, field: Any) -> None:
        if form.unlimited.data:
            field.errors = []
        elif not (field.raw_data and field.raw_data[0].strip()):
            field.errors = []
            raise ValidationError(_("Hãy nhập số lượt, hoặc đánh dấu “Không giới hạn”."))
        else:
            super().__call__(form, field)


class WordsForm(FlaskForm):  # type: ignore[misc]
    """What people read about a contest; may be mended at any time."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    title = LineField(_l("Tên cuộc thi"), [filled(), at_most(300)])
    summary = LineField(_l("Giới thiệu ngắn"), [at_most(500)])
    description = TextField(_l("Mô tả"), [at_most(20_000)])
    prizes = TextField(_l("Giải thưởng"), [at_most(20_000)])
    reason = LineField(_l("Lý do thay đổi"), [at_most(LONGEST_REASON)])


class RunningForm(WordsForm):
    """A contest that people have begun to take: its rules and questions stand."""

    rounds = FieldList(FormField(RoundRow), min_entries=1, max_entries=MOST_ROUNDS)


class ContestForm(RuleFields, WordsForm):
    """A contest that nobody has taken yet: everything may change."""

    slug = LineField(
        _l("Địa chỉ trang"),
        [
            Optional(),
            at_most(64),
            Regexp(r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", message=_l("Chỉ dùng a–z, 0–9 và dấu gạch nối.")),
        ],
    )
    rounds = FieldList(FormField(RoundRow), min_entries=1, max_entries=MOST_ROUNDS)
    groups = ChecksField(_l("Nhóm được dự thi"), choices=[])
    bank = ChoiceField(_l("Ngân hàng câu hỏi"), choices=[])
    draws = FieldList(FormField(DrawRow), min_entries=1, max_entries=MOST_DRAWS)
    shuffle_questions = BooleanField(_l("Xáo thứ tự câu hỏi cho mỗi người"), default=True)
    minutes = WholeField(_l("Thời gian làm bài (phút)"), [given(), Between(1, 300)], default=15)
    attempts_allowed = WholeField(_l("Số lượt thi mỗi người"), [Limit()], default=1)
    attempts_per = ChoiceField(
        _l("Tính theo"), choices=offered(labels.ATTEMPTS_PER), default="round"
    )
    unlimited = BooleanField(_l("Không giới hạn số lượt thi"))
    counts = ChoiceField(_l("Lượt được tính"), choices=offered(labels.COUNTS), default="best")
    negative = ShareField(
        _l("Câu sai bị trừ bao nhiêu phần điểm của câu"), [given()], default=Decimal(0)
    )
    grace_seconds = WholeField(
        _l("Số giây chờ sau khi hết giờ"), [given(), Between(0, 120)], default=10
    )
    prediction_text = LineField(_l("Câu hỏi dự đoán"), [at_most(500)])
    prediction_en = LineField(_l("Câu hỏi dự đoán bằng tiếng Anh"), [at_most(500)])
    prediction_ru = LineField(_l("Câu hỏi dự đoán bằng tiếng Nga"), [at_most(500)])
    chain_choice = OptionsField(
        _l("Khi xếp hạng, so lần lượt"), choices=offered(labels.CHAIN_CHOICES), default="b"
    )
    chain = FieldList(
        ChoiceField(choices=[], optional=True, default=""),
        _l("Thứ tự tự chọn"),
        min_entries=len(ChainStep),
        max_entries=len(ChainStep),
    )
    unit_formula = OptionsField(_l("Đơn vị được xếp hạng theo"), choices=[], default="mean")
    top_n = WholeField(_l("Số người cao điểm nhất"), [given(), Between(1, 10_000)], default=10)
    min_unit_size = WholeField(
        _l("Số người dự thi ít nhất của một đơn vị"), [given(), Between(1, 1_000_000)], default=1
    )
    show_full_names = BooleanField(_l("Ghi đầy đủ họ tên trên bảng xếp hạng"))
    result_policy = OptionsField(
        _l("Sau khi nộp bài, người dự thi thấy"), choices=offered(labels.POLICIES), default="score"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.groups.choices = offered((code, group_label(code)) for code in GROUPS)
        self.unit_formula.choices = offered((code, _formula(code)) for code in UNIT_FORMULAS)
        steps = [(step.value, chain_step_label(step)) for step in ChainStep]
        for place in self.chain:
            place.choices = offered([("", _("(không dùng)")), *steps])

    def validate_draws(self, field: FieldList) -> None:
        """A paper has at least one question."""
        if not any(row.form.count.data for row in field) and not any(field.errors):
            raise ValidationError(_("Hãy ghi số câu cho ít nhất một dòng."))

    def validate_chain_choice(self, field: OptionsField) -> None:
        """An order of one's own names each step once; guessing needs a question to guess."""
        steps = self.chosen_chain()
        if not steps:
            raise ValidationError(_("Hãy chọn ít nhất một điều để so."))
        if len(set(steps)) < len(steps):
            raise ValidationError(_("Mỗi điều chỉ chọn một lần."))
        if ChainStep.DRAW in steps[:-1] or steps == (ChainStep.DRAW,):
            raise ValidationError(_("Bốc thăm chỉ dùng sau cùng, khi mọi điều khác đều bằng nhau."))
        if ChainStep.PREDICTION in steps and not self.prediction_text.data:
            raise ValidationError(_("Thứ tự này so cả dự đoán: hãy điền câu hỏi dự đoán ở trên."))

    def chosen_chain(self) -> tuple[str, ...]:
        """The steps of the chain, as chosen by preset or one by one."""
        preset = labels.CHAINS.get(self.chain_choice.data)
        return preset or tuple(place.data for place in self.chain if place.data)


def _formula(code: str) -> str:
    return formula_label(code, "N")  # type: ignore[arg-type] # the number itself has a field
