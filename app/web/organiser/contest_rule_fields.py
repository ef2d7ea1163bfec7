"""Fields of a contest's form about who takes part, what rounds add up to, and prizes by board."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField
from wtforms.validators import Optional, ValidationError

from app.domain.contest_rules import GROUPS, Prediction, Rules
from app.domain.divisions import LONGEST_CODE, LONGEST_NAME, MOST_DIVISIONS, Division
from app.domain.rules_readers import MOST_AGE, MOST_PRIZES
from app.domain.text import fold
from app.web.organiser import labels
from app.web.organiser.form_fields import (
    Between,
    ChecksField,
    ClockField,
    LineField,
    OptionsField,
    WholeField,
    at_most,
    offered,
)
from app.wording.labels import group_label

ROWS = 3
"""So many rows are there for divisions, and one more than there are divisions."""


class DivisionRow(Form):  # type: ignore[misc]
    """One division; a row without a name and without groups counts for nothing."""

    code = HiddenField()
    name = LineField(_l("Tên bảng"), [at_most(LONGEST_NAME)])
    groups = ChecksField(_l("Gồm các nhóm"), choices=[])
    prizes_listed = WholeField(
        _l("Số hạng có giải, cả cuộc"), [Optional(), Between(0, MOST_PRIZES)]
    )
    round_prizes_listed = WholeField(
        _l("Số hạng có giải, mỗi đợt"), [Optional(), Between(0, MOST_PRIZES)]
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.groups.choices = offered((code, group_label(code)) for code in GROUPS)

    @property
    def is_filled(self) -> bool:
        """Whether the row names a division."""
        return bool(self.name.data or self.groups.data)

    def validate_name(self, field: LineField) -> None:
        """A division has a name."""
        if self.groups.data and not field.data:
            raise ValidationError(_("Hãy đặt tên cho bảng này."))

    def validate_groups(self, field: ChecksField) -> None:
        """A division has at least one group."""
        if self.name.data and not field.data:
            raise ValidationError(_("Hãy đánh dấu ít nhất một nhóm."))


class RuleFields(Form):  # type: ignore[misc]
    """The part of the form that this module is about."""

    min_age = WholeField(_l("Tuổi thấp nhất"), [Optional(), Between(1, MOST_AGE)])
    max_age = WholeField(_l("Tuổi cao nhất"), [Optional(), Between(1, MOST_AGE)])
    province_only = BooleanField(_l("Chỉ người trong tỉnh được dự thi"))
    excluded_may_play = BooleanField(
        _l("Người trong danh sách ban tổ chức, tổ ra đề, giám khảo, thư ký được thi ngoài giải")
    )
    prediction_quantity = OptionsField(
        _l("Đáp số của câu dự đoán là"), choices=offered(labels.QUANTITIES), default="announced"
    )
    prediction_rule = OptionsField(
        _l("Dự đoán nào thắng"), choices=offered(labels.NEARNESS), default="nearest"
    )
    over_rounds = OptionsField(
        _l("Kết quả chung của nhiều đợt"), choices=offered(labels.OVER_ROUNDS), default="sum"
    )
    best_k = WholeField(_l("Số đợt tốt nhất được tính"), [Optional(), Between(1, 200)], default=1)
    divisions = FieldList(
        FormField(DivisionRow),
        _l("Bảng riêng theo nhóm"),
        min_entries=ROWS,
        max_entries=MOST_DIVISIONS,
    )
    prizes_listed = WholeField(
        _l("Số hạng có giải ở bảng chung, cả cuộc"), [Optional(), Between(0, MOST_PRIZES)]
    )
    round_prizes_listed = WholeField(
        _l("Số hạng có giải ở bảng chung, mỗi đợt"), [Optional(), Between(0, MOST_PRIZES)]
    )
    publish_participation_at = ClockField(
        _l("Giờ công bố số người dự thi hằng ngày"), validators=[Optional()]
    )

    def validate_max_age(self, field: WholeField) -> None:
        """The highest age is not below the lowest."""
        if field.data and self.min_age.data and field.data < self.min_age.data:
            raise ValidationError(_("Tuổi cao nhất không được nhỏ hơn tuổi thấp nhất."))

    def validate_divisions(self, field: FieldList) -> None:
        """Nobody belongs to two divisions, and no two are called the same."""
        rows = [row.form for row in field if row.form.is_filled]
        groups = [group for row in rows for group in row.groups.data or ()]
        if len(set(groups)) < len(groups):
            raise ValidationError(_("Mỗi nhóm chỉ thuộc một bảng riêng."))
        names = [fold(row.name.data or "") for row in rows]
        if len(set(names)) < len(names):
            raise ValidationError(_("Mỗi bảng riêng cần một tên khác nhau."))


def more_values(rules: Rules) -> dict[str, Any]:
    """What these fields hold of rules."""
    prediction, clock = rules.prediction, rules.publish_participation_at
    return {
        "min_age": rules.min_age,
        "max_age": rules.max_age,
        "province_only": rules.province_only,
        "excluded_may_play": rules.excluded_may_play,
        "prediction_quantity": prediction.quantity if prediction else "announced",
        "prediction_rule": prediction.rule if prediction else "nearest",
        "over_rounds": rules.over_rounds,
        "best_k": rules.best_k,
        "divisions": [
            {
                "code": one.code,
                "name": one.name,
                "groups": list(one.groups),
                "prizes_listed": one.prizes_listed or None,
                "round_prizes_listed": one.round_prizes_listed or None,
            }
            for one in rules.divisions
        ],
        "prizes_listed": rules.prizes_listed or None,
        "round_prizes_listed": rules.round_prizes_listed or None,
        "publish_participation_at": datetime.strptime(clock, "%H:%M").time() if clock else None,
    }


def more_rules(form: Any) -> dict[str, Any]:
    """These settings of a form that has been validated, by the names of the rules."""
    clock = form.publish_participation_at.data
    return {
        "min_age": form.min_age.data,
        "max_age": form.max_age.data,
        "province_only": form.province_only.data,
        "excluded_may_play": form.excluded_may_play.data,
        "over_rounds": form.over_rounds.data,
        "best_k": form.best_k.data or 1,
        "divisions": divisions_from(form.divisions),
        "prizes_listed": form.prizes_listed.data or 0,
        "round_prizes_listed": form.round_prizes_listed.data or 0,
        "publish_participation_at": f"{clock:%H:%M}" if clock else None,
    }


def prediction_from(form: Any) -> Prediction | None:
    """The prediction question of a form, None where it is left empty."""
    if not form.prediction_text.data:
        return None
    translations = {"en": form.prediction_en.data, "ru": form.prediction_ru.data}
    return Prediction(
        form.prediction_text.data,
        {language: text for language, text in translations.items() if text},
        form.prediction_quantity.data,
        form.prediction_rule.data,
    )


def divisions_from(rows: Any) -> tuple[Division, ...]:
    """The divisions of the rows that name one; a new one gets its code from its name."""
    taken: set[str] = set()
    found = []
    for row in (one.form for one in rows if one.form.is_filled):
        code = _code(row.code.data or row.name.data or "", taken)
        taken.add(code)
        prizes = row.prizes_listed.data or 0, row.round_prizes_listed.data or 0
        found.append(Division(code, row.name.data or "", tuple(row.groups.data or ()), *prizes))
    return tuple(found)


def _code(text: str, taken: set[str]) -> str:
    letters = (c if c.isascii() and c.isalnum() else " " for c in fold(text))
    base = "-".join("".join(letters).split())[: LONGEST_CODE - 3].strip("-") or "bang"
    number, code = 1, base
    while code in taken:
        number += 1
        code = f"{base}-{number}"
    return code
