"""Compile the catalogues (default), or extract and merge the sentences of the source."""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

FOLDER = Path(__file__).resolve().parent
APP = FOLDER.parent
LANGUAGES = ("en", "ru")
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}
OPTIONS = {"templates/**.html": {"trimmed": "true", "silent": "false"}}


def po_path(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def read_catalogue(language: str) -> Catalog:
    """The catalogue of a language; empty when there is none yet."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def compile_changed() -> None:
    """Write the .mo beside each .po that is newer."""
    for language in LANGUAGES:
        source = po_path(language)
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with target.open("wb") as file:
            write_mo(file, read_catalogue(language))


def extract() -> Catalog:
    """Every sentence of the source, with the places where it stands."""
    template = Catalog()
    found = extract_from_dir(
        str(APP), method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS, comment_tags=()
    )
    for file, _line, message, comments, context in found:
        template.add(message, None, [(file, 0)], auto_comments=comments, context=context)
    return template


def renew() -> None:
    """Merge the sentences of the source into the catalogues; no guessing of likenesses."""
    template = extract()
    for language in LANGUAGES:
        catalogue = read_catalogue(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=100, sort_output=True, omit_header=False)


if __name__ == "__main__":
    if sys.argv[1:] == ["extract"]:
        renew()
    compile_changed()
