"""Settings go into JSON and come back, whoever wrote them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidRequest
from app.domain.settings import LONGEST, ReportHeading, SiteSettings, cleaned, from_plain, to_plain

headings = st.builds(
    ReportHeading,
    issuing_body=st.text(),
    number=st.text(),
    recipients=st.lists(st.text()).map(tuple),
)


@given(headings)
def test_settings_come_back_from_json_as_they_were(heading: ReportHeading) -> None:
    stored = json.loads(json.dumps(to_plain(heading)))
    assert from_plain(ReportHeading, stored) == heading


def test_what_an_older_version_stored_is_read_with_defaults_for_the_rest() -> None:
    stored = {"name": "Hội thi", "gone": 1, "province_name": 5, "set_up": "yes"}
    assert from_plain(SiteSettings, stored) == SiteSettings(name="Hội thi")


def test_spaces_empty_lines_and_split_accents_are_mended() -> None:
    heading = ReportHeading(place="  Tuye\u0302n   Quang ", recipients=("", " Lưu:  VT. "))
    assert cleaned(heading).place == "Tuyên Quang"
    assert cleaned(heading).recipients == ("Lưu: VT.",)


def test_every_field_that_is_too_long_is_named() -> None:
    long = "x" * (LONGEST + 1)
    with pytest.raises(InvalidRequest) as refused:
        cleaned(ReportHeading(place=long, recipients=(long,)))
    assert refused.value.errors == (("place", "too_long"), ("recipients", "too_long"))
