"""Nobody is sent to another site by an address that somebody else made."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.redirects import LONGEST, safe_target

BASE = "https://thi.example/sign-in?next=x"

HOSTILE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "/\n/evil.example/",
    "\t//evil.example/",
    " //evil.example/",
    "/ok\r\nSet-Cookie: a=b",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "/" + "a" * LONGEST,
    "",
    None,
]


@pytest.mark.parametrize("raw", HOSTILE)
def test_what_is_no_path_of_this_site_is_left_aside(raw: str | None) -> None:
    assert safe_target(raw, "/default") == "/default"


@pytest.mark.parametrize(
    "raw",
    ["/", "/contests/a", "/contests/a?q=%C4%90%E1%BB%97&offset=50#x", "/a//b", "/a?u=http://b"],
)
def test_a_path_of_this_site_is_kept(raw: str) -> None:
    assert safe_target(raw, "/default") == raw


@given(st.text(alphabet=st.sampled_from("/\\.:@ahtps?#%\t\n\r \x00evil")))
def test_whatever_gets_through_stays_on_this_site(raw: str) -> None:
    # Browsers leave out tabs and line breaks and read a backslash as a slash.
    seen = "".join(sign for sign in safe_target(raw, "/") if sign not in "\t\n\r")
    assert urlsplit(urljoin(BASE, seen.replace("\\", "/"))).netloc == "thi.example"
