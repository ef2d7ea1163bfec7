"""Rows that come and go by plain submit buttons, so that no script is needed."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.domain.questions import Topic
from app.web.organiser.bank_shelf import Shelf, topics_of
from app.web.organiser.contest_forms import LEVELS, MOST_DRAWS, MOST_ROUNDS, ContestForm
from app.web.organiser.contest_plans import PlanForm, put_rounds
from app.web.organiser.contest_values import round_title
from app.web.organiser.form_fields import offered

_NAME = re.compile(r"[a-z_]+(-\d{1,3}(-[a-z_]+)?)?", re.ASCII)
_REMOVE = re.compile(r"(rounds|draws)-(\d{1,3})", re.ASCII)


def known_names(posted: MultiDict[str, str]) -> MultiDict[str, str]:
    """What was posted under names that a form of ours can have."""
    return MultiDict((k, v) for k, v in posted.items(multi=True) if _NAME.fullmatch(k))


def change_rows(
    form: Any, posted: MultiDict[str, str], shelf: Shelf, plan: PlanForm | None = None
) -> bool:
    """Do what a row button asks; False when none was pressed and the form is to be kept.

    "words" and "back" only ask to see the form again.
    """
    asked = posted.get("rows", "")
    removed = _REMOVE.fullmatch(posted.get("remove", ""))
    if removed:
        _remove(form, removed[1], int(removed[2]))
    elif asked == "add_round":
        _add_round(form)
    elif asked == "add_draw" and len(form.draws) < MOST_DRAWS:
        form.draws.append_entry({"topic": "", "difficulty": "", "count": None})
    elif asked == "load_topics":
        _load_topics(form, shelf)
    elif asked == "plan_rounds" and plan is not None:
        put_rounds(form, plan)
    else:
        return asked in ("words", "back")
    return True


def offer(form: Any, shelf: Shelf) -> None:
    """Give the selects of a form what they offer: banks, and the topics of those chosen."""
    common = [("", _("Như ở mục Câu hỏi"))] if isinstance(form, ContestForm) else []
    for row in form.rounds:
        row.form.bank.choices = offered([*common, *shelf.choices()])
    if not isinstance(form, ContestForm):
        return
    form.bank.choices = offered(shelf.choices())
    topics = [(topic.id, topic.title) for topic in _chosen_topics(form, shelf)]
    levels = [(level, level or _("Bất kỳ")) for level in LEVELS]
    for row in form.draws:
        row.form.topic.choices = offered([("", _("Bất kỳ chủ đề nào")), *topics])
        row.form.difficulty.choices = offered(levels)
        if row.form.topic.data and row.form.topic.data not in dict(topics):
            _keep_unknown(row.form)


def _keep_unknown(row: Any) -> None:
    # The bank was changed: what was chosen stays visible, and is refused while it asks for any.
    row.topic.choices += offered([(row.topic.data, row.topic.data)])
    if row.count.data:
        row.topic.errors = row.topic.process_errors = [
            _("Ngân hàng đã chọn không có chủ đề này. Hãy chọn chủ đề khác.")
        ]


def chosen_banks(form: ContestForm) -> list[str]:
    """The form's values of the banks in use, the common one first."""
    return [form.bank.data, *(row.form.bank.data for row in form.rounds if row.form.bank.data)]


def _chosen_topics(form: ContestForm, shelf: Shelf) -> list[Topic]:
    return topics_of(shelf.read(chosen_banks(form)))


def _remove(form: Any, name: str, place: int) -> None:
    if name in form and place < len(form[name]) > 1:
        form[name].pop_entry(place)


def _add_round(form: Any) -> None:
    if len(form.rounds) >= MOST_ROUNDS:
        return
    last = form.rounds[-1].form
    opens, closes = last.opens_at.data, last.closes_at.data
    follows = opens is not None and closes is not None and closes > opens
    form.rounds.append_entry(
        {
            "title": round_title(len(form.rounds) + 1),
            "opens_at": closes if follows else None,
            "closes_at": closes + (closes - opens) if follows else None,
            "bank": last.bank.data,
        }
    )


def _load_topics(form: ContestForm, shelf: Shelf) -> None:
    """One row for every topic of the banks chosen.

    Rows that ask for questions of a topic stay; those that take any are spread over the topics.
    """
    asking = [row.data for row in form.draws if row.form.count.data]
    known = {row["topic"] for row in asking}
    fresh = [topic.id for topic in _chosen_topics(form, shelf) if topic.id not in known]
    kept = [row for row in asking if row["topic"] or row["difficulty"] or not fresh]
    shares = _spread(sum(row["count"] for row in asking if row not in kept), len(fresh))
    rows = [
        *kept,
        *({"topic": id, "count": share} for id, share in zip(fresh, shares, strict=True)),
    ]
    while form.draws.entries:
        form.draws.pop_entry()
    for row in rows[:MOST_DRAWS] or [{"count": None}]:
        form.draws.append_entry({"topic": "", "difficulty": "", **row})


def _spread(count: int, rows: int) -> list[int | None]:
    """`count` over so many rows as evenly as can be; None where nothing is left."""
    return [len(range(place, count, rows)) or None for place in range(rows)]
