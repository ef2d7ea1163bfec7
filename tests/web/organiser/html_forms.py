"""A form as a browser would send it: the values that stand in a page."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from werkzeug.datastructures import MultiDict

Attributes = list[tuple[str, str | None]]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[MultiDict[str, str]] = []
        self._select: str | None = None
        self._first: str | None = None
        self._textarea: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        found: dict[str, Any] = dict(attrs)
        if tag == "form":
            self.forms.append(MultiDict())
        elif tag == "input":
            self._input(found)
        elif tag == "select":
            self._select, self._first = found["name"], None
        elif tag == "option" and self._select:
            value = found.get("value", "")
            self._first = value if self._first is None else self._first
            if "selected" in found:
                self._put(self._select, value)
        elif tag == "textarea":
            self._textarea, self._text = found["name"], ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            if self._select not in self.forms[-1] and self._first is not None:
                self._put(self._select, self._first)
            self._select = None
        elif tag == "textarea" and self._textarea:
            self._put(self._textarea, self._text.removeprefix("\r\n").removeprefix("\n"))
            self._textarea = None

    def _input(self, found: dict[str, Any]) -> None:
        kind = found.get("type", "text")
        sent = "checked" in found or kind not in ("checkbox", "radio", "file", "submit")
        if sent and found.get("name"):
            self._put(found["name"], found.get("value") or "on" * (kind == "checkbox"))

    def _put(self, name: str, value: str) -> None:
        if self.forms:
            self.forms[-1].add(name, value)


def form_in(page: str, *, having: str) -> MultiDict[str, str]:
    """The values of the form that has a field of this name."""
    parser = _Forms()
    parser.feed(page)
    return next(form for form in parser.forms if having in form)
