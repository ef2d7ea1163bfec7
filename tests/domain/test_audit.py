"""The audit chain shows the first entry that was altered, lost or moved."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.audit import START, Entry, digest_of, find_broken

AT = datetime(2026, 11, 24, 2, 0, 0, 5, tzinfo=UTC)


def chain(length: int) -> list[Entry]:
    entries: list[Entry] = []
    for number in range(1, length + 1):
        facts: dict[str, Any] = {
            "number": number,
            "at": AT + timedelta(seconds=number),
            "account_id": 7,
            "act": "contest.publish",
            "subject": f"contest {number}",
            "detail": "{}",
            "previous": entries[-1].digest if entries else START,
        }
        entries.append(Entry(**facts, digest=digest_of(**facts)))
    return entries


def test_an_untouched_chain_holds() -> None:
    assert find_broken([]) is None
    assert find_broken(chain(5)) is None


CHANGES = [
    {"at": AT},
    {"account_id": 8},
    {"account_id": None},
    {"act": "contest.finalise"},
    {"subject": "contest 9"},
    {"detail": '{"a":1}'},
    {"previous": START},
    {"digest": "f" * 64},
]


@pytest.mark.parametrize("change", CHANGES, ids=[next(iter(change)) for change in CHANGES])
def test_an_altered_entry_is_named(change: dict[str, Any]) -> None:
    entries = chain(5)
    entries[2] = replace(entries[2], **change)
    assert find_broken(entries) == 3


def test_an_altered_entry_with_a_matching_digest_breaks_the_next() -> None:
    entries = chain(5)
    facts = {
        name: getattr(entries[2], name)
        for name in ("number", "at", "account_id", "act", "subject", "previous")
    }
    forged = digest_of(**facts, detail='{"forged":true}')
    entries[2] = replace(entries[2], detail='{"forged":true}', digest=forged)
    assert find_broken(entries) == 4


@given(st.integers(2, 8), st.data())
def test_a_lost_or_moved_entry_is_noticed(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    lost = data.draw(st.integers(0, length - 2))
    assert find_broken(entries[:lost] + entries[lost + 1 :]) == lost + 1
    moved = list(entries)
    moved[lost], moved[lost + 1] = moved[lost + 1], moved[lost]
    assert find_broken(moved) == lost + 1


def test_the_digest_is_that_of_the_canonical_text_in_utc() -> None:
    text = '[1,"2026-11-24T02:00:00.000005+00:00",null,"xem","Đề","{}","' + START + '"]'
    facts: dict[str, Any] = {
        "number": 1,
        "account_id": None,
        "act": "xem",
        "subject": "Đề",
        "detail": "{}",
        "previous": START,
    }
    expected = hashlib.sha256(text.encode()).hexdigest()
    vietnam = AT.astimezone(timezone(timedelta(hours=7)))
    assert digest_of(at=AT, **facts) == digest_of(at=vietnam, **facts) == expected
