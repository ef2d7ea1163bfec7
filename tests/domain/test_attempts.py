"""What an attempt still takes, and which of its entries count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.attempts import (
    SHOWING_BOUND,
    SWEEP_MARGIN,
    ClosedBy,
    Entry,
    JournalState,
    Kept,
    begin_when_shown,
    is_overdue,
    journal_state,
    newest,
    refuse_unless_open,
)
from app.domain.errors import AlreadySubmitted, AttemptClosed

DEADLINE = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
GRACE = timedelta(seconds=10)
MS = timedelta(milliseconds=1)

ENTRIES = st.lists(
    st.builds(
        Entry,
        seq=st.integers(1, 30),
        question=st.integers(0, 5),
        response=st.one_of(st.none(), st.sampled_from("abcd")),
    ),
    unique_by=lambda entry: (entry.seq, entry.question),
)


@pytest.mark.parametrize(
    ("after_deadline", "open_"),
    [
        (timedelta(minutes=-15), True),
        (-MS, True),
        (timedelta(0), True),
        (GRACE - MS, True),
        (GRACE, True),
        (GRACE + MS, False),
        (GRACE + timedelta(seconds=2), False),
    ],
)
def test_answers_are_taken_until_the_last_moment_of_the_grace(
    after_deadline: timedelta, open_: bool
) -> None:
    def ask() -> None:
        refuse_unless_open(
            closed_by=None, deadline_at=DEADLINE, grace=GRACE, now=DEADLINE + after_deadline
        )

    if open_:
        ask()
    else:
        with pytest.raises(AttemptClosed):
            ask()


@pytest.mark.parametrize(
    ("closed_by", "refusal"),
    [(ClosedBy.SUBMISSION, AlreadySubmitted), (ClosedBy.DEADLINE, AttemptClosed)],
)
def test_a_closed_attempt_takes_nothing_even_in_time(
    closed_by: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        refuse_unless_open(
            closed_by=closed_by, deadline_at=DEADLINE, grace=GRACE, now=DEADLINE - GRACE
        )


START = DEADLINE - timedelta(minutes=15)
CLOSING = DEADLINE + timedelta(days=1)


@pytest.mark.parametrize(
    ("after", "closes_at", "moved"),
    [
        (timedelta(0), CLOSING, timedelta(0)),
        (timedelta(seconds=12), CLOSING, timedelta(seconds=12)),
        (SHOWING_BOUND, CLOSING, SHOWING_BOUND),
        (SHOWING_BOUND + MS, CLOSING, None),  # after the bound
        (-MS, CLOSING, None),  # a clock set back
        (timedelta(seconds=12), DEADLINE, timedelta(0)),  # not beyond the closing
        (timedelta(seconds=12), DEADLINE + 5000 * MS, timedelta(seconds=5)),
        (timedelta(seconds=12), DEADLINE - GRACE, timedelta(0)),  # lengthened beyond it: never back
    ],
)
def test_the_time_begins_when_the_paper_is_shown_within_the_bound(
    after: timedelta, closes_at: datetime, moved: timedelta | None
) -> None:
    times = begin_when_shown(
        started_at=START, deadline_at=DEADLINE, closes_at=closes_at, now=START + after
    )
    assert times == (None if moved is None else (START + after, DEADLINE + moved))


def test_a_paper_shown_when_the_time_is_over_changes_nothing() -> None:
    short = START + timedelta(seconds=5)
    times = begin_when_shown(started_at=START, deadline_at=short, closes_at=short, now=short)
    assert times is None


def test_an_attempt_is_closed_by_others_only_after_the_margin() -> None:
    end = DEADLINE + GRACE + SWEEP_MARGIN
    assert not is_overdue(deadline_at=DEADLINE, grace=GRACE, now=end)
    assert is_overdue(deadline_at=DEADLINE, grace=GRACE, now=end + MS)


def test_the_highest_seq_of_a_question_is_its_answer() -> None:
    entries = [Entry(3, 0, "c"), Entry(1, 0, "a"), Entry(2, 1, "b"), Entry(4, 2, None)]
    assert newest(entries) == {0: "c", 1: "b"}


def test_a_cleared_answer_is_no_answer() -> None:
    assert newest([Entry(1, 0, "a"), Entry(2, 0, None)]) == {}


@given(ENTRIES, st.randoms())
def test_the_order_of_arrival_changes_nothing(entries: list[Entry], chance: object) -> None:
    shuffled = sorted(entries, key=lambda entry: hash((entry.seq * 7919, entry.question)))
    assert newest(entries) == newest(shuffled)


@given(ENTRIES)
def test_the_state_agrees_with_the_answers(entries: list[Entry]) -> None:
    state = journal_state(Kept(e.seq, e.question, e.response is not None) for e in entries)
    assert state.answered == len(newest(entries))
    assert state.last_seq == max((entry.seq for entry in entries), default=0)


@given(ENTRIES, st.integers(0, 10))
def test_adding_step_by_step_equals_adding_at_once(entries: list[Entry], cut: int) -> None:
    empty = JournalState(0, {})
    whole = empty.after(entries)
    assert empty.after(entries[:cut]).after(entries[cut:]) == whole
    assert whole.after(entries) == whole
