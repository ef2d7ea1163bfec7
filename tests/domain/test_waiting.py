"""The spread of the opening minute."""

from __future__ import annotations

from app.domain.waiting import SPREAD_MS, spread_ms

SECRET = "a secret for tests only"


def spreads(count: int, **changed: object) -> list[int]:
    given = {"secret": SECRET, "contest_id": 1, "round_id": 1, **changed}
    return [spread_ms(person_id=person, **given) for person in range(1, count + 1)]  # type: ignore[arg-type]


def test_nobody_waits_longer_than_the_spread() -> None:
    found = spreads(10_000)
    assert min(found) >= 0
    assert max(found) <= SPREAD_MS == 5000


def test_people_come_evenly_over_the_spread() -> None:
    found = spreads(10_000)
    for second in range(5):
        there = sum(second * 1000 <= one < (second + 1) * 1000 for one in found)
        assert 1850 < there < 2150


def test_a_person_is_asked_to_wait_equally_long_each_time() -> None:
    assert spreads(50) == spreads(50)


def test_another_round_contest_or_secret_spreads_anew() -> None:
    here = spreads(50)
    assert spreads(50, round_id=2) != here
    assert spreads(50, contest_id=2) != here
    assert spreads(50, secret="another secret") != here
