"""Who is served when not everybody can be."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.admission import Kind, Strain, admits, retry_after, strain_of

BUSY = st.dictionaries(st.sampled_from(Kind), st.integers(0, 40))


@pytest.mark.parametrize(
    ("milliseconds", "strain"),
    [(0, Strain.CALM), (149, Strain.CALM), (150, Strain.BUSY), (599, Strain.BUSY),
     (600, Strain.SEVERE), (9_000, Strain.SEVERE)],
)  # fmt: skip
def test_strain_is_how_long_a_save_takes(milliseconds: int, strain: Strain) -> None:
    assert strain_of(timedelta(milliseconds=milliseconds)) is strain


@pytest.mark.parametrize(
    ("kind", "busy", "strain", "admitted"),
    [
        (Kind.HEAVY, {}, Strain.CALM, True),
        (Kind.HEAVY, {Kind.HEAVY: 1}, Strain.CALM, True),
        (Kind.HEAVY, {Kind.HEAVY: 2}, Strain.CALM, False),
        (Kind.HEAVY, {}, Strain.BUSY, False),
        (Kind.READING, {Kind.HEAVY: 2, Kind.READING: 2}, Strain.CALM, True),
        (Kind.READING, {Kind.HEAVY: 2, Kind.READING: 3}, Strain.CALM, False),
        (Kind.READING, {Kind.ANSWERING: 8}, Strain.CALM, True),
        (Kind.READING, {Kind.READING: 2}, Strain.BUSY, True),
        (Kind.READING, {Kind.READING: 3}, Strain.BUSY, False),
        (Kind.READING, {}, Strain.SEVERE, True),
        (Kind.READING, {Kind.READING: 1}, Strain.SEVERE, False),
        (Kind.ACTING, {Kind.READING: 5}, Strain.CALM, True),
        (Kind.ACTING, {Kind.READING: 5, Kind.ACTING: 1}, Strain.CALM, False),
        (Kind.ACTING, {Kind.ACTING: 1}, Strain.SEVERE, True),
        (Kind.ACTING, {Kind.ACTING: 2}, Strain.SEVERE, False),
    ],
)
def test_of_eight_threads_each_kind_has_its_share(
    kind: Kind, busy: dict[Kind, int], strain: Strain, admitted: bool
) -> None:
    assert admits(kind, busy, threads=8, strain=strain) is admitted


@given(BUSY, st.integers(1, 64), st.sampled_from(Strain))
def test_an_answer_is_never_turned_away(
    busy: dict[Kind, int], threads: int, strain: Strain
) -> None:
    assert admits(Kind.ANSWERING, busy, threads=threads, strain=strain)


@given(BUSY, st.integers(1, 64), st.sampled_from(Strain))
def test_what_matters_less_is_turned_away_no_later(
    busy: dict[Kind, int], threads: int, strain: Strain
) -> None:
    admitted = [admits(kind, busy, threads=threads, strain=strain) for kind in Kind]
    heavy, reading, acting, _ = admitted
    # More is held below a kind than below a lesser one, but its share is larger too: with
    # nothing of the greater kinds in hand, it is never the greater one that must go.
    if not busy.get(Kind.READING) and not busy.get(Kind.ACTING):
        assert acting >= reading >= heavy


@given(st.sampled_from(Kind), BUSY, st.integers(1, 64))
def test_more_strain_never_lets_more_in(kind: Kind, busy: dict[Kind, int], threads: int) -> None:
    found = [admits(kind, busy, threads=threads, strain=strain) for strain in Strain]
    assert found == sorted(found, reverse=True)


@given(st.sampled_from([Kind.READING, Kind.ACTING]), st.integers(1, 64), st.sampled_from(Strain))
def test_a_server_at_leisure_serves_everybody_but_exports_under_strain(
    kind: Kind, threads: int, strain: Strain
) -> None:
    assert admits(kind, {}, threads=threads, strain=strain)


@given(st.integers(4, 64), st.sampled_from(Strain), BUSY)
def test_a_quarter_of_the_threads_is_always_left_for_answering(
    threads: int, strain: Strain, busy: dict[Kind, int]
) -> None:
    others = sum(count for kind, count in busy.items() if kind is not Kind.ANSWERING)
    if others >= threads * 0.75:
        assert not any(
            admits(kind, busy, threads=threads, strain=strain)
            for kind in Kind
            if kind is Kind.ACTING
        )


def test_who_is_turned_away_is_told_when_to_come_back() -> None:
    assert [retry_after(kind) for kind in (Kind.HEAVY, Kind.READING, Kind.ACTING)] == [30, 5, 3]
