"""What the rules say of the entries of an answer file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.answer_files import FileEntry, Verdict, admissible, judge, missing_seqs

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
END = START + timedelta(minutes=15)


def entry(seq: int, seconds: float, question: int = 0) -> FileEntry:
    return FileEntry(seq, question, "a", START + timedelta(seconds=seconds))


def verdicts(*entries: FileEntry, saved: tuple[tuple[int, int], ...] = ()) -> list[Verdict]:
    judged = judge(entries, saved=saved, started_at=START, ended_at=END)
    return [one.verdict for one in judged]


@pytest.mark.parametrize(
    ("seconds", "verdict"),
    [
        (-0.001, Verdict.EARLY),
        (0, Verdict.IN_TIME),
        (450, Verdict.IN_TIME),
        (900, Verdict.IN_TIME),
        (900.001, Verdict.LATE),
    ],
)
def test_entries_count_from_the_start_to_the_end(seconds: float, verdict: Verdict) -> None:
    assert verdicts(entry(1, seconds)) == [verdict]


def test_what_the_server_has_is_not_counted_twice() -> None:
    found = verdicts(entry(1, 10), entry(2, 20), saved=((1, 0),))
    assert found == [Verdict.SAVED, Verdict.IN_TIME]


def test_a_number_that_another_phone_gave_to_another_question_is_not_this_answer() -> None:
    assert verdicts(entry(1, 10, question=3), saved=((1, 0),)) == [Verdict.IN_TIME]


def test_time_never_runs_back_while_seqs_go_up() -> None:
    assert verdicts(entry(3, 50), entry(1, 100), entry(2, 90), entry(4, 120)) == [
        Verdict.IN_TIME,  # seq 1 at 100 s
        Verdict.DISORDER,  # seq 2 at 90 s, before seq 1
        Verdict.DISORDER,  # seq 3 at 50 s
        Verdict.IN_TIME,  # seq 4 at 120 s
    ]


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(-100, 1100)), max_size=30))
def test_only_entries_in_time_order_within_the_attempt_are_admissible(
    raw: list[tuple[int, int]],
) -> None:
    entries = [entry(seq, seconds) for seq, seconds in raw]
    counted = admissible(judge(entries, saved=(), started_at=START, ended_at=END))
    assert all(START <= one.made_at <= END for one in counted)
    assert [one.made_at for one in counted] == sorted(one.made_at for one in counted)
    assert [one.seq for one in counted] == sorted(one.seq for one in counted)


@pytest.mark.parametrize(
    ("known", "missing"),
    [
        ([], []),
        ([1, 2, 3], []),
        ([3], [(1, 2)]),
        ([1, 4, 4, 9], [(2, 3), (5, 8)]),
        ([2_000_000_000], [(1, 1_999_999_999)]),
    ],
)
def test_numbers_that_neither_side_has_are_named(
    known: list[int], missing: list[tuple[int, int]]
) -> None:
    assert missing_seqs(known) == missing
