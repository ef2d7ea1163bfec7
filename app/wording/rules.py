"""The rules of a contest in plain sentences, written from the very data that drive it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from flask_babel import LazyString, format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain.attempts import SHOWING_BOUND
from app.domain.contest_rules import Rules
from app.wording.eligibility import small, who_sentences
from app.wording.labels import formula_label
from app.wording.ranking import (
    division_sentences,
    over_rounds_sentences,
    prediction_sentences,
    ranking_sentence,
)

__all__ = ["ranking_sentence", "rules_sentences", "unit_sentences"]

_COUNTS: Final[dict[str, LazyString]] = {
    "best": _l("Nếu thi nhiều lượt, lượt tốt nhất được tính."),
    "first": _l("Nếu thi nhiều lượt, lượt đầu tiên được tính."),
    "last": _l("Nếu thi nhiều lượt, lượt cuối cùng được tính."),
}
_POLICIES: Final[dict[str, LazyString]] = {
    "nothing": _l("Nộp bài xong, bạn nhận mã biên nhận; điểm được công bố sau."),
    "score": _l("Nộp bài xong, bạn biết điểm ngay."),
    "answers": _l("Nộp bài xong, bạn biết điểm ngay và xem lại được bài của mình."),
    "explanations": _l(
        "Nộp bài xong, bạn biết điểm ngay và xem lại được bài của mình. "
        "Đáp án và lời giải hiện ra khi đợt thi đã đóng."
    ),
}


def rules_sentences(rules: Rules, language: str = "vi", rounds: int = 1) -> list[str]:
    """Every rule that a participant should know, in the order in which people ask.

    `language` chooses the text of the prediction question; `rounds` is how many
    rounds the contest has.
    """
    return [
        *who_sentences(rules),
        *_paper(rules),
        *_attempts(rules, rounds),
        *_clock(rules),
        *prediction_sentences(rules.prediction, language),
        ranking_sentence(rules),
        *over_rounds_sentences(rules, rounds),
        *division_sentences(rules),
        str(_POLICIES[rules.result_policy]),
        _names(rules),
        *unit_sentences(rules),
        *_published(rules),
    ]


def unit_sentences(rules: Rules) -> list[str]:
    """How units are ranked: formula and minimum size."""
    formula = formula_label(rules.unit_formula, rules.top_n)
    said = [_("Đơn vị và xã, phường được xếp hạng theo: %(formula)s.", formula=small(formula))]
    if rules.unit_formula == "top_n_mean":
        said.append(
            _(
                "Nơi có ít hơn %(top_n)s người dự thi thì mỗi chỗ còn thiếu tính 0 điểm.",
                top_n=_number(rules.top_n),
            )
        )
    if rules.min_unit_size > 1:
        said.append(
            ngettext(
                "Cần ít nhất %(num)s người dự thi thì mới được xếp hạng.",
                "Cần ít nhất %(num)s người dự thi thì mới được xếp hạng.",
                rules.min_unit_size,
            )
        )
    return said


def _paper(rules: Rules) -> Iterator[str]:
    yield _(
        "Mỗi lượt thi có %(questions)s, làm trong %(minutes)s.",
        questions=ngettext("%(num)s câu hỏi", "%(num)s câu hỏi", rules.question_count),
        minutes=ngettext("%(num)s phút", "%(num)s phút", rules.minutes),
    )
    yield _("Câu hỏi được chọn ngẫu nhiên, nên đề của mỗi người có thể khác nhau.")
    if rules.negative:
        share = _number(round(float(rules.negative) * 100, 1))
        yield _("Câu trả lời sai bị trừ %(share)s %% số điểm của câu đó.", share=share)
    else:
        yield _("Câu trả lời sai không bị trừ điểm.")


def _attempts(rules: Rules, rounds: int) -> Iterator[str]:
    allowed = rules.attempts_allowed
    if allowed is None:
        yield _("Bạn thi bao nhiêu lượt cũng được.")
    elif rules.attempts_per == "day":
        yield ngettext(
            "Mỗi ngày bạn được thi %(num)s lượt.", "Mỗi ngày bạn được thi %(num)s lượt.", allowed
        )
    elif rounds > 1:
        yield ngettext(
            "Mỗi đợt bạn được thi %(num)s lượt.", "Mỗi đợt bạn được thi %(num)s lượt.", allowed
        )
    else:
        yield ngettext("Bạn được thi %(num)s lượt.", "Bạn được thi %(num)s lượt.", allowed)
    if allowed != 1 or rules.attempts_per == "day":
        yield str(_COUNTS[rules.counts])


def _clock(rules: Rules) -> Iterator[str]:
    yield _(
        "Giờ chạy từ lúc bấm bắt đầu đến khi hết giờ hoặc khi đợt thi đóng. "
        "Thoát ra rồi vào lại thì vẫn làm tiếp lượt đó; câu đã lưu không mất."
    )
    yield ngettext(
        "Máy tải đề chậm thì giờ tính lại từ lúc đề hiện ra, nếu đề hiện trong %(num)s giây "
        "đầu và bạn chưa trả lời câu nào.",
        "Máy tải đề chậm thì giờ tính lại từ lúc đề hiện ra, nếu đề hiện trong %(num)s giây "
        "đầu và bạn chưa trả lời câu nào.",
        int(SHOWING_BOUND.total_seconds()),
    )
    if rules.grace_seconds:
        yield ngettext(
            "Hết giờ, hệ thống chờ thêm %(num)s giây để nhận câu trả lời đang gửi. "
            "Giây chờ không tính vào giờ làm bài của ai.",
            "Hết giờ, hệ thống chờ thêm %(num)s giây để nhận câu trả lời đang gửi. "
            "Giây chờ không tính vào giờ làm bài của ai.",
            rules.grace_seconds,
        )
    yield _(
        "Gặp sự cố, ban tổ chức có thể kéo dài giờ làm bài; thời gian sự cố không tính vào "
        "giờ làm bài của ai."
    )


def _published(rules: Rules) -> Iterator[str]:
    if rules.publish_participation_at is not None:
        yield _(
            "Số người dự thi của từng đơn vị được công bố hằng ngày lúc %(time)s.",
            time=rules.publish_participation_at,
        )


def _names(rules: Rules) -> str:
    if rules.show_full_names:
        return _("Bảng xếp hạng ghi họ và tên đầy đủ.")
    return _("Bảng xếp hạng chỉ ghi họ và chữ đầu của tên, ví dụ: %(name)s", name="Nguyễn T. H.")


def _number(value: float) -> str:
    return str(format_decimal(value))
