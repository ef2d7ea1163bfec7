"""More of the rules as pairs of label and words: who takes part, what is counted, prizes."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from app.domain.contest_rules import Rules
from app.web.organiser import labels
from app.wording.eligibility import ages_text, small
from app.wording.labels import group_label
from app.wording.ranking import quantity_label

Line = tuple[str, str]


def more_lines(rules: Rules) -> Iterator[Line]:
    """Ages, the province, and those on the list of exclusions; only what is limited."""
    ages = ages_text(rules)
    if ages:
        yield _("Tuổi dự thi"), ages
    if rules.province_only:
        yield _("Nơi ở"), _("Chỉ người trong tỉnh")
    if rules.excluded_may_play:
        yield _("Ban tổ chức, tổ ra đề, giám khảo, thư ký"), _("Được thi ngoài giải")


def prediction_lines(rules: Rules) -> Iterator[Line]:
    """How the prediction is settled and compared."""
    if rules.prediction is not None:
        yield _("Đáp số dự đoán"), quantity_label(rules.prediction.quantity)
        yield _("Dự đoán thắng"), str(dict(labels.NEARNESS)[rules.prediction.rule])


def board_lines(rules: Rules) -> Iterator[Line]:
    """What rounds add up to, the boards of divisions, prizes, and the daily figures."""
    if rules.over_rounds != "sum":
        words = str(dict(labels.OVER_ROUNDS)[rules.over_rounds])
        if rules.over_rounds == "best_k":
            words = f"{words} ({rules.best_k})"
        yield _("Kết quả chung"), words
    for one in rules.divisions:
        yield one.name, ", ".join(small(group_label(group)) for group in one.groups)
    if rules.prizes_listed:
        yield _("Số hạng có giải"), str(rules.prizes_listed)
    if rules.publish_participation_at is not None:
        yield (
            _("Công bố số người dự thi"),
            _("hằng ngày lúc %(time)s", time=rules.publish_participation_at),
        )
