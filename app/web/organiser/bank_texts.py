"""A whole bank as YAML: checked with its problems beside the lines, kept as a new version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.bank_problems import Problem, Severity
from app.domain.errors import BankChanged, BankRefused
from app.services import bank_editing, bank_views
from app.services.bank_views import WholeBank
from app.web.access import person, requires
from app.web.bodies import takes_files
from app.web.clock import now
from app.web.organiser import bp
from app.web.small_numbers import small_int
from app.wording.problems import message

MOST_FORM_BYTES = 18 * 1024 * 1024
"""The text of the largest bank; the check refuses what is larger than a bank may be."""
MOST_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Spot:
    """A problem beside its line."""

    line: int
    column: int
    severity: str
    message: str
    excerpt: str


@bp.url_value_preprocessor
def _allow_large(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    # Before anything reads the form: a bank is longer than other forms may be.
    if endpoint == "organiser.edit_bank_yaml":
        request.max_form_memory_size = MOST_FORM_BYTES


@bp.route("/banks/<slug>/text", methods=["GET", "POST"])
@requires("organise")
@takes_files  # A large bank as text is as long as its file.
def edit_bank_yaml(slug: str) -> Response | str | tuple[str, int]:
    """The newest version as text; what is typed is shown again whatever is wrong with it."""
    whole = bank_views.get_whole(slug)
    if request.method == "GET":
        return _page(whole, bank_editing.bank_text(whole.bank), whole.version.number)
    text = request.form.get("text", "").replace("\r\n", "\n")
    started_from = request.form.get("started_from", 0, type=small_int)
    if request.form.get("act") == "check":
        problems = bank_editing.check_text(slug, text).problems
        return _page(whole, text, started_from, problems, checked=True)
    try:
        done = bank_editing.save_text(
            slug, text, started_from=started_from, account_id=person().account_id, now=now()
        )
    except BankRefused as refusal:
        return _page(whole, text, started_from, refusal.problems, checked=True), 400
    except BankChanged as changed:
        return _page(whole, text, changed.number, conflict=started_from), 409
    if done.already_there:
        flash(_("Không có gì thay đổi nên không lưu bản mới."), "info")
    else:
        flash(_("Đã lưu; bản mới là bản %(number)s.", number=done.number), "success")
    return redirect(url_for("organiser.show_bank", slug=slug), 303)


def _page(
    whole: WholeBank,
    text: str,
    started_from: int,
    problems: tuple[Problem, ...] = (),
    *,
    checked: bool = False,
    conflict: int | None = None,
) -> str:
    lines = text.split("\n")
    ordered = sorted(problems, key=lambda one: one.severity is not Severity.ERROR)
    wrong = sum(one.severity is Severity.ERROR for one in problems)
    return render_template(
        "organiser/bank_text.html",
        bank=whole.view,
        text=text,
        started_from=started_from,
        conflict=conflict,
        checked=checked,
        wrong=wrong,
        doubtful=len(problems) - wrong,
        spots=[_spot(one, lines) for one in ordered[:MOST_SHOWN]],
        hidden=max(0, len(problems) - MOST_SHOWN),
    )


def _spot(problem: Problem, lines: list[str]) -> Spot:
    line = problem.line or 1
    excerpt = lines[line - 1].strip()[:160] if line <= len(lines) else ""
    severity = "error" if problem.severity is Severity.ERROR else "warning"
    return Spot(line, problem.column or 1, severity, message(problem), excerpt)
