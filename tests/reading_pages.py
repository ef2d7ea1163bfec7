"""The words and the links of a page, for tests."""

from __future__ import annotations

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    return reader


def words_of(page: str) -> str:
    """All that is read on a page."""
    return "".join(_read(page).words)


def links_of(page: str) -> list[str]:
    """Where its links, pictures and forms lead."""
    return _read(page).links
