"""One question of a bank in a form: add, edit, delete. Rows come and go by buttons that post."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain import question_rows as rows
from app.domain.bank_fields import MOST_OPTIONS
from app.domain.bank_problems import Problem, Severity
from app.domain.errors import BankChanged, BankRefused, NotFound
from app.domain.question_drafts import Draft, empty_draft, question_draft, retyped
from app.services import bank_editing, bank_images, bank_views
from app.services.bank_views import WholeBank
from app.web.access import person, requires
from app.web.clock import now
from app.web.i18n import LANGUAGES
from app.web.organiser import bp
from app.web.organiser.labels import SCORINGS
from app.web.organiser.question_forms import draft_of, type_of
from app.web.organiser.question_words import beside, label, words
from app.web.small_numbers import small_int
from app.wording.question_types import QUESTION_TYPES

Answer = Response | str | tuple[str, int]


@dataclass(slots=True)
class Sheet:
    """A form as it is shown: what is in it, and what is to be said about it."""

    draft: Draft
    started_from: int
    question_id: str | None
    problems: tuple[Problem, ...] = ()
    conflict: int | None = None
    focus: str = ""
    unsaved: bool = False


@bp.route("/banks/<slug>/questions/new", methods=["GET", "POST"])
@requires("organise")
def add_question(slug: str) -> Answer:
    """A new question at the end of the bank."""
    whole = bank_views.get_whole(slug)
    if request.method == "POST":
        return _post(whole, None)
    draft = empty_draft(type_of({"type": request.args.get("type", "")}))
    return _page(whole, Sheet(draft, whole.version.number, None))


@bp.route("/banks/<slug>/questions/<question_id>", methods=["GET", "POST"])
@requires("organise")
def edit_question(slug: str, question_id: str) -> Answer:
    """A question of the newest version."""
    whole = bank_views.get_whole(slug)
    if request.method == "POST":
        return _post(whole, question_id)
    found = next((one for one in whole.bank.questions if one.id == question_id), None)
    if found is None:
        raise NotFound()
    draft = question_draft(found, whole.bank.keys[found.id])
    return _page(whole, Sheet(draft, whole.version.number, question_id))


@bp.post("/banks/<slug>/questions/<question_id>/delete")
@requires("organise")
def delete_question(slug: str, question_id: str) -> Answer:
    """Leave a question out of the bank from now on."""
    try:
        done = bank_editing.delete_question(
            slug,
            question_id,
            started_from=request.form.get("started_from", 0, type=small_int),
            account_id=person().account_id,
            now=now(),
        )
    except (BankChanged, BankRefused) as refusal:
        flash(_why(refusal), "error")
        target = url_for("organiser.edit_question", slug=slug, question_id=question_id)
        return redirect(target, 303)
    flash(_("Đã xoá câu hỏi; bản mới là bản %(number)s.", number=done.number), "success")
    return redirect(url_for("organiser.show_bank", slug=slug), 303)


def _why(refusal: BankChanged | BankRefused) -> str:
    if isinstance(refusal, BankRefused):
        return " ".join(words(problem) for problem in refusal.problems)
    return _("Ngân hàng vừa có bản mới hơn nên chưa xoá. Hãy xem lại rồi xoá.")


def _post(whole: WholeBank, question_id: str | None) -> Answer:
    draft = draft_of(dict(request.form.lists()))
    if question_id is not None:
        draft["id"] = question_id
    sheet = Sheet(
        draft, request.form.get("started_from", 0, type=small_int), question_id, unsaved=True
    )
    act, *details = request.form.get("act", "save").split(":")
    if act == "save":
        return _save(whole, sheet)
    change = _ACTS.get(act)
    if change is not None:
        change(sheet, details)
    return _page(whole, sheet)


def _save(whole: WholeBank, sheet: Sheet) -> Answer:
    sheet.draft = rows.tidy(sheet.draft)
    slug = whole.view.slug
    try:
        done = bank_editing.save_question(
            slug,
            sheet.draft,
            replaces=sheet.question_id,
            started_from=sheet.started_from,
            account_id=person().account_id,
            now=now(),
        )
    except BankRefused as refusal:
        sheet.problems = refusal.problems
        return _page(whole, sheet), 400
    except BankChanged as changed:
        sheet.conflict, sheet.started_from = sheet.started_from, changed.number
        return _page(whole, sheet), 409
    if done.already_there:
        flash(_("Không có gì thay đổi nên không lưu bản mới."), "info")
    else:
        flash(_("Đã lưu câu hỏi; bản mới là bản %(number)s.", number=done.number), "success")
    for problem in done.problems:
        flash(_("Nên xem lại: %(message)s", message=words(problem)), "warning")
    return redirect(_after(slug, sheet), 303)


def _after(slug: str, sheet: Sheet) -> str:
    if "next" in request.form:
        kind = sheet.draft.get("type")
        return url_for("organiser.add_question", slug=slug, type=kind)
    if sheet.question_id is None:
        return url_for("organiser.show_bank", slug=slug)
    return url_for("organiser.edit_question", slug=slug, question_id=sheet.question_id)


def _add_row(sheet: Sheet, details: list[str]) -> None:
    name = details[0] if details else ""
    sheet.draft = rows.add_row(sheet.draft, name)
    count = len(sheet.draft.get(name, []))
    last = {"options": ".text", "pairs": ".left"}.get(name, "")
    sheet.focus = f"{name}.{count - 1}{last}"


def _remove_row(sheet: Sheet, details: list[str]) -> None:
    name, place = _row(details)
    sheet.draft = rows.remove_row(sheet.draft, name, place)
    sheet.focus = f"add.{name}"


def _raise_row(sheet: Sheet, details: list[str]) -> None:
    name, place = _row(details)
    sheet.draft = rows.move_row(sheet.draft, name, place, place - 1)
    sheet.focus = f"raise.{name}.{max(1, place - 1)}"


def _lower_row(sheet: Sheet, details: list[str]) -> None:
    name, place = _row(details)
    sheet.draft = rows.move_row(sheet.draft, name, place, place + 1)
    last = len(sheet.draft.get(name, [])) - 2
    sheet.focus = f"lower.{name}.{min(last, place + 1)}"


def _row(details: list[str]) -> tuple[str, int]:
    name, place = [*details, "", ""][:2]
    return name, int(place) if place.isdigit() and len(place) < 3 else -1


def _retype(sheet: Sheet, _details: list[str]) -> None:
    sheet.draft = retyped(sheet.draft, type_of({"type": request.form.get("new_type", "")}))
    sheet.focus = "new_type"


def _add_language(sheet: Sheet, details: list[str]) -> None:
    if details and details[0] in dict(LANGUAGES):
        sheet.draft = rows.add_language(sheet.draft, details[0])
        sheet.focus = f"translations.{details[0]}.text"


def _remove_language(sheet: Sheet, details: list[str]) -> None:
    sheet.draft = rows.remove_language(sheet.draft, "".join(details[:1]))
    sheet.focus = "translations"


_ACTS: dict[str, Callable[[Sheet, list[str]], None]] = {
    "add": _add_row,
    "remove": _remove_row,
    "raise": _raise_row,
    "lower": _lower_row,
    "retype": _retype,
    "add-language": _add_language,
    "remove-language": _remove_language,
}


def _page(whole: WholeBank, sheet: Sheet) -> str:
    names = dict(LANGUAGES)
    own = sheet.draft.get("translations", {})
    return render_template(
        "organiser/bank_question.html",
        bank=whole.view,
        sheet=sheet,
        q=sheet.draft,
        kind=type_of(sheet.draft).value,
        label_of=label,
        errors=beside(sheet.problems, Severity.ERROR),
        warnings=beside(sheet.problems, Severity.WARNING),
        focus=sheet.focus,
        type_choices=[(kind.value, label) for kind, label in QUESTION_TYPES.items()],
        scoring_choices=[(rule.value, label) for rule, label in SCORINGS.items()],
        topic_choices=[(topic.id, topic.title) for topic in whole.bank.topics],
        images=bank_images.list_files(),
        language_names={one: names.get(one, one) for one in own},
        languages_left=[
            (code, name)
            for code, name in LANGUAGES
            if code != whole.bank.language and code not in own
        ],
        most_rows=MOST_OPTIONS,
    )
