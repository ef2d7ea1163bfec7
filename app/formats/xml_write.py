"""Small pieces for writing XML by hand: texts escaped, names ours."""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape, quoteattr

HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


def tag(name: str, *inside: str, **attributes: str | None) -> str:
    """Return an element around markup that is written already; None leaves an attribute out.

    An underscore in the name of an attribute stands for a dash, two for a colon; one at the
    end is dropped.
    """
    given = "".join(
        f" {_name(key)}={quoteattr(value)}"
        for key, value in attributes.items()
        if value is not None
    )
    content = "".join(inside)
    return f"<{name}{given}>{content}</{name}>" if content else f"<{name}{given}/>"


def text(value: str) -> str:
    """Return a text as XML content."""
    return escape(value)


def _name(key: str) -> str:
    return key.rstrip("_").replace("__", ":").replace("_", "-")
