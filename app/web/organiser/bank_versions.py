"""The versions of a bank: who made them and when, and what changed between any two."""

from __future__ import annotations

import json
from typing import Any

from flask import render_template, request

from app.domain.bank_diff import BankDiff, Change, Changed, compare_banks
from app.domain.questions import Bank, MultipleScoring, Question
from app.services import bank_usage, bank_views, banks
from app.web.access import requires
from app.web.organiser import bp
from app.web.organiser.bank_words import ACTS, CHANGES, CODES
from app.web.organiser.labels import SCORINGS
from app.web.small_numbers import small_int
from app.wording.question_types import QUESTION_TYPES

PAGE = 20


@bp.get("/banks/<slug>/versions")
@requires("organise")
def list_bank_versions(slug: str) -> str:
    """Every version with who made it, and a form that picks two to compare."""
    made = bank_usage.list_versions(slug)
    rows = [
        {
            "number": one.number,
            "count": one.question_count,
            "at": one.created_at,
            "author": one.author,
            "act": ACTS.get(one.act or ""),
            "what": json.loads(one.detail or "{}").get("file", ""),
            "audit": one.audit_number,
        }
        for one in made
    ]
    return render_template("organiser/bank_versions.html", bank=banks.get_bank(slug), rows=rows)


@bp.get("/banks/<slug>/comparison")
@requires("organise")
def compare_bank_versions(slug: str) -> str:
    """What changed from one version to another; by default from the last but one to the last."""
    bank = banks.get_bank(slug)
    latest = bank.latest.number
    new = request.args.get("new", latest, type=small_int)
    old = request.args.get("old", max(1, new - 1), type=small_int)
    before, after = bank_views.get_whole(slug, old), bank_views.get_whole(slug, new)
    diff = compare_banks(before.bank, after.bank)
    offset = max(0, request.args.get("offset", 0, type=small_int))
    return render_template(
        "organiser/bank_comparison.html",
        bank=bank,
        old=before.version,
        new=after.version,
        diff=diff,
        head=[_shown(one, after.bank) for one in diff.head],
        changed=[_changed(one, after.bank) for one in diff.changed[offset : offset + PAGE]],
        lists=_lists(diff),
        offset=offset,
        limit=PAGE,
    )


def _lists(diff: BankDiff) -> dict[str, list[dict[str, Any]]]:
    return {
        "added": [_named(question) for question in diff.added],
        "removed": [_named(question) for question in diff.removed],
    }


def _named(question: Question) -> dict[str, Any]:
    return {"id": question.id, "text": question.text, "type": QUESTION_TYPES[question.type]}


def _changed(one: Changed, bank: Bank) -> dict[str, Any]:
    return {
        "id": one.id,
        "text": one.new[0].text,
        "changes": [_shown(change, bank) for change in one.changes()],
    }


def _shown(change: Change, bank: Bank) -> dict[str, Any]:
    words = _code_words(change, bank)
    parts = [(part.kind.value, str(words.get(part.text, part.text))) for part in change.parts]
    return {"name": CHANGES[change.name], "label": change.label, "parts": parts}


def _code_words(change: Change, bank: Bank) -> dict[str, Any]:
    """Words for what is a code in the format."""
    if change.name == "type":
        return {kind.value: label for kind, label in QUESTION_TYPES.items()}
    if change.name == "scoring":
        return {rule.value: SCORINGS[rule] for rule in MultipleScoring}
    if change.name == "topic":
        return {topic.id: topic.title for topic in bank.topics}
    return dict(CODES.get(change.name, {}))
