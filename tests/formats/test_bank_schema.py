from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.domain.bank_fields import ANY_QUESTION, WORDS_FIELDS, question_fields
from app.domain.questions import QuestionType
from app.formats.bank_schema import schema, schema_text

FILE = Path(__file__).parents[2] / "questions" / "bank.schema.json"


def _all_objects(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [found for part in node for found in _all_objects(part)]
    if not isinstance(node, dict):
        return []
    own = [node] if "properties" in node and "additionalProperties" in node else []
    return own + [found for part in node.values() for found in _all_objects(part)]


def test_the_schema_file_is_current() -> None:
    assert FILE.read_text(encoding="utf-8") == schema_text()


def test_every_object_with_fields_refuses_all_others() -> None:
    objects = _all_objects(schema())
    assert len(objects) == 1 + 4 + 2 * len(QuestionType)
    assert all(node["additionalProperties"] is False for node in objects)


@pytest.mark.parametrize("kind", QuestionType)
def test_each_type_has_exactly_the_fields_the_checker_knows(kind: QuestionType) -> None:
    definitions = schema()["$defs"]
    question = definitions[f"question-{kind}"]
    fields = question_fields(kind)
    assert set(question["properties"]) == set(fields)
    assert question["required"] == [field.name for field in fields.values() if field.required]
    assert set(definitions[f"words-{kind}"]["properties"]) == set(WORDS_FIELDS[kind])
    assert question["properties"]["type"]["const"] == kind.value


def test_every_reference_has_a_target_and_every_definition_is_used() -> None:
    text = schema_text()
    names = set(schema()["$defs"])
    assert {name for name in names if f'"#/$defs/{name}"' in text} == names
    assert text.count('"$ref"') == sum(text.count(f'"#/$defs/{name}"') for name in names)


def test_every_field_is_explained() -> None:
    for node in _all_objects(schema()):
        for name, field in node["properties"].items():
            assert "description" in field or "$ref" in field or "const" in field, name
    assert len(ANY_QUESTION) > 15
