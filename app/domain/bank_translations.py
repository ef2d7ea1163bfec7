"""Questions in other languages: same options, same count, same order as the original."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.bank_drafts import Steps
from app.domain.bank_fields import (
    ANY_WORDS,
    ENTRY,
    OPTION_WORDS,
    PAIR,
    WORDS,
    WORDS_FIELDS,
)
from app.domain.bank_options import Parts, read_texts
from app.domain.bank_problems import Report
from app.domain.bank_values import is_language, read_fields, read_value, report_unknown
from app.domain.questions import QuestionType, QuestionWords

_LIKELY_LANGUAGES = ("vi", "en", "ru")


def read_translations(
    report: Report, steps: Steps, node: Mapping[str, Any], kind: QuestionType | None, parts: Parts
) -> dict[str, QuestionWords]:
    """Read the translations of one question by language.

    With `kind` None (a question of unknown type) only the words are checked.
    """
    found: dict[str, QuestionWords] = {}
    for language, words in node.items():
        place = (*steps, language)
        if not is_language(language):
            report_unknown(report, place, language, _LIKELY_LANGUAGES)
            continue
        fields = WORDS if kind is None else WORDS_FIELDS[kind]
        values = read_fields(report, place, words, fields, ANY_WORDS if kind is None else None)
        if values is None:
            continue
        options = _read_options(report, place, values, kind, parts)
        if "text" in values:
            found[language] = QuestionWords(values["text"], options, values.get("explanation"))
    return found


def _read_options(
    report: Report, steps: Steps, values: dict[str, Any], kind: QuestionType | None, parts: Parts
) -> dict[str, str]:
    if kind in (QuestionType.SINGLE, QuestionType.MULTIPLE):
        return _by_id(report, steps, values.get("options"), parts)
    if kind is QuestionType.ORDER:
        return _by_place(report, (*steps, "items"), values.get("items", []), parts.order, parts)
    if kind is QuestionType.MATCH:
        return _match(report, steps, values, parts)
    return {}


def _by_id(report: Report, steps: Steps, node: Any, parts: Parts) -> dict[str, str]:
    if node is None:
        if parts.known:
            report.error(
                (*steps, "options"), "translation.mismatch", missing=", ".join(parts.order)
            )
        return {}
    steps = (*steps, "options")
    words = {id: read_value(report, (*steps, id), text, OPTION_WORDS) for id, text in node.items()}
    if not parts.known:
        return {}
    missing = [id for id in parts.order if id not in words]
    if missing:
        report.error(steps, "translation.mismatch", missing=", ".join(missing))
    for id in words:
        if id not in parts.order:
            report.error((*steps, id), "translation.mismatch", at_key=True, extra=id[:60])
    return {id: words.get(id) or "" for id in parts.order}


def _by_place(
    report: Report, steps: Steps, nodes: list[Any], ids: tuple[str, ...], parts: Parts
) -> dict[str, str]:
    texts = read_texts(report, steps, nodes, ENTRY)
    if not _same_count(report, steps, len(nodes), len(ids), parts):
        return {}
    return dict(zip(ids, texts, strict=True))


def _match(report: Report, steps: Steps, values: dict[str, Any], parts: Parts) -> dict[str, str]:
    place = (*steps, "pairs")
    nodes = values.get("pairs", [])
    rows = [
        read_fields(report, (*place, index), node, PAIR) or {} for index, node in enumerate(nodes)
    ]
    extra = _by_place(
        report,
        (*steps, "extra_right"),
        values.get("extra_right", []),
        parts.extra_order,
        parts,
    )
    if not _same_count(report, place, len(nodes), len(parts.order), parts):
        return {}
    words = {id: row.get("left", "") for id, row in zip(parts.order, rows, strict=True)}
    for index, (id, row) in enumerate(zip(parts.right_order, rows, strict=True)):
        text = row.get("right", "")
        if words.setdefault(id, text) != text:
            report.error((*place, index, "right"), "translation.mismatch", text=text[:60])
    return words | extra


def _same_count(report: Report, steps: Steps, count: int, expected: int, parts: Parts) -> bool:
    if count == expected:
        return parts.known
    if parts.known:
        report.error(steps, "translation.mismatch", count=str(count), expected=str(expected))
    return False
