"""What the pages about contests show, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.domain.contest_rules import ChainStep, Draw, Rules
from app.domain.contests import State
from app.services import answer_files, banks, contest_guard, contests, settlements
from app.services.contests import ContestView, Participation
from app.web.filters import points
from app.web.organiser import labels
from app.web.organiser.bank_presenters import count_table
from app.web.organiser.bank_shelf import Shelf, available
from app.web.organiser.contest_forms import ContestForm
from app.web.organiser.contest_guarding import fixed_lines
from app.web.organiser.contest_plans import PlanForm
from app.web.organiser.contest_rows import chosen_banks
from app.web.organiser.contest_rule_lines import board_lines, more_lines, prediction_lines
from app.web.organiser.contest_values import draw_of
from app.web.organiser.contest_words import practice_hint, shows_keys
from app.web.organiser.field_errors import gather
from app.web.organiser.own_rooms import own_contests
from app.wording.labels import chain_step_label, formula_label, group_label

Line = tuple[str, str]
_WATCHED = (State.OPEN, State.SCHEDULED, State.CLOSED)


def contest_cards(now: datetime) -> list[dict[str, Any]]:
    """All contests, drafts too; with their numbers while these still change."""
    cards = []
    for contest in own_contests():
        state = contest.state(now)
        watched = state in _WATCHED
        numbers = contests.count_participation(contest.id) if watched else None
        cards.append({"contest": contest, "state": state, "numbers": numbers})
    return cards


def contest_page(contest: ContestView, now: datetime) -> dict[str, Any]:
    """The context of organiser/contest.html."""
    numbers = contests.count_participation(contest.id)
    state = contest.state(now)
    return {
        "contest": contest,
        "state": state,
        "now": now,
        "numbers": numbers,
        "rounds": _rounds(contest, now),
        "draw_due": _draw_is_due(contest, state),
        "rules": rules_lines(contest.rules, _topic_titles(contest)),
        "to_do": _to_do(contest, state, numbers, now),
    }


def _rounds(contest: ContestView, now: datetime) -> list[dict[str, Any]]:
    rows = []
    for one in contest.rounds:
        bank = banks.compiled(one.bank_version_id)
        counted = None
        if one.state(now) is State.CLOSED and contest.finalised_at is None:
            counted = settlements.count_quantity(contest, one)
        rows.append({"round": one, "state": one.state(now), "bank": bank, "counted": counted})
    return rows


def _draw_is_due(contest: ContestView, state: State) -> bool:
    chain = contest.rules.chain
    if ChainStep.DRAW not in chain or contest.draw is not None or state is not State.CLOSED:
        return False
    settled = all(one.settled_prediction is not None for one in contest.rounds)
    return settled or ChainStep.PREDICTION not in chain


def _topic_titles(contest: ContestView) -> dict[str, str]:
    versions = {one.bank_version_id for one in contest.rounds}
    return {t.id: t.title for version in versions for t in banks.compiled(version).topics}


def _to_do(
    contest: ContestView, state: State, numbers: Participation, now: datetime
) -> dict[str, Any]:
    """Which acts are due: what the page puts first."""
    unsettled = [
        one
        for one in contest.rounds
        if contest.rules.prediction
        and one.settled_prediction is None
        and one.state(now) is State.CLOSED
        and state is not State.DRAFT
    ]
    return {
        "publish": state is State.DRAFT,
        "late": state is State.DRAFT and contest.opens_at <= now,
        "settle": unsettled,
        "finalise": state is State.CLOSED,
        "undecided": answer_files.count_pending(contest.id) if state is State.CLOSED else 0,
        "locked": numbers.attempts > 0,
    }


def rules_lines(rules: Rules, topics: Mapping[str, str]) -> list[Line]:
    """The rules as pairs of label and words, in the order in which organisers think."""
    groups = ", ".join(group_label(group) for group in rules.groups)
    chain = ", ".join(
        _("%(place)s) %(step)s", place=place, step=chain_step_label(step))
        for place, step in enumerate(rules.chain, start=1)
    )
    lines = [
        (_("Ai được dự thi"), groups or _("Tất cả mọi người")),
        *more_lines(rules),
        (_("Đề thi"), _paper(rules, topics)),
        (_("Thời gian làm bài"), _("%(minutes)s phút", minutes=rules.minutes)),
        (_("Số lượt thi"), _attempts(rules)),
        (_("Lượt được tính"), _named(labels.COUNTS, rules.counts)),
        (_("Câu sai"), _negative(rules)),
        (_("Câu hỏi dự đoán"), rules.prediction.text if rules.prediction else _("Không có")),
        *prediction_lines(rules),
        (_("Xếp hạng cá nhân"), chain),
        *board_lines(rules),
        (_("Xếp hạng đơn vị"), _units(rules)),
        (
            _("Họ tên trên bảng"),
            _("Ghi đầy đủ") if rules.show_full_names else _("Che bớt, ví dụ Nguyễn T. H."),
        ),
        (_("Sau khi nộp bài"), _named(labels.POLICIES, rules.result_policy)),
    ]
    return lines


def _paper(rules: Rules, topics: Mapping[str, str]) -> str:
    count = ngettext("%(num)d câu", "%(num)d câu", rules.question_count)
    parts = "; ".join(_draw(draw, topics) for draw in rules.draws)
    mixed = _("xáo thứ tự") if rules.shuffle_questions else _("giữ thứ tự của ngân hàng")
    return f"{count}: {parts} ({mixed})"


def _draw(draw: Draw, topics: Mapping[str, str]) -> str:
    topic = topics.get(draw.topic, draw.topic) if draw.topic else _("chủ đề bất kỳ")
    words = _("%(count)s câu %(topic)s", count=draw.count, topic=topic)
    if draw.difficulty is None:
        return words
    return _("%(draw)s, độ khó %(level)s", draw=words, level=draw.difficulty)


def _attempts(rules: Rules) -> str:
    if rules.attempts_allowed is None:
        return _("Không giới hạn")
    per = _named(labels.ATTEMPTS_PER, rules.attempts_per)
    return _("%(count)s lượt %(per)s", count=rules.attempts_allowed, per=per)


def _negative(rules: Rules) -> str:
    if not rules.negative:
        return _("Không trừ điểm")
    return _("Trừ %(share)s điểm của câu", share=points(int(rules.negative * 1000)))


def _units(rules: Rules) -> str:
    formula = formula_label(rules.unit_formula, rules.top_n)
    least = ngettext("từ %(num)d người dự thi", "từ %(num)d người dự thi", rules.min_unit_size)
    return f"{formula} ({least})"


def _named(choices: labels.Choices, value: str) -> str:
    return str(dict(choices)[value])


def form_page(
    form: ContestForm, shelf: Shelf, contest: ContestView | None, plan: PlanForm
) -> dict[str, Any]:
    """The context of organiser/contest_form.html: the form and what the banks can give it."""
    chosen = shelf.read(chosen_banks(form))
    stock = [bank.counts() for bank in chosen]
    return {
        "form": form,
        "contest": contest,
        "errors": gather(form),
        "no_bank": shelf.newest() is None,
        "matrix": count_table(chosen[0]) if chosen else None,
        "available": [available(stock, draw_of(row)) for row in form.draws],
        "total": sum(row.form.count.data or 0 for row in form.draws),
        "plan": plan,
        "practised": practice_hint() if shows_keys(form) else None,
    }


def running_page(form: Any, contest: ContestView, now: datetime) -> dict[str, Any]:
    """The context of organiser/contest_running.html."""
    published = contest.published_at is not None
    states = [one.state(now) if published else State.SCHEDULED for one in contest.rounds]
    if contest.finalised_at is not None:
        states = [State.CLOSED for _one in states]
    return {
        "form": form,
        "contest": contest,
        "errors": gather(form),
        "states": [*states, *[State.SCHEDULED] * (len(form.rounds) - len(states))],
        "rules": rules_lines(contest.rules, _topic_titles(contest)),
        "fixed": fixed_lines(contest),
        "touched": contest_guard.touched(contest.id, now).everybody,
    }
