"""English and Russian are complete: every sentence, every placeholder, every plural form."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Message

from app.translations.__main__ import LANGUAGES, extract, read_catalogue

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%%")


def strings(message: Message) -> list[str]:
    """The translated forms of a message."""
    found = message.string
    return list(found) if isinstance(found, tuple) else [str(found)]


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_source_is_translated(language: str) -> None:
    catalogue = read_catalogue(language)
    missing = []
    for message in extract():
        if message.id:
            key = message.id[0] if isinstance(message.id, tuple) else message.id
            found = catalogue.get(key)
            if found is None or found.fuzzy or not all(strings(found)):
                missing.append(key)
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language: str) -> None:
    wrong = []
    for message in read_catalogue(language):
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        wanted = placeholders(ids[-1])
        for text in strings(message):
            # One of a thing may be said without its number.
            if not placeholders(text) <= wanted or (len(ids) == 1 and placeholders(text) != wanted):
                wrong.append((ids[0], text))
    assert wrong == []


@pytest.mark.parametrize(("language", "forms"), [("en", 2), ("ru", 3)])
def test_plurals_have_every_form_of_the_language(language: str, forms: int) -> None:
    counts = {
        len(strings(message))
        for message in read_catalogue(language)
        if isinstance(message.id, tuple)
    }
    assert counts == {forms}
