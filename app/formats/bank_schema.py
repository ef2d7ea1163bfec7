"""The JSON Schema of a bank file, made from the very tables the checker uses."""

from __future__ import annotations

import json
from typing import Any, Final

from app.domain.bank_fields import (
    ANSWER,
    BANK,
    ENTRY,
    FEWEST_OPTIONS,
    ID_PATTERN,
    IMAGE,
    LANGUAGE_PATTERN,
    MOST_OPTIONS,
    OPTION,
    OPTION_WORDS,
    PAIR,
    TOPIC,
    WORDS_FIELDS,
    Field,
    Fields,
    Kind,
    question_fields,
)
from app.domain.questions import QuestionType

Schema = dict[str, Any]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_SCALAR: Final = ["string", "number", "boolean"]
"""Text may look like a number or a truth to YAML; here it stays the characters written."""


def schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of a bank file."""
    definitions = {
        "topic": _object(TOPIC),
        "option": _object(OPTION),
        "image": _object(IMAGE),
        "pair": _object(PAIR),
        **{f"words-{kind}": _words(kind) for kind in QuestionType},
        **{f"question-{kind}": _question(kind) for kind in QuestionType},
    }
    bank = _object(BANK)
    bank["properties"]["format"] = {"const": 1, "description": BANK["format"].help}
    bank["properties"]["topics"]["items"] = _ref("topic")
    bank["properties"]["questions"] |= {"minItems": 1, "items": _any_question()}
    return {
        "$schema": _DIALECT,
        "title": "Thi Số – ngân hàng câu hỏi",
        **bank,
        "$defs": definitions,
    }


def schema_text() -> str:
    """Return the schema as the text of questions/bank.schema.json."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _any_question() -> Schema:
    kinds = [kind.value for kind in QuestionType]
    return {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"enum": kinds}},
        "allOf": [_when(kind) for kind in QuestionType],
    }


def _when(kind: QuestionType) -> Schema:
    is_kind = {"properties": {"type": {"const": kind.value}}, "required": ["type"]}
    return {"if": is_kind, "then": _ref(f"question-{kind}")}


def _question(kind: QuestionType) -> Schema:
    question = _object(question_fields(kind))
    properties = question["properties"]
    properties["type"] = {"const": kind.value, "description": properties["type"]["description"]}
    properties["image"] = _ref("image")
    properties["translations"] |= {
        "propertyNames": {"pattern": LANGUAGE_PATTERN},
        "additionalProperties": _ref(f"words-{kind}"),
    }
    _fill_lists(properties, least=FEWEST_OPTIONS)
    return question


def _words(kind: QuestionType) -> Schema:
    words = _object(WORDS_FIELDS[kind])
    properties = words["properties"]
    if "options" in properties:
        properties["options"] |= {
            "propertyNames": {"pattern": ID_PATTERN},
            "additionalProperties": _value(OPTION_WORDS),
            "minProperties": FEWEST_OPTIONS,
            "maxProperties": MOST_OPTIONS,
        }
        words["required"].append("options")
    _fill_lists(properties, least=FEWEST_OPTIONS)
    return words


def _fill_lists(properties: Schema, *, least: int) -> None:
    """Say what the entries of each list are."""
    entries = {
        "options": (_ref("option"), least),
        "pairs": (_ref("pair"), least),
        "items": (_value(ENTRY), least),
        "answers": (_value(ANSWER), 1),
        "extra_right": (_value(ENTRY), 0),
    }
    for name, (entry, fewest) in entries.items():
        if properties.get(name, {}).get("type") == "array":
            properties[name] |= {"items": entry, "minItems": fewest}


def _object(fields: Fields) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [field.name for field in fields.values() if field.required],
        "properties": {field.name: _value(field) for field in fields.values()},
    }


def _value(field: Field) -> Schema:
    described = {"description": field.help}
    match field.kind:
        case Kind.ID:
            return {"type": ["string", "integer"], "pattern": ID_PATTERN, **described}
        case Kind.LANGUAGE:
            return {"type": "string", "pattern": LANGUAGE_PATTERN, **described}
        case Kind.TEXT:
            return {"type": _SCALAR, "minLength": 1, "maxLength": field.longest, **described}
        case Kind.CHOICE:
            return {"enum": list(field.choices), **described}
        case Kind.BOOLEAN:
            return {"type": "boolean", **described}
        case Kind.INTEGER | Kind.DECIMAL:
            return {**_number(field), **described}
        case Kind.LIST:
            return {"type": "array", "maxItems": field.longest, **described}
        case Kind.MAPPING:
            return {"type": "object", **described}


def _number(field: Field) -> Schema:
    limits: Schema = {"type": "integer" if field.kind is Kind.INTEGER else "number"}
    if field.least is not None:
        limits["exclusiveMinimum" if field.above else "minimum"] = field.least
    if field.most is not None:
        limits["maximum"] = field.most
    return limits


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
