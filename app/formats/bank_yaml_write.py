"""Writes a bank as YAML that people can edit and that reads back to an equal bank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

import yaml
from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)
from yaml.resolver import Resolver

from app.domain.bank_values import plain_decimal
from app.domain.questions import (
    Bank,
    Key,
    MultipleScoring,
    Option,
    Question,
    QuestionType,
    QuestionWords,
)

_HEAD: Final = b"# yaml-language-server: $schema=bank.schema.json\n"
_NO_WRAP: Final = 1_000_000
_RESOLVER: Final = Resolver()
_TEXT_TAG: Final = "tag:yaml.org,2002:str"


def write(bank: Bank) -> bytes:
    """Return the bank as UTF-8 YAML; `read` of it gives an equal bank."""
    tree = {
        "format": 1,
        "bank": bank.slug,
        "title": bank.title,
        "language": bank.language,
        "description": bank.description,
        "licence": bank.licence,
        "topics": [{"id": topic.id, "title": topic.title} for topic in bank.topics],
        "questions": [_question(q, bank.keys[q.id]) for q in bank.questions],
    }
    text: str = yaml.emit(
        _document(tree), Dumper=yaml.CSafeDumper, allow_unicode=True, width=_NO_WRAP
    )
    return _HEAD + text.encode()


def _question(question: Question, key: Key) -> dict[str, Any]:
    image = question.image
    return {
        "id": question.id,
        "type": question.type.value,
        "topic": question.topic,
        "difficulty": question.difficulty,
        "points": question.points if question.points != 1 else None,
        "text": question.text,
        **_answer(question, key),
        "explanation": key.explanation,
        "source": key.source,
        "image": {"file": image.file, "alt": image.alt} if image else None,
        "translations": {
            language: _words(question, key, words, key.explanations.get(language))
            for language, words in question.translations.items()
        },
    }


def _answer(question: Question, key: Key) -> dict[str, Any]:
    match question.type:
        case QuestionType.SINGLE | QuestionType.MULTIPLE:
            partial = key.scoring is not MultipleScoring.ALL_OR_NOTHING
            return {
                "scoring": key.scoring.value if partial else None,
                "options": [_option(option, key) for option in question.options],
                "shuffle": None if question.shuffle else False,
            }
        case QuestionType.BOOLEAN:
            return {"answer": key.truth}
        case QuestionType.NUMBER:
            return {"answer": key.number, "tolerance": key.tolerance or None}
        case QuestionType.TEXT:
            return {
                "answers": list(key.texts),
                "ignore_case": None if key.ignore_case else False,
                "ignore_accents": True if key.ignore_accents else None,
            }
        case _:
            return _arranged(question, key, {o.id: o.text for o in _sides(question)})


def _sides(question: Question) -> tuple[Option, ...]:
    return question.options + question.lefts + question.rights


def _option(option: Option, key: Key) -> dict[str, Any]:
    correct = True if option.id in key.options else None
    return {"id": option.id, "text": option.text, "correct": correct}


def _arranged(question: Question, key: Key, texts: Mapping[str, str]) -> dict[str, Any]:
    """Give items, or pairs and extras, in their words of one language."""
    if question.type is QuestionType.ORDER:
        return {"items": [texts[id] for id in key.order]}
    used = set(key.pairs.values())
    pairs = [{"left": texts[o.id], "right": texts[key.pairs[o.id]]} for o in question.lefts]
    return {
        "pairs": pairs,
        "extra_right": [texts[o.id] for o in question.rights if o.id not in used],
    }


def _words(
    question: Question, key: Key, words: QuestionWords, explanation: str | None
) -> dict[str, Any]:
    tree: dict[str, Any] = {"text": words.text}
    if question.type in (QuestionType.ORDER, QuestionType.MATCH):
        tree |= _arranged(question, key, words.options)
    else:
        tree["options"] = dict(words.options)
    return {**tree, "explanation": explanation}


def _document(tree: dict[str, Any]) -> Iterator[Event]:
    yield StreamStartEvent()
    yield DocumentStartEvent(explicit=False)
    yield from _events(tree)
    yield DocumentEndEvent(explicit=False)
    yield StreamEndEvent()


def _events(value: Any) -> Iterator[Event]:
    """Give the events of a tree, leaving out what is None or empty."""
    if isinstance(value, dict):
        yield MappingStartEvent(None, None, True)
        for name, part in value.items():
            if part is not None and part != [] and part != {}:
                yield _text(name)
                yield from _events(part)
        yield MappingEndEvent()
    elif isinstance(value, list):
        yield SequenceStartEvent(None, None, True)
        for part in value:
            yield from _events(part)
        yield SequenceEndEvent()
    elif isinstance(value, str):
        yield _text(value)
    else:
        yield ScalarEvent(None, None, (True, True), _bare(value))


def _bare(value: bool | int | Decimal) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain_decimal(value) if isinstance(value, Decimal) else str(value)


def _text(value: str) -> ScalarEvent:
    """Quote what other YAML tools would take for a number, a date, a truth or nothing."""
    looks_typed = _RESOLVER.resolve(yaml.ScalarNode, value, (True, False)) != _TEXT_TAG
    style = "|" if "\n" in value else "'" if looks_typed else None
    return ScalarEvent(None, None, (True, True), value, style=style)
