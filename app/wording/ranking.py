"""How people are ranked, and what is counted for it, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain.contest_rules import ChainStep, Prediction, Rules
from app.wording.eligibility import small
from app.wording.labels import chain_step_label, group_label

QUANTITIES: Final[dict[str, LazyString]] = {
    "announced": _l("Số do ban tổ chức công bố"),
    "participants": _l("Số người đã nộp bài trong đợt"),
    "all_right": _l("Số người trả lời đúng tất cả các câu"),
    "attempts": _l("Số lượt thi đã nộp trong đợt"),
}


def quantity_label(quantity: str) -> str:
    """What the true number of a prediction is."""
    return str(QUANTITIES[quantity])


def ranking_sentence(rules: Rules) -> str:
    """Who stands before whom, step by step as the tie-break chain does."""
    steps = [step for step in rules.chain if step is not ChainStep.DRAW]
    first, *further = [chain_step_label(step) for step in steps]
    said = [_("Xếp hạng: ai %(first)s thì đứng trước.", first=first)]
    if further:
        said.append(_("Nếu bằng nhau thì lần lượt xem: %(further)s.", further="; ".join(further)))
    if ChainStep.DRAW in rules.chain:
        said.append(_("Vẫn bằng nhau thì ban tổ chức bốc thăm. Trước khi bốc thăm thì cùng hạng."))
    else:
        said.append(_("Vẫn bằng nhau thì cùng hạng.") if further else _("Bằng nhau thì cùng hạng."))
    return " ".join(said)


def prediction_sentences(prediction: Prediction | None, language: str) -> Iterator[str]:
    """What is guessed, what the true number is, and how guesses are compared."""
    if prediction is None:
        return
    yield _(
        "Cuối bài có một câu dự đoán: “%(text)s” Câu này không tính điểm, "
        "chỉ dùng để xếp những người bằng nhau, sau khi đợt thi đóng.",
        text=prediction.text_in(language),
    )
    if prediction.quantity != "announced":
        yield _(
            "Đáp số của câu dự đoán do hệ thống đếm khi đợt thi đã đóng: %(quantity)s.",
            quantity=small(str(QUANTITIES[prediction.quantity])),
        )
    if prediction.rule == "nearest_not_over":
        yield _("Ai dự đoán lớn hơn đáp số thì đứng sau mọi người dự đoán không quá đáp số.")


def over_rounds_sentences(rules: Rules, rounds: int) -> Iterator[str]:
    """What the whole contest adds up; nothing where there is one round."""
    if rounds <= 1:
        return
    if rules.over_rounds == "last":
        yield _("Kết quả chung là kết quả của đợt gần nhất mà bạn dự thi.")
    elif rules.over_rounds == "best_k":
        yield ngettext(
            "Kết quả chung lấy %(num)s đợt tốt nhất của bạn.",
            "Kết quả chung cộng kết quả của %(num)s đợt tốt nhất của bạn.",
            rules.best_k,
        )
    else:
        yield _("Kết quả chung cộng kết quả được tính của tất cả các đợt.")


def division_sentences(rules: Rules) -> Iterator[str]:
    """The divisions and how many places of which board get a prize."""
    for one in rules.divisions:
        groups = ", ".join(small(group_label(group)) for group in one.groups)
        yield _("%(name)s có bảng xếp hạng riêng, gồm: %(groups)s.", name=one.name, groups=groups)
    yield from _prizes(_("Bảng chung"), rules.prizes_listed, rules.round_prizes_listed)
    for one in rules.divisions:
        yield from _prizes(one.name, one.prizes_listed, one.round_prizes_listed)


def _prizes(name: str, whole: int, each_round: int) -> Iterator[str]:
    if whole:
        yield ngettext(
            "%(name)s: %(num)s hạng đầu của cả cuộc thi có giải.",
            "%(name)s: %(num)s hạng đầu của cả cuộc thi có giải.",
            whole,
            name=name,
        )
    if each_round:
        yield ngettext(
            "%(name)s: %(num)s hạng đầu của mỗi đợt có giải.",
            "%(name)s: %(num)s hạng đầu của mỗi đợt có giải.",
            each_round,
            name=name,
        )
