"""What a password must be before its strength is looked at: long enough, and not one's own name."""

from __future__ import annotations

from app.domain.errors import PasswordTooWeak
from app.domain.phones import local
from app.domain.text import fold, nfc

MIN_LENGTH = 8
MAX_LENGTH = 128
_SHORTEST_WORD = 3
_SECRET_LEFT = 5
"""How many letters and digits must remain once everything known about the person is left out."""


def refuse_unfit(password: str, *, phone: str, full_name: str) -> None:
    """Pass a password of 8 to 128 characters that is more than the person's phone or name.

    `phone` is normalised; both may be empty. Raises `PasswordTooWeak` with the
    reason "short", "long" or "own".
    """
    length = len(nfc(password))
    if length < MIN_LENGTH:
        raise PasswordTooWeak("short")
    if length > MAX_LENGTH:
        raise PasswordTooWeak("long")
    if _is_own(password, own_words(phone, full_name)):
        raise PasswordTooWeak("own")


def own_words(phone: str, full_name: str) -> list[str]:
    """What others may know of a person, without accents, longest first."""
    names = fold(full_name).split()
    words = {"".join(names), *names}
    if phone:
        digits = local(phone)
        words |= {digits, digits[1:], digits[-6:]}
    return sorted((word for word in words if len(word) >= _SHORTEST_WORD), key=len, reverse=True)


def _is_own(password: str, words: list[str]) -> bool:
    letters = "".join(letter for letter in fold(password) if letter.isalnum())
    left = letters
    for word in words:
        left = left.replace(word, "")
    return left != letters and len(left) < _SECRET_LEFT
