"""Between the form of a contest and the values that services take."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from app.domain.contest_rules import ChainStep, Draw, Rules
from app.domain.text import fold
from app.services import practice
from app.services.contests import ContestView, NewRound, RoundView
from app.web.organiser.bank_shelf import Shelf
from app.web.organiser.contest_forms import LEVELS, ContestForm, WordsForm
from app.web.organiser.contest_rule_fields import more_rules, more_values, prediction_from
from app.web.organiser.form_fields import VIETNAM, shown_moment
from app.web.organiser.labels import CHAINS

USUAL_QUESTIONS = 20
USUAL_DAYS = 7
USUAL_PREDICTION = "Theo bạn, có bao nhiêu người trả lời đúng tất cả các câu hỏi?"
LONGEST_SLUG = 64


def new_contest(shelf: Shelf, now: datetime) -> dict[str, Any]:
    """What the form of a new contest begins with: as contests here are usually held."""
    tomorrow = now.astimezone(VIETNAM) + timedelta(days=1)
    opens = tomorrow.replace(hour=8, minute=0, second=0, microsecond=0)
    closes = opens.replace(hour=22) + timedelta(days=USUAL_DAYS)
    newest = shelf.newest(besides=practice.BANK)
    count = min(USUAL_QUESTIONS, newest.version.question_count) if newest else USUAL_QUESTIONS
    return {
        "rounds": [{"title": round_title(1), "opens_at": opens, "closes_at": closes}],
        "bank": newest.value if newest else "",
        "draws": [{"topic": "", "difficulty": "", "count": count}],
        "groups": [],
        "unlimited": False,
        "chain_choice": "a",
        "prediction_quantity": "all_right",
        "prediction_text": USUAL_PREDICTION,
        "prediction_en": "How many people will answer every question correctly?",
        "prediction_ru": "Сколько человек ответит правильно на все вопросы?",
    }


def round_title(number: int) -> str:
    """The usual title of a round."""
    return _("Đợt %(number)s", number=number)


def words_of(contest: ContestView) -> dict[str, Any]:
    """The texts of a contest as its form holds them."""
    return {
        "title": contest.title,
        "summary": contest.summary,
        "description": contest.description,
        "prizes": contest.prizes,
    }


def running_values(contest: ContestView, shelf: Shelf) -> dict[str, Any]:
    """A running contest as its form holds it."""
    return {**words_of(contest), "rounds": _round_values(contest, shelf, common=None)}


def form_values(contest: ContestView, shelf: Shelf) -> dict[str, Any]:
    """A contest as its form holds it."""
    common = shelf.value_of(contest.rounds[0].bank_version_id)
    return {
        **words_of(contest),
        **_rules_values(contest.rules),
        "bank": common,
        "rounds": _round_values(contest, shelf, common=common),
    }


def _round_values(
    contest: ContestView, shelf: Shelf, *, common: str | None
) -> list[dict[str, Any]]:
    banks = [shelf.value_of(one.bank_version_id) for one in contest.rounds]
    return [
        {
            "title": one.title,
            "opens_at": one.opens_at,
            "closes_at": one.closes_at,
            "bank": "" if bank == common else bank,
        }
        for one, bank in zip(contest.rounds, banks, strict=True)
    ]


def _rules_values(rules: Rules) -> dict[str, Any]:
    prediction = rules.prediction
    preset = next((name for name, chain in CHAINS.items() if chain == rules.chain), "custom")
    return {
        "minutes": rules.minutes,
        "grace_seconds": rules.grace_seconds,
        "attempts_allowed": rules.attempts_allowed,
        "unlimited": rules.attempts_allowed is None,
        "attempts_per": rules.attempts_per,
        "counts": rules.counts,
        "shuffle_questions": rules.shuffle_questions,
        **more_values(rules),
        "negative": rules.negative,
        "groups": list(rules.groups),
        "unit_formula": rules.unit_formula,
        "top_n": rules.top_n,
        "min_unit_size": rules.min_unit_size,
        "show_full_names": rules.show_full_names,
        "result_policy": rules.result_policy,
        "prediction_text": prediction.text if prediction else "",
        "prediction_en": prediction.translations.get("en", "") if prediction else "",
        "prediction_ru": prediction.translations.get("ru", "") if prediction else "",
        "chain_choice": preset,
        "chain": [step.value for step in rules.chain],
        "draws": [
            {
                "topic": draw.topic or "",
                "difficulty": str(draw.difficulty or ""),
                "count": draw.count,
            }
            for draw in rules.draws
        ],
    }


def texts_from(form: WordsForm) -> dict[str, str]:
    """The texts of a contest, as services take them."""
    return {name: form[name].data for name in ("title", "summary", "description", "prizes")}


def slug_from(form: ContestForm) -> str:
    """The address that was asked for, or one made of the title."""
    if form.slug.data:
        return str(form.slug.data)
    letters = (c if c.isascii() and c.isalnum() else " " for c in fold(form.title.data))
    words = "-".join("".join(letters).split())
    return words[:LONGEST_SLUG].rstrip("-") or "cuoc-thi"


def drawn_rows(form: ContestForm) -> list[int]:
    """The rows of the form that ask for questions: the place of each draw."""
    return [place for place, row in enumerate(form.draws) if row.form.count.data]


def draw_of(row: Any) -> Draw:
    """One row of the form as a draw; without a number it asks for none."""
    difficulty = row.form.difficulty.data
    return Draw(
        row.form.topic.data or None,
        int(difficulty) if difficulty in LEVELS[1:] else None,
        row.form.count.data or 0,
    )


def rules_from(form: ContestForm) -> Rules:
    """The rules of a form that has been validated."""
    return Rules(
        minutes=form.minutes.data,
        draws=tuple(draw_of(form.draws[place]) for place in drawn_rows(form)),
        grace_seconds=form.grace_seconds.data,
        attempts_allowed=None if form.unlimited.data else form.attempts_allowed.data,
        attempts_per=form.attempts_per.data,
        counts=form.counts.data,
        shuffle_questions=form.shuffle_questions.data,
        prediction=prediction_from(form),
        chain=tuple(ChainStep(step) for step in form.chosen_chain()),
        result_policy=form.result_policy.data,
        negative=form.negative.data,
        groups=tuple(form.groups.data),
        unit_formula=form.unit_formula.data,
        top_n=form.top_n.data,
        min_unit_size=form.min_unit_size.data,
        show_full_names=form.show_full_names.data,
        **more_rules(form),
    )


def rounds_from(
    rows: Iterable[Any], *, common: str = "", before: Sequence[RoundView] = ()
) -> list[NewRound]:
    """The rounds of a form that has been validated; `before` are those stored until now."""
    places: list[RoundView | None] = list(before)
    stored = itertools.chain(places, itertools.repeat(None))
    return [_round(row.form, common, old) for row, old in zip(rows, stored, strict=False)]


def _round(row: Any, common: str, before: RoundView | None) -> NewRound:
    slug, _slash, number = (row.bank.data or common).partition("/")
    return NewRound(
        title=row.title.data,
        opens_at=kept_moment(row.opens_at.data, before.opens_at if before else None),
        closes_at=kept_moment(row.closes_at.data, before.closes_at if before else None),
        bank_slug=slug,
        bank_version=int(number),
    )


def kept_moment(entered: datetime, before: datetime | None) -> datetime:
    """What was entered; or what was stored, when the form, which knows no seconds, shows it."""
    if before is not None and shown_moment(entered) == shown_moment(before):
        return before
    return entered
