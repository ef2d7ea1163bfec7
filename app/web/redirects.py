"""Where to go next: only to a page of this site, whatever the address bar says."""

from __future__ import annotations

LONGEST = 2000
_FIRST_PRINTABLE = " "


def safe_target(raw: str | None, default: str) -> str:
    """`raw` when it is a path of this site, else `default`.

    Browsers read "//", and a backslash as a slash, as the beginning of another
    host, and leave out tabs and line breaks: none of these gets through.
    """
    if not raw or len(raw) > LONGEST or not raw.startswith("/") or raw.startswith("//"):
        return default
    if "\\" in raw or any(sign <= _FIRST_PRINTABLE or sign == "\x7f" for sign in raw):
        return default
    return raw
