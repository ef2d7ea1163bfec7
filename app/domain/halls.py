"""Codes by which people in a hall join a contest: short, and hard to misread aloud."""

from __future__ import annotations

from collections.abc import Callable

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0 and O, no 1, I and L, no U: nothing that looks or sounds like another."""
LENGTH = 6


def new_code(below: Callable[[int], int]) -> str:
    """A code of six letters and digits; `below(n)` gives chance numbers from 0 to n - 1."""
    return "".join(ALPHABET[below(len(ALPHABET))] for _ in range(LENGTH))


def read_code(typed: str) -> str | None:
    """A code as people type it, in its one written form; None when it cannot be one."""
    letters = "".join(typed.upper().replace("-", " ").split())
    if len(letters) != LENGTH or any(letter not in ALPHABET for letter in letters):
        return None
    return letters
