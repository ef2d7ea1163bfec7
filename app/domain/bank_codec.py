"""Banks as plain JSON values, the questions and the keys apart, for storing them apart.

Equal banks give equal plain values, and equal text from `canonical_json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.domain.bank_values import plain_decimal
from app.domain.questions import (
    Bank,
    Image,
    Key,
    MultipleScoring,
    Option,
    Question,
    QuestionType,
    QuestionWords,
    Topic,
)


def canonical_json(plain: Any) -> str:
    """Return the one JSON text of a plain value: sorted names, no blanks, letters unescaped."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def questions_to_plain(bank: Bank) -> dict[str, Any]:
    """Return all that participants may see of a bank, and nothing of its key."""
    return {
        "bank": bank.slug,
        "title": bank.title,
        "language": bank.language,
        "description": bank.description,
        "licence": bank.licence,
        "topics": [{"id": topic.id, "title": topic.title} for topic in bank.topics],
        "questions": [question_to_plain(question) for question in bank.questions],
    }


def question_to_plain(question: Question) -> dict[str, Any]:
    """Return one question as plain values."""
    image = question.image
    return {
        "id": question.id,
        "type": question.type.value,
        "text": question.text,
        "topic": question.topic,
        "difficulty": question.difficulty,
        "points": plain_decimal(question.points),
        "options": _options_to_plain(question.options),
        "lefts": _options_to_plain(question.lefts),
        "rights": _options_to_plain(question.rights),
        "shuffle": question.shuffle,
        "image": {"file": image.file, "alt": image.alt} if image else None,
        "translations": {
            language: {"text": words.text, "options": dict(words.options)}
            for language, words in question.translations.items()
        },
    }


def keys_to_plain(bank: Bank) -> dict[str, Any]:
    """Return the keys of a bank by question id."""
    return {"keys": {id: key_to_plain(key) for id, key in bank.keys.items()}}


def key_to_plain(key: Key) -> dict[str, Any]:
    """Return one key as plain values; what corrections add only where they did."""
    corrected: dict[str, Any] = {"also": list(key.also)} if key.also else {}
    if key.voided:
        corrected["voided"] = True
    return {
        **corrected,
        "options": sorted(key.options),
        "scoring": key.scoring.value,
        "truth": key.truth,
        "number": None if key.number is None else plain_decimal(key.number),
        "tolerance": plain_decimal(key.tolerance),
        "texts": list(key.texts),
        "ignore_case": key.ignore_case,
        "ignore_accents": key.ignore_accents,
        "order": list(key.order),
        "pairs": dict(key.pairs),
        "explanation": key.explanation,
        "source": key.source,
        "explanations": dict(key.explanations),
    }


def bank_from_plain(questions_plain: Mapping[str, Any], keys_plain: Mapping[str, Any]) -> Bank:
    """Return the bank whose two plain parts these are."""
    return Bank(
        slug=questions_plain["bank"],
        title=questions_plain["title"],
        language=questions_plain["language"],
        questions=questions_from_plain(questions_plain),
        keys=keys_from_plain(keys_plain),
        topics=tuple(Topic(topic["id"], topic["title"]) for topic in questions_plain["topics"]),
        description=questions_plain["description"],
        licence=questions_plain["licence"],
    )


def questions_from_plain(questions_plain: Mapping[str, Any]) -> tuple[Question, ...]:
    """Return the questions of a bank without needing its keys."""
    return tuple(question_from_plain(plain) for plain in questions_plain["questions"])


def question_from_plain(plain: Mapping[str, Any]) -> Question:
    """Return one question from its plain values."""
    image = plain["image"]
    return Question(
        id=plain["id"],
        type=QuestionType(plain["type"]),
        text=plain["text"],
        topic=plain["topic"],
        difficulty=plain["difficulty"],
        points=Decimal(plain["points"]),
        options=_options_from_plain(plain["options"]),
        lefts=_options_from_plain(plain["lefts"]),
        rights=_options_from_plain(plain["rights"]),
        shuffle=plain["shuffle"],
        image=Image(image["file"], image["alt"]) if image else None,
        translations={
            language: QuestionWords(words["text"], dict(words["options"]))
            for language, words in plain["translations"].items()
        },
    )


def keys_from_plain(keys_plain: Mapping[str, Any]) -> dict[str, Key]:
    """Return the keys by question id."""
    return {id: key_from_plain(id, plain) for id, plain in keys_plain["keys"].items()}


def key_from_plain(question: str, plain: Mapping[str, Any]) -> Key:
    """Return the key of the question with this id."""
    return Key(
        question=question,
        options=frozenset(plain["options"]),
        scoring=MultipleScoring(plain["scoring"]),
        truth=plain["truth"],
        number=None if plain["number"] is None else Decimal(plain["number"]),
        tolerance=Decimal(plain["tolerance"]),
        texts=tuple(plain["texts"]),
        ignore_case=plain["ignore_case"],
        ignore_accents=plain["ignore_accents"],
        order=tuple(plain["order"]),
        pairs=dict(plain["pairs"]),
        explanation=plain["explanation"],
        source=plain["source"],
        explanations=dict(plain["explanations"]),
        also=tuple(plain.get("also", ())),
        voided=plain.get("voided", False),
    )


def _options_to_plain(options: tuple[Option, ...]) -> list[dict[str, str]]:
    return [{"id": option.id, "text": option.text} for option in options]


def _options_from_plain(plain: list[dict[str, str]]) -> tuple[Option, ...]:
    return tuple(Option(option["id"], option["text"]) for option in plain)
