"""Numbers in addresses: only those that a column can hold; every other address is not there."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1
"""The largest INTEGER of PostgreSQL, which refuses to look for a larger one."""


class BoundedInteger(IntegerConverter):
    """`<int:…>` as everywhere in Flask, but never beyond `LARGEST`, and never longer to read."""

    regex = r"[0-9]{1,10}"

    def __init__(self, map: Map, *args: Any, **given: Any) -> None:
        super().__init__(map, *args, **{"max": LARGEST, **given})


def init_app(app: Flask) -> None:
    """Let every `<int:…>` of every face be bounded; called before a rule is added."""
    app.url_map.converters["int"] = BoundedInteger
