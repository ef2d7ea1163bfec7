"""Texts that people write into forms, made clean before they are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from app.domain.errors import InvalidRequest
from app.domain.text import collapse_spaces, nfc, without_hidden

T = TypeVar("T")
LONGEST_LINK = 500


class Fields:
    """Reads fields one after another and refuses for all that are wrong."""

    def __init__(self) -> None:
        self._errors: list[tuple[str, str]] = []

    def line(self, name: str, text: str, longest: int, *, needed: bool = True) -> str:
        """One line of text with single spaces."""
        return self._checked(name, collapse_spaces(_clean(text)), longest, needed)

    def text(self, name: str, text: str, longest: int, *, needed: bool = True) -> str:
        """Several lines of text."""
        return self._checked(name, _clean(text).strip(), longest, needed)

    def link(self, name: str, address: str) -> str | None:
        """A complete https address, None when left empty."""
        address = address.strip()
        if not address:
            return None
        if not is_safe_link(address):
            self.refuse(name, "link")
        return address

    def read(self, name: str, reading: Callable[[], T], otherwise: T) -> T:
        """What `reading` returns; its `ValueError` names what is wrong."""
        try:
            return reading()
        except ValueError as error:
            self.refuse(name, str(error))
            return otherwise

    def refuse(self, name: str, code: str) -> None:
        """Note what is wrong with a field."""
        self._errors.append((name, code))

    def refuse_if_any(self) -> None:
        """Raise `InvalidRequest` with every field at fault."""
        if self._errors:
            raise InvalidRequest(tuple(self._errors))

    def _checked(self, name: str, text: str, longest: int, needed: bool) -> str:
        if needed and not text:
            self.refuse(name, "missing")
        if len(text) > longest:
            self.refuse(name, "too_long")
        return text


def _clean(text: str) -> str:
    return nfc(without_hidden(text))


def is_safe_link(address: str) -> bool:
    """Whether an address is a whole https address of a named host, without a login in it."""
    if len(address) > LONGEST_LINK or any(sign.isspace() or ord(sign) < 32 for sign in address):
        return False
    if "\\" in address:
        return False
    try:
        parts = urlsplit(address)
        host, login = parts.hostname, parts.username or parts.password
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        return False
    return parts.scheme == "https" and bool(host) and "." in (host or "") and login is None
