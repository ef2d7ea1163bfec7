"""Options, items and pairs of a question: the choices, and which of them are right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from app.domain.bank_drafts import Steps
from app.domain.bank_fields import ENTRY, FEWEST_OPTIONS, OPTION, PAIR, Field
from app.domain.bank_problems import Report
from app.domain.bank_values import is_absent, read_fields, read_value
from app.domain.questions import MultipleScoring, Option, QuestionType
from app.domain.text import collapse_spaces


@dataclass(frozen=True, slots=True)
class Choice:
    """An option as the file gives it; what could not be read is empty."""

    id: str
    text: str
    correct: bool


@dataclass(slots=True)
class Parts:
    """What a question's type adds: its shown sides and the fields of its key.

    `order` is the sequence of the file, by which translations are matched:
    option ids, item ids, or the left ids; `right_order` and `extra_order`
    are the right ids of the pairs and of the extra right sides. `known` is
    False when the file does not say what the sequence is. After an error the
    ids are placeholders: only their count can be relied on.
    """

    options: tuple[Option, ...] = ()
    lefts: tuple[Option, ...] = ()
    rights: tuple[Option, ...] = ()
    key: dict[str, Any] = field(default_factory=dict)
    choices: list[Choice] = field(default_factory=list)
    order: tuple[str, ...] = ()
    right_order: tuple[str, ...] = ()
    extra_order: tuple[str, ...] = ()
    known: bool = True


def read_choices(report: Report, steps: Steps, values: dict[str, Any], kind: QuestionType) -> Parts:
    """Read the options of a single or multiple question and the correct ones."""
    steps = (*steps, "options")
    nodes = values["options"]
    _require_enough(report, steps, nodes)
    rows = [read_fields(report, (*steps, i), node, OPTION) for i, node in enumerate(nodes)]
    choices = [_choice(row or {}) for row in rows]
    _refuse_repeated_ids(report, steps, choices)
    _refuse_repeats(
        report,
        [(*steps, index, "text") for index in range(len(choices))],
        [choice.text for choice in choices],
    )
    _check_key(report, steps, choices, kind, unclear=any(map(_is_unclear, nodes, rows)))
    key: dict[str, Any] = {"options": frozenset(c.id for c in choices if c.correct)}
    if "scoring" in values:
        key["scoring"] = MultipleScoring(values["scoring"])
    order = tuple(choice.id for choice in choices)
    options = tuple(Option(choice.id, choice.text) for choice in choices)
    return Parts(options=options, key=key, choices=choices, order=order, known=all(order))


def _choice(row: dict[str, Any]) -> Choice:
    return Choice(row.get("id", ""), row.get("text", ""), row.get("correct", False))


def _is_unclear(node: Any, row: dict[str, Any] | None) -> bool:
    """Whether it was reported that an option does not say if it is correct."""
    if row is None:
        return True
    return "correct" not in row and not is_absent(node.get("correct"), OPTION["correct"])


def _check_key(
    report: Report, steps: Steps, choices: list[Choice], kind: QuestionType, *, unclear: bool
) -> None:
    right = [index for index, choice in enumerate(choices) if choice.correct]
    if choices and not right and not unclear:
        report.error(steps, "key.missing")
    if kind is QuestionType.SINGLE:
        for index in right[1:]:
            report.error((*steps, index, "correct"), "key.too_many")


def _refuse_repeated_ids(report: Report, steps: Steps, choices: list[Choice]) -> None:
    seen: dict[str, int] = {}
    for index, choice in enumerate(choices):
        first = seen.setdefault(choice.id, index) if choice.id else index
        if first != index:
            report.error((*steps, index, "id"), "id.duplicate", id=choice.id, first=str(first + 1))


def read_items(report: Report, steps: Steps, question: str, nodes: list[Any]) -> Parts:
    """Read the items of an order question, given in the right order."""
    steps = (*steps, "items")
    before = report.errors
    _require_enough(report, steps, nodes)
    texts = read_texts(report, steps, nodes, ENTRY)
    _refuse_repeats(report, [(*steps, index) for index in range(len(texts))], texts)
    if report.errors > before:
        return Parts(order=_placeholders("item", nodes))
    ids = digest_ids(question, "item", texts)
    order = tuple(ids[text] for text in texts)
    return Parts(options=_sorted_options(ids), key={"order": order}, order=order)


def read_pairs(report: Report, steps: Steps, question: str, values: dict[str, Any]) -> Parts:
    """Read the pairs of a match question and the right sides that belong to none."""
    before = report.errors
    nodes = values["pairs"]
    _require_enough(report, (*steps, "pairs"), nodes)
    rows = [
        read_fields(report, (*steps, "pairs", index), node, PAIR) or {}
        for index, node in enumerate(nodes)
    ]
    extra = read_texts(report, (*steps, "extra_right"), values.get("extra_right", []), ENTRY)
    lefts = [row.get("left", "") for row in rows]
    rights = [row.get("right", "") for row in rows]
    _refuse_repeats(
        report, [(*steps, "pairs", index, "left") for index in range(len(lefts))], lefts
    )
    _refuse_repeats(
        report, [(*steps, "extra_right", index) for index in range(len(extra))], extra, rights
    )
    if report.errors > before:
        return Parts(
            order=_placeholders("left", lefts),
            right_order=_placeholders("right", rights),
            extra_order=_placeholders("extra", extra),
        )
    return _match_parts(question, lefts, rights, extra)


def _match_parts(question: str, lefts: list[str], rights: list[str], extra: list[str]) -> Parts:
    left_ids = digest_ids(question, "left", lefts)
    right_ids = digest_ids(question, "right", [*rights, *extra])
    pairs = {left_ids[left]: right_ids[right] for left, right in zip(lefts, rights, strict=True)}
    return Parts(
        lefts=_sorted_options(left_ids),
        rights=_sorted_options(right_ids),
        key={"pairs": pairs},
        order=tuple(pairs),
        right_order=tuple(pairs.values()),
        extra_order=tuple(right_ids[text] for text in extra),
    )


def _placeholders(side: str, nodes: Sequence[Any]) -> tuple[str, ...]:
    return tuple(f"{side}-{index}" for index in range(len(nodes)))


def read_texts(report: Report, steps: Steps, nodes: list[Any], entry: Field) -> list[str]:
    """Read a list of plain texts; an entry that was reported stands as an empty string."""
    return [
        read_value(report, (*steps, index), node, entry) or "" for index, node in enumerate(nodes)
    ]


def digest_ids(question: str, side: str, texts: Sequence[str]) -> dict[str, str]:
    """Return text -> id, where an id tells nothing but which text it is.

    The ids are the first characters of a SHA-256 of question, side and text;
    more of them are taken in the rare case that two would be equal.
    """
    digests = {
        text: sha256("\0".join((question, side, text)).encode()).hexdigest() for text in texts
    }
    length = next(
        size for size in (8, 16, 64) if len({d[:size] for d in digests.values()}) == len(digests)
    )
    return {text: digest[:length] for text, digest in digests.items()}


def _sorted_options(ids: dict[str, str]) -> tuple[Option, ...]:
    return tuple(sorted((Option(id, text) for text, id in ids.items()), key=lambda o: o.id))


def _require_enough(report: Report, steps: Steps, nodes: list[Any]) -> None:
    if len(nodes) < FEWEST_OPTIONS:
        report.error(steps, "options.too_few", count=str(len(nodes)), least=str(FEWEST_OPTIONS))


def _refuse_repeats(
    report: Report, places: Sequence[Steps], texts: Sequence[str], taken: Sequence[str] = ()
) -> None:
    """Report each text that came before, blanks aside; empty ones are reported elsewhere."""
    seen = {collapse_spaces(text) for text in taken}
    for steps, text in zip(places, texts, strict=True):
        plain = collapse_spaces(text)
        if plain and plain in seen:
            report.error(steps, "options.duplicate", text=text[:60])
        seen.add(plain)
