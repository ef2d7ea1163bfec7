"""One-time codes."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from app.domain.activation_codes import ALPHABET, LENGTH, digest, new_code, read_code


@given(st.integers(0, 2**32))
def test_a_code_reads_as_it_was_written_however_it_is_typed(seed: int) -> None:
    code = new_code(random.Random(seed).randrange)
    plain = code.replace("-", "")
    assert read_code(code) == plain
    assert read_code(f"  {code.lower().replace('-', ' ')}. ") == plain
    assert len(plain) == LENGTH


def test_letters_that_look_alike_are_not_used() -> None:
    assert not set("01IO") & set(ALPHABET)
    assert len(ALPHABET) ** LENGTH >= 2**60


def test_what_cannot_be_a_code_is_none() -> None:
    for typed in ("", "ABCD-EFGH", "ABCD-EFGH-JKLM-N", "ABCD-EFGH-JKL0", "ABCDEFGHJKLÉ"):
        assert read_code(typed) is None


def test_what_is_kept_depends_on_code_account_and_secret() -> None:
    code = "ABCD-EFGH-JKLM"
    kept = digest(code, account_id=1, secret="one")
    assert digest("abcdefghjklm", account_id=1, secret="one") == kept
    others = {
        digest(code, account_id=2, secret="one"),
        digest(code, account_id=1, secret="two"),
        digest("ABCD-EFGH-JKLN", account_id=1, secret="one"),
    }
    assert len(others | {kept}) == 4
    assert "ABCD" not in kept
