"""Writes one item of QTI 2.1, 2.2 or 3.0."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.domain.bank_values import plain_decimal
from app.domain.questions import Key, MultipleScoring, Option, Question, QuestionType
from app.formats.qti2_text import VERBATIM
from app.formats.qti_ids import identifier
from app.formats.xml_write import HEAD, tag, text

_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PLAIN: Final = re.compile(r"[^\s\\*_`#\[\]>+-]+(?: [^\s\\*`\[\]]+)*")
_RESPONSE: Final = "RESPONSE"
_CARDINALITY: Final = {
    QuestionType.MULTIPLE: "multiple",
    QuestionType.ORDER: "ordered",
    QuestionType.MATCH: "multiple",
}
_BASE: Final = {
    QuestionType.NUMBER: "float",
    QuestionType.TEXT: "string",
    QuestionType.MATCH: "directedPair",
}
_TRUTHS: Final = (Option("true", "Đúng"), Option("false", "Sai"))


@dataclass(frozen=True, slots=True)
class Dialect:
    """A version of QTI: its namespaces, and whether its names are of the new spelling."""

    name: str
    items: str
    manifest: str
    schema: str
    schema_version: str
    resource: str
    new: bool = False

    def el(self, name: str, *inside: str, **attributes: str | None) -> str:
        """Return an element of QTI, its names spelled as the version does."""
        if not self.new:
            return tag(name, *inside, **attributes)
        spelled = {self._spell(key): value for key, value in attributes.items()}
        return tag(f"qti-{self._spell(name)}", *inside, **spelled)

    def _spell(self, name: str) -> str:
        return _HUMP.sub("-", name).lower()


def write_item(dialect: Dialect, question: Question, key: Key, language: str) -> bytes:
    """Return the XML file of one question."""
    el = dialect.el
    item = el(
        "assessmentItem",
        "\n",
        _response(dialect, question, key),
        _outcome(dialect, "SCORE", "0", plain_decimal(question.points)),
        _outcome(dialect, "MAXSCORE", plain_decimal(question.points)),
        _outcome(dialect, "FEEDBACK", None),
        "\n",
        el("itemBody", _block(question.text), _image(question), _interaction(dialect, question)),
        "\n",
        _processing(dialect, question, key),
        *_feedback(dialect, key),
        identifier=identifier(question.id),
        title=question.id,
        label=question.id,
        adaptive="false",
        timeDependent="false",
        xmlns=dialect.items,
        xml__lang=language,
    )
    return (HEAD + item + "\n").encode()


def _response(dialect: Dialect, question: Question, key: Key) -> str:
    el = dialect.el
    values = [el("value", text(value)) for value in _right(question, key)]
    return el(
        "responseDeclaration",
        el("correctResponse", *values),
        _mapping(dialect, question, key),
        identifier=_RESPONSE,
        cardinality=_CARDINALITY.get(question.type, "single"),
        baseType=_BASE.get(question.type, "identifier"),
    )


def _right(question: Question, key: Key) -> list[str]:
    match question.type:
        case QuestionType.SINGLE | QuestionType.MULTIPLE:
            return [identifier(o.id) for o in question.options if o.id in key.options]
        case QuestionType.BOOLEAN:
            return ["true" if key.truth else "false"]
        case QuestionType.NUMBER:
            return [plain_decimal(key.number or Decimal(0))]
        case QuestionType.TEXT:
            return list(key.texts[:1])
        case QuestionType.ORDER:
            return [identifier(id) for id in key.order]
        case _:
            return [f"{_left(left)} {_right_id(right)}" for left, right in key.pairs.items()]


def _mapping(dialect: Dialect, question: Question, key: Key) -> str:
    """Give what each value earns, where not all or nothing is asked for."""
    el = dialect.el
    points = question.points
    if question.type is QuestionType.TEXT:
        case = "false" if key.ignore_case else "true"
        rows = [
            el("mapEntry", mapKey=word, mappedValue=plain_decimal(points), caseSensitive=case)
            for word in key.texts
        ]
        return el("mapping", *rows, defaultValue="0")
    if question.type is QuestionType.MATCH:
        entries = {value: points / len(key.pairs) for value in _right(question, key)}
    elif key.scoring is not MultipleScoring.ALL_OR_NOTHING:
        share = points / len(key.options)
        cost = points if key.scoring is MultipleScoring.PARTIAL else share
        entries = {
            identifier(o.id): share if o.id in key.options else -cost for o in question.options
        }
    else:
        return ""
    rows = [
        el("mapEntry", mapKey=value, mappedValue=f"{earned:.6f}".rstrip("0").rstrip("."))
        for value, earned in entries.items()
    ]
    return el("mapping", *rows, lowerBound="0", defaultValue="0")


def _interaction(dialect: Dialect, question: Question) -> str:
    el = dialect.el
    match question.type:
        case QuestionType.NUMBER | QuestionType.TEXT:
            return tag("p", el("textEntryInteraction", responseIdentifier=_RESPONSE))
        case QuestionType.ORDER:
            choices = _choices(dialect, question.options)
            return el("orderInteraction", *choices, responseIdentifier=_RESPONSE, shuffle="true")
        case QuestionType.MATCH:
            return _match(dialect, question)
        case kind:
            options = _TRUTHS if kind is QuestionType.BOOLEAN else question.options
            shuffled = kind is not QuestionType.BOOLEAN and question.shuffle
            return el(
                "choiceInteraction",
                *_choices(dialect, options),
                responseIdentifier=_RESPONSE,
                shuffle="true" if shuffled else "false",
                maxChoices="0" if kind is QuestionType.MULTIPLE else "1",
            )


def _choices(dialect: Dialect, options: Iterable[Option]) -> list[str]:
    return [
        dialect.el("simpleChoice", _inline(option.text), identifier=identifier(option.id))
        for option in options
    ]


def _match(dialect: Dialect, question: Question) -> str:
    el = dialect.el
    sides = (
        [(_left(option.id), option.text, "1") for option in question.lefts],
        [(_right_id(option.id), option.text, "0") for option in question.rights],
    )
    sets = [
        el(
            "simpleMatchSet",
            *(
                el("simpleAssociableChoice", _inline(words), identifier=id, matchMax=most)
                for id, words, most in side
            ),
        )
        for side in sides
    ]
    most = str(len(question.lefts))
    return el(
        "matchInteraction",
        *sets,
        responseIdentifier=_RESPONSE,
        shuffle="true",
        maxAssociations=most,
    )


def _processing(dialect: Dialect, question: Question, key: Key) -> str:
    el = dialect.el
    variable = el("variable", identifier=_RESPONSE)
    correct = el("correct", identifier=_RESPONSE)
    mapped = question.type in (QuestionType.TEXT, QuestionType.MATCH)
    if mapped or key.scoring is not MultipleScoring.ALL_OR_NOTHING:
        earned = el("mapResponse", identifier=_RESPONSE)
        return el("responseProcessing", el("setOutcomeValue", earned, identifier="SCORE"))
    if question.type is QuestionType.NUMBER:
        tolerance = plain_decimal(key.tolerance)
        test = el(
            "equal",
            variable,
            correct,
            toleranceMode="absolute",
            tolerance=f"{tolerance} {tolerance}",
        )
    else:
        test = el("match", variable, correct)
    points = el("baseValue", plain_decimal(question.points), baseType="float")
    rule = el("responseIf", test, el("setOutcomeValue", points, identifier="SCORE"))
    return el("responseProcessing", el("responseCondition", rule))


def _outcome(dialect: Dialect, name: str, default: str | None, most: str | None = None) -> str:
    el = dialect.el
    value = el("defaultValue", el("value", default)) if default is not None else ""
    base = "identifier" if default is None else "float"
    return el(
        "outcomeDeclaration",
        value,
        identifier=name,
        cardinality="single",
        baseType=base,
        normalMaximum=most,
    )


def _feedback(dialect: Dialect, key: Key) -> list[str]:
    texts = {"explanation": key.explanation, "source": key.source}
    return [
        dialect.el(
            "modalFeedback",
            dialect.el("contentBody", _block(words)) if dialect.new else _block(words),
            outcomeIdentifier="FEEDBACK",
            showHide="show",
            identifier=name,
        )
        for name, words in texts.items()
        if words
    ]


def _image(question: Question) -> str:
    image = question.image
    return tag("p", tag("img", src=image.file, alt=image.alt)) if image else ""


def _block(words: str) -> str:
    return tag("p", text(words).replace("\n", "\n<br/>"), class_=VERBATIM)


def _inline(words: str) -> str:
    """Write an option plainly unless blanks or marks of Markdown in it must be kept."""
    return text(words) if _PLAIN.fullmatch(words) and "_" not in words else _block(words)


def _left(id: str) -> str:
    return f"L_{id}"


def _right_id(id: str) -> str:
    return f"R_{id}"
