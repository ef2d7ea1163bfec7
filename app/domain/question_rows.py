"""Rows of a question's draft while it is edited: added, moved, removed, with their translations.

A draft here is as `question_drafts` makes it. Translations of choices go by option id, those
of items and pairs by place; what these functions return keeps them in step.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from app.domain.bank_fields import MOST_OPTIONS
from app.domain.question_drafts import CHOICES, Draft, free_option_id

LISTS: Final = ("options", "answers", "items", "pairs", "extra_right")
_TRANSLATED: Final = ("items", "pairs", "extra_right")


def add_row(draft: Draft, name: str) -> Draft:
    """Return the draft with one empty row more in the list `name`, up to the most there may be."""
    rows = draft.get(name, [])
    if name not in LISTS or len(rows) >= MOST_OPTIONS:
        return draft
    if name == "options":
        row = {"id": free_option_id({one.get("id", "") for one in rows}), "text": ""}
        return {**draft, name: [*rows, row]}
    empty: Any = {"left": "", "right": ""} if name == "pairs" else ""
    return _arrange(draft, name, lambda ones, blank: [*ones, blank], empty)


def remove_row(draft: Draft, name: str, place: int) -> Draft:
    """Return the draft without a row, in every language."""
    rows = draft.get(name, [])
    if name not in LISTS or not 0 <= place < len(rows):
        return draft
    kept = _arrange(draft, name, lambda ones, _: [*ones[:place], *ones[place + 1 :]], "")
    return _without_words(kept, rows[place].get("id", "")) if name == "options" else kept


def move_row(draft: Draft, name: str, place: int, to: int) -> Draft:
    """Return the draft with a row put at the place `to`, in every language."""
    rows = draft.get(name, [])
    if name not in LISTS or not (0 <= place < len(rows) and 0 <= to < len(rows)):
        return draft

    def moved(ones: list[Any], _: Any) -> list[Any]:
        rest = [*ones[:place], *ones[place + 1 :]]
        return [*rest[:to], ones[place], *rest[to:]] if place < len(ones) else ones

    return _arrange(draft, name, moved, "")


def _arrange(
    draft: Draft, name: str, change: Callable[[list[Any], Any], list[Any]], empty: Any
) -> Draft:
    changed = {**draft, name: change(draft.get(name, []), empty)}
    if name in _TRANSLATED and draft.get("translations"):
        changed["translations"] = {
            language: {**words, name: change(words.get(name, []), empty)}
            for language, words in draft["translations"].items()
        }
    return changed


def _without_words(draft: Draft, option: str) -> Draft:
    translations = draft.get("translations", {})
    for language, words in translations.items():
        options = {id: text for id, text in words.get("options", {}).items() if id != option}
        translations = {**translations, language: {**words, "options": options}}
    return {**draft, "translations": translations}


def add_language(draft: Draft, language: str) -> Draft:
    """Return the draft with room for its words in another language."""
    translations = draft.get("translations", {})
    if language in translations:
        return draft
    words: Draft = {"text": "", "explanation": ""}
    if draft.get("type") in CHOICES:
        words["options"] = {one["id"]: "" for one in draft.get("options", []) if one.get("id")}
    for name in _TRANSLATED:
        if name in draft:
            empty: Any = {"left": "", "right": ""} if name == "pairs" else ""
            words[name] = [empty for _ in draft[name]]
    return {**draft, "translations": {**translations, language: words}}


def remove_language(draft: Draft, language: str) -> Draft:
    """Return the draft without its words in a language."""
    kept = {name: one for name, one in draft.get("translations", {}).items() if name != language}
    return {**draft, "translations": kept}


def tidy(draft: Draft) -> Draft:
    """Return the draft without rows and languages in which nothing is written.

    Options without an id get one, and options that a translation does not speak of an
    empty text in it, so that a check can ask for it.
    """
    for language, words in draft.get("translations", {}).items():
        if not _has_text(words):
            draft = remove_language(draft, language)
    for name in LISTS:
        for place in reversed(range(len(draft.get(name, [])))):
            if _is_blank_row(draft, name, place):
                draft = remove_row(draft, name, place)
    if "options" in draft:
        draft = _named(draft)
    image = draft.get("image")
    if image is not None and not _has_text(image):
        draft = {name: value for name, value in draft.items() if name != "image"}
    return draft


def _is_blank_row(draft: Draft, name: str, place: int) -> bool:
    row = draft[name][place]
    if name == "options":
        words = [one.get("options", {}) for one in draft.get("translations", {}).values()]
        texts = [row.get("text", ""), row.get("correct", "")]
        return not _has_text([*texts, *(one.get(row.get("id", ""), "") for one in words)])
    rows = [one.get(name, []) for one in draft.get("translations", {}).values()]
    return not _has_text([row, *(ones[place] for ones in rows if place < len(ones))])


def _named(draft: Draft) -> Draft:
    options: list[dict[str, str]] = []
    taken = {one.get("id", "") for one in draft["options"]}
    for one in draft["options"]:
        id = one.get("id") or free_option_id(taken)
        taken.add(id)
        options.append({**one, "id": id})
    ids = [one["id"] for one in options]
    translations = {
        language: {**words, "options": {id: words.get("options", {}).get(id, "") for id in ids}}
        for language, words in draft.get("translations", {}).items()
    }
    return {**draft, "options": options, "translations": translations}


def _has_text(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_has_text(one) for one in value.values())
    if isinstance(value, list):
        return any(_has_text(one) for one in value)
    return bool(value and value.strip())
