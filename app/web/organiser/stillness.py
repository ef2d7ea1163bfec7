"""A page that leads nowhere: what a preview shows of it must not do anything."""

from __future__ import annotations

import re

from markupsafe import Markup

from app.web.organiser import bp

_GONE = re.compile(
    r"<script\b.*?</script>|<dialog\b.*?</dialog>|<template\b.*?</template>"
    r"|<input type=\"hidden\"[^>]*>|<img class=\"receipt-qr\"[^>]*>",
    re.S,
)
_FORM = re.compile(r"<form\b([^>]*)>")
_KEPT = re.compile(r"\s(?:class|id)=\"[^\"]*\"")
_LINK = re.compile(r"(<a\b[^>]*?)\shref=\"(?!#)[^\"]*\"")
_BUTTON = re.compile(r"<button\b")


@bp.app_template_filter("still")
def still(page: Markup) -> Markup:
    """A part of one of our own pages without scripts, forms and ways elsewhere.

    Links keep only their words (but for those within the page), forms become plain
    boxes, buttons cannot be pressed. Values in the page are escaped already, so that
    no ">" stands inside a tag.
    """
    text = _GONE.sub("", str(page))
    text = _FORM.sub(lambda form: f"<div{''.join(_KEPT.findall(form[1]))}>", text)
    text = _LINK.sub(r"\1", text.replace("</form>", "</div>"))
    return Markup(_BUTTON.sub("<button disabled", text))  # noqa: S704 - a part of our own page
