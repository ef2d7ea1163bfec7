"""One question of a bank: from its draft to a `Question` and, apart from it, its `Key`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from app.domain.bank_drafts import Steps
from app.domain.bank_fields import ANSWER, ANY_QUESTION, IMAGE, QUESTION, question_fields
from app.domain.bank_options import Parts, read_choices, read_items, read_pairs, read_texts
from app.domain.bank_problems import Report
from app.domain.bank_translations import read_translations
from app.domain.bank_values import closest, read_fields
from app.domain.bank_warnings import (
    Duplicates,
    warn_of_choices,
    warn_of_missing,
    warn_of_weight,
)
from app.domain.questions import Image, Key, Question, QuestionType, QuestionWords

_TYPES: Final = frozenset(kind.value for kind in QuestionType)
_SAFE_PATH: Final = re.compile(r"(?!.*(?:^|/)\.{1,2}(?:/|$))[^/\\:\x00][^\\:\x00]*")
_KEY_FIELD: Final = {QuestionType.BOOLEAN: "truth", QuestionType.NUMBER: "number"}
_NEEDED: Final = {
    QuestionType.SINGLE: "options",
    QuestionType.MULTIPLE: "options",
    QuestionType.BOOLEAN: "answer",
    QuestionType.NUMBER: "answer",
    QuestionType.TEXT: "answers",
    QuestionType.ORDER: "items",
    QuestionType.MATCH: "pairs",
}


@dataclass(slots=True)
class QuestionReader:
    """Reads the questions of one bank; `topics` None means that any topic will do."""

    report: Report
    topics: set[str] | None
    image_exists: Callable[[str], int]
    seen: dict[str, int] = field(default_factory=dict)
    duplicates: Duplicates = field(default_factory=Duplicates)

    def read(self, steps: Steps, node: Any) -> tuple[Question, Key] | None:
        """Return the question and its key, or None after reporting why not."""
        before = self.report.errors
        kind = _type_of(node)
        fields = question_fields(kind) if kind else QUESTION
        values = read_fields(self.report, steps, node, fields, None if kind else ANY_QUESTION)
        if values is None:
            return None
        self._check_id(steps, values)
        self._check_topic(steps, values)
        image = self._read_image(steps, values)
        parts = self._read_parts(steps, values, kind)
        words = read_translations(
            self.report, (*steps, "translations"), values.get("translations", {}), kind, parts
        )
        self._warn(steps, values, parts, image)
        if kind is None or self.report.errors > before:
            return None
        return _build(kind, values, parts, image, words)

    def _warn(
        self, steps: Steps, values: dict[str, Any], parts: Parts, image: Image | None
    ) -> None:
        warn_of_missing(self.report, steps, values)
        warn_of_choices(self.report, steps, parts.choices, shuffle=values.get("shuffle", True))
        if "text" in values:
            self.duplicates.warn(self.report, steps, values["text"], image.file if image else "")

    def _check_id(self, steps: Steps, values: dict[str, Any]) -> None:
        id = values.get("id")
        if id is None:
            return
        first = self.seen.setdefault(id, int(steps[-1]))
        if first != steps[-1]:
            self.report.error((*steps, "id"), "id.duplicate", id=id, first=str(first + 1))

    def _check_topic(self, steps: Steps, values: dict[str, Any]) -> None:
        topic = values.get("topic")
        if topic is None or self.topics is None or topic in self.topics:
            return
        guess = closest(topic, frozenset(self.topics))
        self.report.error((*steps, "topic"), "topic.unknown", topic=topic, guess=guess)

    def _read_image(self, steps: Steps, values: dict[str, Any]) -> Image | None:
        if "image" not in values:
            return None
        steps = (*steps, "image")
        image = read_fields(self.report, steps, values["image"], IMAGE) or {}
        file = image.get("file")
        if file:
            weight = self.image_exists(file) if _SAFE_PATH.fullmatch(file) else 0
            if not weight:
                self.report.error((*steps, "file"), "image.missing", file=file[:100])
            warn_of_weight(self.report, (*steps, "file"), file, weight)
        return Image(file, image["alt"]) if file and "alt" in image else None

    def _read_parts(self, steps: Steps, values: dict[str, Any], kind: QuestionType | None) -> Parts:
        if kind is None or _NEEDED[kind] not in values:
            return Parts(known=False)
        if kind in (QuestionType.SINGLE, QuestionType.MULTIPLE):
            return read_choices(self.report, steps, values, kind)
        question = values.get("id", "")
        if kind is QuestionType.ORDER:
            return read_items(self.report, steps, question, values["items"])
        if kind is QuestionType.MATCH:
            return read_pairs(self.report, steps, question, values)
        if kind is QuestionType.TEXT:
            return self._read_answers(steps, values)
        key = {_KEY_FIELD[kind]: values["answer"]}
        if "tolerance" in values:
            key["tolerance"] = values["tolerance"]
        return Parts(key=key)

    def _read_answers(self, steps: Steps, values: dict[str, Any]) -> Parts:
        steps = (*steps, "answers")
        if not values["answers"]:
            self.report.error(steps, "field.empty", field="answers")
        key: dict[str, Any] = {
            "texts": tuple(read_texts(self.report, steps, values["answers"], ANSWER))
        }
        key.update({n: values[n] for n in ("ignore_case", "ignore_accents") if n in values})
        return Parts(key=key)


def _type_of(node: Any) -> QuestionType | None:
    value = node.get("type") if isinstance(node, dict) else None
    if isinstance(value, str) and value.strip() in _TYPES:
        return QuestionType(value.strip())
    return None


def _build(
    kind: QuestionType,
    values: dict[str, Any],
    parts: Parts,
    image: Image | None,
    words: dict[str, QuestionWords],
) -> tuple[Question, Key]:
    question = Question(
        id=values["id"],
        type=kind,
        text=values["text"],
        topic=values.get("topic"),
        difficulty=values.get("difficulty"),
        points=values.get("points", Decimal(1)),
        options=parts.options,
        lefts=parts.lefts,
        rights=parts.rights,
        shuffle=values.get("shuffle", True),
        image=image,
        translations={
            language: QuestionWords(word.text, word.options) for language, word in words.items()
        },
    )
    explanations = {
        language: word.explanation for language, word in words.items() if word.explanation
    }
    key = Key(
        question=question.id,
        explanation=values.get("explanation"),
        source=values.get("source"),
        explanations=explanations,
        **parts.key,
    )
    return question, key
