"""What a page lets people fill in and follow, and whether words of theirs became markup."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from werkzeug.datastructures import MultiDict

from tests.naughty import MARK


@dataclass(slots=True)
class Form:
    """A form: where it goes and what stands in it; `files` are names of fields for files."""

    action: str
    method: str
    values: MultiDict[str, str] = field(default_factory=MultiDict)
    files: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.marked: list[str] = []
        self.token = ""
        self._select = ""
        self._textarea = ""
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found: dict[str, Any] = dict(attrs)
        if MARK in found:
            self.marked.append(self.get_starttag_text() or tag)
        name, value = found.get("name") or "", found.get("value") or ""
        if tag == "a" and (found.get("href") or "").startswith("/"):
            self.links.append(found["href"])
        elif tag == "meta" and name == "csrf-token":
            self.token = found.get("content") or ""
        elif tag == "form":
            self.forms.append(
                Form(found.get("action") or "", (found.get("method") or "get").lower())
            )
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            if "selected" in found or not self._form.values.get(self._select):
                self._form.values[self._select] = value
        elif tag == "textarea":
            self._textarea, self._text = name, ""
        elif tag in ("input", "button") and name:
            self._input(found.get("type") or "text", name, value)

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea" and self._textarea:
            self._form.values.add(self._textarea, self._text)
            self._textarea = ""

    @property
    def _form(self) -> Form:
        if not self.forms:
            self.forms.append(Form("", "get"))
        return self.forms[-1]

    def _input(self, kind: str, name: str, value: str) -> None:
        if kind == "file":
            self._form.files.append(name)
        else:
            self._form.values.add(name, value or "on" * (kind == "checkbox"))


@dataclass(frozen=True, slots=True)
class Look:
    """`marked` are the tags that words of the naughty list became, `token` that of the session."""

    forms: list[Form]
    links: list[str]
    marked: list[str]
    token: str


def look(page: str) -> Look:
    """Read a page."""
    reader = _Reader()
    reader.feed(page)
    return Look(reader.forms, reader.links, reader.marked, reader.token)
