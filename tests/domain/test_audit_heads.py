"""Each kind of tampering with the chain is named, those too that only a published head shows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.audit import START, Entry, digest_of
from app.domain.audit_heads import Damage, Head, examine, read_head
from tests.domain.test_audit import chain


def head_of(entry: Entry) -> Head:
    return Head(entry.number, entry.digest)


def written_anew(entries: list[Entry], place: int) -> list[Entry]:
    """A chain that holds although one of its entries was altered: everything after is new."""
    previous, made = START, []
    for number, entry in enumerate(entries, start=1):
        act = "forged" if number == place else entry.act
        facts = {
            "number": number, "at": entry.at, "account_id": entry.account_id, "act": act,
            "subject": entry.subject, "detail": entry.detail, "previous": previous,
        }  # fmt: skip
        made.append(Entry(**facts, digest=digest_of(**facts)))
        previous = made[-1].digest
    return made


def found(entries: list[Entry], *heads: Head) -> tuple[int, Damage] | None:
    finding = examine(entries, heads)
    return None if finding is None else (finding.number, finding.damage)


def test_an_untouched_chain_agrees_with_its_heads() -> None:
    entries = chain(6)
    assert found(entries, *map(head_of, entries)) is None
    assert found([]) is None


def test_an_altered_entry_is_named() -> None:
    entries = chain(6)
    entries[3] = replace(entries[3], subject="contest 9")
    assert found(entries) == (4, Damage.ALTERED)


def test_a_deleted_entry_is_named() -> None:
    entries = chain(6)
    del entries[3]
    assert found(entries) == (4, Damage.DELETED)


def test_the_first_entry_can_be_missing_too() -> None:
    assert found(chain(3)[1:]) == (1, Damage.DELETED)


def test_entries_that_changed_places_are_named() -> None:
    entries = chain(6)
    third, fifth = entries[2], entries[4]
    entries[2], entries[4] = replace(fifth, number=3), replace(third, number=5)
    assert found(entries) == (3, Damage.MOVED)


def test_entries_cut_off_the_end_show_against_a_published_head() -> None:
    entries = chain(6)
    assert found(entries[:4]) is None
    finding = examine(entries[:4], [head_of(entries[1]), head_of(entries[5])])
    assert finding is not None
    assert (finding.number, finding.damage, finding.after) == (5, Damage.TRUNCATED, 2)
    assert finding.head == head_of(entries[5])


def test_a_chain_written_anew_shows_against_a_published_head() -> None:
    entries = chain(6)
    forged = written_anew(entries, 4)
    assert found(forged) is None
    finding = examine(forged, [head_of(entries[2]), head_of(entries[4])])
    assert finding is not None
    assert (finding.number, finding.damage, finding.after) == (5, Damage.REWRITTEN, 3)


def test_an_emptied_chain_shows_against_any_head() -> None:
    assert found([], head_of(chain(1)[0])) == (1, Damage.TRUNCATED)


@given(st.integers(1, 8), st.data())
def test_whatever_is_cut_off_behind_a_head_shows(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    seen = data.draw(st.integers(1, length))
    left = data.draw(st.integers(0, length))
    expected = (left + 1, Damage.TRUNCATED) if left < seen else None
    assert found(entries[:left], head_of(entries[seen - 1])) == expected


def test_a_head_as_printed_is_read_again_and_still_shows() -> None:
    entries = chain(6)
    short = read_head(head_of(entries[5]).short)
    assert short is not None
    assert found(entries, short) is None
    assert found(written_anew(entries, 2), short) == (6, Damage.REWRITTEN)


@pytest.mark.parametrize(
    "text", ["", "5", "5:", "x:abcdef123456", "5:xyz", "5:abc", "-5:" + "a" * 12]
)
def test_what_is_no_head_is_not_taken_for_one(text: str) -> None:
    assert read_head(text) is None
