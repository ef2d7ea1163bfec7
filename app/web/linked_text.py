"""Markdown with links, for texts of organisers that everybody reads."""

from __future__ import annotations

from urllib.parse import urlsplit

import nh3
from flask import Flask
from flask_babel import format_decimal
from markdown_it import MarkdownIt
from markupsafe import Markup

_MARKDOWN = MarkdownIt("zero", {"html": False}).enable(
    ["emphasis", "backticks", "list", "newline", "escape", "entity", "link", "autolink"]
)
MEGABYTE = 1_000_000
_TAGS = {"p", "em", "strong", "code", "ul", "ol", "li", "br", "a"}


def init_app(app: Flask) -> None:
    """Register the filter `md_links`."""
    app.add_template_filter(linked, "md_links")
    app.add_template_filter(host_of)
    app.add_template_filter(file_size)


def host_of(link: str) -> str:
    """The name of the site that a link leads to."""
    return (urlsplit(link).hostname or "").removeprefix("www.")


def file_size(size: int) -> str:
    """Bytes as people say them: 240 KB, 3,5 MB."""
    if size < MEGABYTE:
        return f"{format_decimal(max(1, round(size / 1000)))} KB"
    return f"{format_decimal(round(size / MEGABYTE, 1))} MB"


def linked(text: str | None) -> Markup:
    """Safe Markdown: bold, italic, code, lists, links to https addresses; HTML stays text."""
    clean = nh3.clean(
        _MARKDOWN.render(text or ""),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "tel", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(clean)  # noqa: S704 - sanitised just above
