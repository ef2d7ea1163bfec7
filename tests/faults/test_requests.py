"""Garbage for the API and for every page, a little of it each time."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from tests import naughty
from tests.faults.api_requests import Api
from tests.faults.page_forms import look
from tests.faults.page_requests import Asker, Judge
from tests.faults.scene import Scene, scene


def test_markup_in_a_page_is_seen() -> None:
    assert look(f"<p>{naughty.MARKUP[1]}</p>").marked
    assert not look("<p>&lt;img data-thiso-x src=x&gt;</p>").marked


def test_a_form_is_read_as_a_browser_would_send_it() -> None:
    page = (
        '<form method="post" action="/a"><input name="b" value="c"><textarea name="d">e</textarea>'
        '<select name="f"><option value="1"><option value="2" selected></select>'
        '<input type="file" name="g"></form>'
    )
    (form,) = look(page).forms
    assert (form.action, form.method, form.files) == ("/a", "post", ["g"])
    assert dict(form.values) == {"b": "c", "d": "e", "f": "2"}


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with scene(tmp_path_factory.mktemp("scene")) as made:
        yield made


@pytest.mark.long
def test_the_api_answers_as_it_describes_itself(furnished: Scene) -> None:
    api = Api(furnished)
    api.ask_all(1)
    assert api.faults == {}
    assert {200, 400, 401, 404} <= set(api.statuses)


@pytest.mark.long
def test_no_page_fails_and_no_words_become_markup(furnished: Scene) -> None:
    judge = Judge(furnished)
    asker = Asker(furnished, judge, random.Random(11))
    for _ in range(400):
        asker.step()
    assert judge.faults == {}
    assert {200, 303, 400, 404} <= set(judge.statuses)
