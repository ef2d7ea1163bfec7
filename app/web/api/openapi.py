"""GET /openapi.json: the API described from its routes and its models."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, jsonify
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule

from app.web.access import requires
from app.web.api import bp, replies
from app.web.api.operations import OPERATIONS, Operation

_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
REFERENCE = "#/components/schemas/{model}"
PROBLEM = "application/problem+json"
UNAVAILABLE = 503
"""Any call may meet a database that cannot be reached or written to (with Retry-After)."""


@dataclass(frozen=True, slots=True)
class Call:
    """One method of one route of the API."""

    path: str
    method: str
    rule: Rule
    operation: Operation


@bp.get("/openapi.json")
@requires("view_public")
def describe() -> Response:
    """OpenAPI 3.1 of every route of the API."""
    return jsonify(description())


def description() -> dict[str, Any]:
    """The whole description as plain values."""
    found = list(calls())
    paths: dict[str, dict[str, Any]] = {}
    for call in found:
        paths.setdefault(call.path, {})[call.method] = _operation(call)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Thi Số", "version": "1"},
        "servers": [{"url": bp.url_prefix}],
        "paths": paths,
        "components": {
            "schemas": _schemas(found),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def calls() -> Iterator[Call]:
    """Every described method of every route."""
    for rule in current_app.url_map.iter_rules():
        if rule.endpoint.startswith("api."):
            path = _CONVERTER.sub(r"{\1}", rule.rule.removeprefix(str(bp.url_prefix)))
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                operation = OPERATIONS[rule.endpoint.removeprefix("api.")]
                yield Call(path, method.lower(), rule, operation)


def _operation(call: Call) -> dict[str, Any]:
    operation = call.operation
    view = current_app.view_functions[call.rule.endpoint]
    described: dict[str, Any] = {
        "operationId": call.rule.endpoint.removeprefix("api."),
        "summary": (view.__doc__ or "").strip().splitlines()[0],
        "parameters": [*_path_parameters(call.rule), *_query_parameters(operation)],
        "responses": {str(status): _reply(operation) for status in operation.statuses},
    }
    for status in (*operation.refusals, UNAVAILABLE):
        described["responses"][str(status)] = _content(replies.Problem, PROBLEM)
    if operation.body is not None:
        content = {"application/json": {"schema": _reference(operation.body)}}
        described["requestBody"] = {"required": operation.body_required, "content": content}
    if operation.signed_in:
        described["security"] = [{"token": []}]
    return described


def _path_parameters(rule: Rule) -> Iterator[dict[str, Any]]:
    for name in sorted(rule.arguments):
        kind = "integer" if f"<int:{name}>" in rule.rule else "string"
        yield {"name": name, "in": "path", "required": True, "schema": {"type": kind}}


def _query_parameters(operation: Operation) -> Iterator[dict[str, Any]]:
    for name, kind in operation.query.items():
        yield {"name": name, "in": "query", "schema": {"type": kind}}


def _reply(operation: Operation) -> dict[str, Any]:
    if operation.reply is None:
        return {
            "description": "as described",
            "content": {"application/json": {"schema": {"type": "object"}}},
        }
    return _content(operation.reply, "application/json")


def _content(model: type[BaseModel], media: str) -> dict[str, Any]:
    text = (model.__doc__ or model.__name__).strip().splitlines()[0]
    return {"description": text, "content": {media: {"schema": _reference(model)}}}


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": REFERENCE.format(model=model.__name__)}


def _schemas(found: list[Call]) -> dict[str, Any]:
    models: set[type[BaseModel]] = {replies.Problem}
    for call in found:
        models |= {m for m in (call.operation.reply, call.operation.body) if m is not None}
    ordered = sorted(models, key=lambda model: model.__name__)
    _, schemas = models_json_schema(
        [(model, "validation") for model in ordered], ref_template=REFERENCE
    )
    return dict(schemas["$defs"])
