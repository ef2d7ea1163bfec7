"""Changes that touch people who have begun, by a table."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.contest_dangers import ContestFacts, Danger, DangerKind, RoundFacts, dangers

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ONE = RoundFacts(NOON, NOON + HOUR, 1)
TWO = RoundFacts(NOON + 2 * HOUR, NOON + 3 * HOUR, 1)
BEFORE = ContestFacts("Cuộc thi", "Mô tả", "Một giải", (ONE, TWO))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (BEFORE, []),
        (replace(BEFORE, title="Khác"), [Danger(DangerKind.TITLE)]),
        (replace(BEFORE, description=""), [Danger(DangerKind.DESCRIPTION)]),
        (replace(BEFORE, prizes="Hai giải"), [Danger(DangerKind.PRIZES)]),
        (
            replace(BEFORE, rounds=(replace(ONE, closes_at=ONE.closes_at + HOUR), TWO)),
            [Danger(DangerKind.CLOSES_LATER, 1)],
        ),
        (
            replace(BEFORE, rounds=(ONE, replace(TWO, closes_at=TWO.closes_at - HOUR / 2))),
            [Danger(DangerKind.CLOSES_EARLIER, 2)],
        ),
        (
            replace(BEFORE, rounds=(ONE, replace(TWO, opens_at=NOON + HOUR, bank_version_id=2))),
            [Danger(DangerKind.OPENS_OTHERWISE, 2), Danger(DangerKind.OTHER_BANK, 2)],
        ),
        (replace(BEFORE, rounds=(ONE,)), [Danger(DangerKind.CANCELLED, 2)]),
        (replace(BEFORE, rounds=(ONE, TWO, TWO)), [Danger(DangerKind.ADDED, 3)]),
        (
            replace(BEFORE, title="Khác", rounds=(ONE,)),
            [Danger(DangerKind.TITLE), Danger(DangerKind.CANCELLED, 2)],
        ),
    ],
)
def test_every_change_that_people_feel_is_found(
    after: ContestFacts, expected: list[Danger]
) -> None:
    assert list(dangers(BEFORE, after)) == expected
