"""Words that would be markup stay words, whichever way they come into a page."""

from __future__ import annotations

from html import unescape
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from app.web.filters import markdown
from app.web.linked_text import linked
from tests import naughty
from tests.faults.page_forms import look
from tests.reading_pages import links_of, words_of

HARMFUL = ("javascript:", "data:", "vbscript:")


@pytest.mark.parametrize("filter_", [markdown, linked])
@pytest.mark.parametrize("word", [one for one in naughty.MARKUP if one.startswith("<")])
def test_html_in_markdown_is_shown_as_it_was_written(filter_: object, word: str) -> None:
    made = str(filter_(word))  # type: ignore[operator]
    assert look(made).marked == []
    assert word[:12].split(" ")[0] in words_of(made)


@pytest.mark.parametrize("filter_", [markdown, linked])
@pytest.mark.parametrize("word", naughty.ALL)
def test_no_markdown_makes_a_link_that_acts_or_a_picture(filter_: object, word: str) -> None:
    made = str(filter_(word))  # type: ignore[operator]
    assert not [one for one in links_of(made) if unescape(one).strip().lower().startswith(HARMFUL)]
    assert "<img" not in made
    assert look(made).marked == []


@pytest.mark.parametrize("path", ["/receipts", "/join"])
def test_what_is_asked_for_stays_words(client: FlaskClient, path: str) -> None:
    for word in naughty.MARKUP:
        answer = client.get(f"{path}?{urlencode({'code': word})}")
        assert answer.status_code < 500
        assert look(answer.text).marked == []
        assert naughty.ELSEWHERE not in " ".join(links_of(answer.text))
