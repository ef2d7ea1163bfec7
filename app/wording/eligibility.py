"""Who may take part and who takes no place, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain.contest_rules import Rules
from app.wording.labels import group_label

_ROLES: Final[dict[str, LazyString]] = {
    "committee": _l("Ban tổ chức"),
    "question_writer": _l("Tổ ra đề"),
    "examiner": _l("Giám khảo"),
    "secretary": _l("Thư ký"),
}


def exclusion_role_label(role: str) -> str:
    """Somebody's part in holding a contest."""
    return str(_ROLES.get(role, role))


def who_sentences(rules: Rules) -> Iterator[str]:
    """Who may take part, and who may only out of competition."""
    yield _groups(rules)
    yield from _ages(rules)
    if rules.province_only:
        yield _("Chỉ người có nơi ở hoặc nơi làm việc trong tỉnh mới được dự thi.")
    if rules.excluded_may_play:
        yield _(
            "Ai có tên trong danh sách ban tổ chức, tổ ra đề, giám khảo, thư ký của cuộc thi thì "
            "chỉ thi ngoài giải: bài vẫn được chấm nhưng không lên bảng nào và không nhận giải."
        )
    else:
        yield _(
            "Ai có tên trong danh sách ban tổ chức, tổ ra đề, giám khảo, thư ký của cuộc thi thì "
            "không dự thi."
        )


def ages_text(rules: Rules) -> str:
    """The ages in few words: "từ 12 tuổi"; "" without any limit."""
    low, high = rules.min_age, rules.max_age
    if low is not None and high is not None:
        return _("từ %(low)s đến %(high)s tuổi", low=low, high=high)
    if low is not None:
        return _("từ %(low)s tuổi trở lên", low=low)
    return "" if high is None else _("đến hết %(high)s tuổi", high=high)


def _groups(rules: Rules) -> str:
    if not rules.groups:
        return _("Mọi người đều dự thi được.")
    groups = ", ".join(small(group_label(group)) for group in rules.groups)
    return _("Cuộc thi dành cho: %(groups)s.", groups=groups)


def _ages(rules: Rules) -> Iterator[str]:
    ages = ages_text(rules)
    if ages:
        yield _("Tuổi dự thi: %(ages)s, tính theo năm sinh, vào năm đợt thi mở.", ages=ages)


def small(label: str) -> str:
    """A label within a sentence."""
    return label[:1].lower() + label[1:]
