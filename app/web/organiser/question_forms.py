"""A question's draft as the fields of a form, and back: "options.1.text" is what a path is called.

The names are those of a check's problems, so that each problem finds its field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.domain.bank_fields import ID_PATTERN, LANGUAGE_PATTERN, MOST_OPTIONS
from app.domain.question_drafts import Draft
from app.domain.question_rows import LISTS
from app.domain.questions import QuestionType
from app.web.organiser.form_fields import clean

_ID: Final = ID_PATTERN.strip("^$")
_LANGUAGE: Final = LANGUAGE_PATTERN.strip("^$")
_COMMON: Final = (
    "id|type|topic|difficulty|points|text|explanation|source|"
    "scoring|shuffle|answer|tolerance|ignore_case|ignore_accents"
)
_NAMES: Final = re.compile(
    rf"(?:{_COMMON}|image\.(?:file|alt)"
    r"|options\.\d{1,2}\.(?:id|text|correct)|pairs\.\d{1,2}\.(?:left|right)"
    r"|(?:answers|items|extra_right)\.\d{1,2}"
    rf"|translations\.{_LANGUAGE}\.(?:text|explanation|options\.{_ID}"
    r"|pairs\.\d{1,2}\.(?:left|right)|(?:items|extra_right)\.\d{1,2}))"
)
_DECIMAL_COMMA: Final = re.compile(r"[+-]?\d+,\d+")
_NUMBERS: Final = ("points", "tolerance")
_LISTS: Final[Mapping[str, tuple[str, ...]]] = {
    "single": ("options",),
    "multiple": ("options",),
    "text": ("answers",),
    "order": ("items",),
    "match": ("pairs", "extra_right"),
}
_OWN: Final[Mapping[str, tuple[str, ...]]] = {
    "single": ("shuffle",),
    "multiple": ("shuffle", "scoring"),
    "boolean": ("answer",),
    "number": ("answer", "tolerance"),
    "text": ("ignore_case", "ignore_accents"),
}
_SHARED: Final = (
    *("id", "type", "topic", "difficulty", "points", "text", "explanation", "source"),
    *("image", "translations"),
)


def draft_of(form: Mapping[str, Sequence[str]]) -> Draft:
    """Return the draft that posted fields make; the last of equal names counts."""
    tree: dict[str, Any] = {}
    for name, values in form.items():
        if _NAMES.fullmatch(name) and values:
            _put(tree, name.split("."), clean(values[-1]))
    draft = _listed(tree)
    right = form.get("right", [""])[-1]
    if draft.get("type") == QuestionType.SINGLE.value and right.isdigit():
        options = draft.get("options", [])
        if int(right) < len(options):
            options[int(right)]["correct"] = "true"
    return _of_its_type(_with_points(draft))


def _put(tree: dict[str, Any], steps: list[str], value: str) -> None:
    for step in steps[:-1]:
        tree = tree.setdefault(step, {})
    tree[steps[-1]] = value


def _listed(tree: dict[str, Any], lists: tuple[str, ...] = LISTS) -> Draft:
    """Turn what is numbered into lists."""
    found: Draft = {}
    for name, value in tree.items():
        if name in lists:
            places = sorted(value, key=int)[:MOST_OPTIONS]
            found[name] = [value[place] for place in places]
        elif name == "translations":
            # Translated options go by their ids.
            found[name] = {one: _listed(words, lists[1:]) for one, words in value.items()}
        else:
            found[name] = value
    return found


def _with_points(draft: Draft) -> Draft:
    names = (*_NUMBERS, "answer") if draft.get("type") == "number" else _NUMBERS
    for name in names:
        if _DECIMAL_COMMA.fullmatch(draft.get(name, "")):
            draft = {**draft, name: draft[name].replace(",", ".")}
    return draft


def _of_its_type(draft: Draft) -> Draft:
    """Leave out what other types have; a list that the type needs is there, if empty."""
    kind = draft.get("type", "")
    lists = _LISTS.get(kind, ())
    known = (*_SHARED, *lists, *_OWN.get(kind, ()))
    kept = {name: value for name, value in draft.items() if name in known}
    needed: Draft = {name: [] for name in lists if name != "extra_right"}
    return {"translations": {}, **needed, **kept}


def type_of(draft: Draft) -> QuestionType:
    """The type of a draft; single where it names none."""
    try:
        return QuestionType(draft.get("type", ""))
    except ValueError:
        return QuestionType.SINGLE
