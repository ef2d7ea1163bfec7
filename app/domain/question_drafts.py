"""A question as a draft again, ready for editing: plain texts by the names of the format.

What `question_draft` gives, `bank_rules` reads back to the same question and key.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from app.domain.bank_values import plain_decimal
from app.domain.questions import Key, Option, Question, QuestionType, QuestionWords

Draft = dict[str, Any]
CHOICES: Final = (QuestionType.SINGLE.value, QuestionType.MULTIPLE.value)
_ROWS: Final = {
    QuestionType.SINGLE.value: 4,
    QuestionType.MULTIPLE.value: 4,
    QuestionType.TEXT.value: 1,
    QuestionType.ORDER.value: 3,
    QuestionType.MATCH.value: 3,
}
_OF_A_TYPE: Final = (
    *("options", "scoring", "shuffle", "answer", "tolerance", "answers"),
    *("ignore_case", "ignore_accents", "items", "pairs", "extra_right"),
)


def question_draft(question: Question, key: Key) -> Draft:
    """Return a question and its key as a draft, all values spelt out."""
    draft: Draft = {
        "id": question.id,
        "type": question.type.value,
        "topic": question.topic or "",
        "difficulty": str(question.difficulty or ""),
        "points": plain_decimal(question.points),
        "text": question.text,
        "explanation": key.explanation or "",
        "source": key.source or "",
        **_answer(question, key),
        "translations": {
            language: _words(question, key, words, key.explanations.get(language, ""))
            for language, words in question.translations.items()
        },
    }
    if question.image:
        draft["image"] = {"file": question.image.file, "alt": question.image.alt}
    return draft


def empty_draft(kind: QuestionType) -> Draft:
    """Return the draft of a new question, with as many empty rows as such questions often have."""
    draft: Draft = {"type": kind.value, "points": "1", "translations": {}}
    return _with_rows(draft, [])


def retyped(draft: Draft, kind: QuestionType) -> Draft:
    """Return a draft as one of another type; the texts of its options go along."""
    texts = _row_texts(draft)
    kept = {name: value for name, value in draft.items() if name not in _OF_A_TYPE}
    if draft.get("type") in CHOICES and kind.value in CHOICES:
        same: Draft = {name: draft[name] for name in ("options", "shuffle") if name in draft}
        return {**kept, **same, "type": kind.value}
    words = {
        language: {name: one[name] for name in ("text", "explanation") if name in one}
        for language, one in draft.get("translations", {}).items()
    }
    return _with_rows({**kept, "type": kind.value, "translations": words}, texts)


def _row_texts(draft: Draft) -> list[str]:
    texts = [option.get("text", "") for option in draft.get("options", [])]
    texts += [pair.get("left", "") for pair in draft.get("pairs", [])]
    texts += [*draft.get("items", []), *draft.get("answers", [])]
    return [text for text in texts if text]


def _with_rows(draft: Draft, texts: list[str]) -> Draft:
    kind = draft["type"]
    texts = texts + [""] * (_ROWS.get(kind, 0) - len(texts))
    if kind in CHOICES:
        rows = [
            {"id": letter, "text": text} for letter, text in zip(_letters(), texts, strict=False)
        ]
        return {**draft, "options": rows}
    if kind == QuestionType.MATCH.value:
        return {**draft, "pairs": [{"left": text, "right": ""} for text in texts]}
    if kind == QuestionType.ORDER.value:
        return {**draft, "items": texts}
    return {**draft, "answers": texts} if kind == QuestionType.TEXT.value else draft


def free_option_id(taken: set[str]) -> str:
    """Return the first id of a, b … z, o27, o28 … that no option has."""
    return next(id for id in _letters() if id not in taken)


def _letters() -> list[str]:
    return [*"abcdefghijklmnopqrstuvwxyz", *(f"o{number}" for number in range(27, 1000))]


def _answer(question: Question, key: Key) -> Draft:
    match question.type:
        case QuestionType.SINGLE | QuestionType.MULTIPLE:
            draft: Draft = {
                "options": [_option(option, key) for option in question.options],
                "shuffle": _truth(question.shuffle),
            }
            if question.type is QuestionType.MULTIPLE:
                draft["scoring"] = key.scoring.value
            return draft
        case QuestionType.BOOLEAN:
            return {"answer": _truth(bool(key.truth))}
        case QuestionType.NUMBER:
            return {
                "answer": plain_decimal(key.number or Decimal(0)),
                "tolerance": plain_decimal(key.tolerance),
            }
        case QuestionType.TEXT:
            return {
                "answers": list(key.texts),
                "ignore_case": _truth(key.ignore_case),
                "ignore_accents": _truth(key.ignore_accents),
            }
        case _:
            sides = (*question.options, *question.lefts, *question.rights)
            return _arranged(question, key, {option.id: option.text for option in sides})


def _option(option: Option, key: Key) -> dict[str, str]:
    row = {"id": option.id, "text": option.text}
    return {**row, "correct": "true"} if option.id in key.options else row


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _arranged(question: Question, key: Key, texts: Mapping[str, str]) -> Draft:
    if question.type is QuestionType.ORDER:
        return {"items": [texts[id] for id in key.order]}
    used = set(key.pairs.values())
    return {
        "pairs": [{"left": texts[a], "right": texts[b]} for a, b in key.pairs.items()],
        "extra_right": [texts[option.id] for option in question.rights if option.id not in used],
    }


def _words(question: Question, key: Key, words: QuestionWords, explanation: str) -> Draft:
    draft: Draft = {"text": words.text, "explanation": explanation}
    if question.type in (QuestionType.ORDER, QuestionType.MATCH):
        return {**draft, **_arranged(question, key, words.options)}
    if question.options:
        draft["options"] = dict(words.options)
    return draft
