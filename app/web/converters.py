"""Numbers in addresses: only those that a column can hold; every other address is not there."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter

DIGITS = 9
"""Fewer than the largest INTEGER of PostgreSQL has, which refuses to look for a larger one."""


class BoundedInteger(IntegerConverter):
    """`<int:…>` as everywhere in Flask, but of at most `DIGITS` digits."""

    regex = rf"[0-9]{{1,{DIGITS}}}"


def init_app(app: Flask) -> None:
    """Let every `<int:…>` of every face be bounded; called before a rule is added."""
    app.url_map.converters["int"] = BoundedInteger
