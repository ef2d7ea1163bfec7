"""What a form says: the rules in the words that participants read, and what to think of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from app.domain.contest_rules import ChainStep
from app.services import practice
from app.web.access import requires
from app.web.clock import now
from app.web.i18n import language
from app.web.organiser import bp
from app.web.organiser.bank_shelf import Shelf, available
from app.web.organiser.contest_forms import ContestForm
from app.web.organiser.contest_rows import chosen_banks, known_names, offer
from app.web.organiser.contest_values import draw_of, drawn_rows, rules_from
from app.web.organiser.field_errors import gather
from app.wording.rules import rules_sentences

SHORTEST_SECONDS = 15
"""Less for each question is said to be little."""
NOT_RULES = ("title", "slug", "summary", "description", "prizes", "reason", "bank", "rounds")


@dataclass(frozen=True, slots=True)
class Words:
    """The rules in plain sentences, problems as they are said beside fields, and hints.

    `sentences` is empty while the rules themselves cannot be read.
    """

    sentences: list[str]
    problems: list[tuple[str, str, str]]
    hints: list[str]


@bp.post("/contests/new/rules")
@requires("organise")
def describe_rules() -> str:
    """A form as it stands, in words; nothing is kept."""
    shelf = Shelf()
    form = ContestForm(formdata=known_names(request.form))
    words = describe_posted(form, shelf, now())
    return render_template("organiser/_contest_words.html", words=words)


def describe_posted(
    sent: ContestForm, shelf: Shelf, moment: datetime, shown: ContestForm | None = None
) -> Words:
    """The words of a form that was sent; `shown` is the same with rows that a button changed."""
    offer(sent, shelf)
    sent.validate()
    problems = [*gather(sent), *_shortages(sent, shelf)]
    wrong = {name for name in sent.errors if name not in NOT_RULES}
    form = sent if shown is None else shown
    return Words([] if wrong else _sentences(form), problems, list(_hints(form, moment)))


def describe_filled(form: ContestForm, moment: datetime) -> Words:
    """The words of a form that we have filled in ourselves."""
    return Words(_sentences(form), [], list(_hints(form, moment)))


def shows_keys(form: ContestForm) -> bool:
    """Whether a bank was chosen whose keys practice shows to everybody."""
    return any((value or "").partition("/")[0] == practice.BANK for value in chosen_banks(form))


def _sentences(form: ContestForm) -> list[str]:
    return rules_sentences(rules_from(form), language(), len(form.rounds))


def _shortages(form: ContestForm, shelf: Shelf) -> Iterator[tuple[str, str, str]]:
    stock = [bank.counts() for bank in shelf.read(chosen_banks(form))]
    if not stock:
        return
    for place in drawn_rows(form):
        row = form.draws[place]
        there = available(stock, draw_of(row))
        if row.form.count.data > there:
            field = row.form.count
            yield (
                field.id,
                _("Dòng %(number)s, ", number=place + 1) + field.label.text,
                _("Ngân hàng chỉ có %(there)s câu phù hợp.", there=there),
            )


def _hints(form: ContestForm, moment: datetime) -> Iterator[str]:
    if shows_keys(form):
        yield practice_hint()
    late = [row.form.title.data for row in form.rounds if _is_past(row.form.opens_at, moment)]
    if late:
        yield _("Giờ mở đã qua: %(rounds)s.", rounds=", ".join(map(str, late)))
    if form.prediction_text.data and ChainStep.PREDICTION not in form.chosen_chain():
        yield _("Có câu hỏi dự đoán nhưng thứ tự xếp hạng không so dự đoán.")
    yield from _hurry(form)


def practice_hint() -> str:
    """What is said where the bank of practice was chosen."""
    return _(
        "Phần thi thử cho mọi người xem đáp án của ngân hàng này. Khi cuộc thi dùng nó, phần "
        "thi thử tạm tắt, nhưng ai đã luyện thì biết trước đáp án. Nên chọn ngân hàng khác."
    )


def _hurry(form: ContestForm) -> Iterator[str]:
    questions = sum(_whole(row.form.count.data) for row in form.draws)
    seconds = _whole(form.minutes.data) * 60
    if questions and seconds and seconds < SHORTEST_SECONDS * questions:
        yield _(
            "Mỗi câu chỉ có chừng %(seconds)s giây: người đọc chậm sẽ không kịp.",
            seconds=seconds // questions,
        )


def _whole(value: Any) -> int:
    return max(0, value) if isinstance(value, int) else 0


def _is_past(field: Any, moment: datetime) -> bool:
    return field.data is not None and field.data < moment
