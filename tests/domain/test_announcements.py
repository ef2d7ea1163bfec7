"""Where an announcement is in its life follows from its two times."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.domain.announcements import Showing, showing
from tests.conftest import NOW

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("published_at", "until", "expected"),
    [
        (None, None, Showing.DRAFT),
        (None, NOW - HOUR, Showing.DRAFT),
        (NOW + HOUR, None, Showing.SCHEDULED),
        (NOW, None, Showing.SHOWN),
        (NOW - HOUR, NOW + HOUR, Showing.SHOWN),
        (NOW - HOUR, NOW, Showing.OVER),
    ],
)
def test_an_announcement_is_seen_between_its_times(
    published_at: datetime | None, until: datetime | None, expected: Showing
) -> None:
    assert showing(published_at, until, NOW) is expected
