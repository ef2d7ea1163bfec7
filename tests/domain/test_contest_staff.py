"""The role of organiser counts in a contest only for its staff; others count everywhere."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.domain.contest_staff import AFTER_CLOSE, is_held, may
from app.domain.permissions import PERMISSIONS, allows
from tests.conftest import NOW

DAY = timedelta(days=1)


@pytest.mark.parametrize("permission", sorted(PERMISSIONS))
def test_staff_may_what_their_roles_may(permission: str) -> None:
    for role in ("organiser", "arbiter", "administrator", "participant"):
        roles = ("participant", role)
        assert may(permission, roles, is_staff=True) == allows(permission, roles)


@pytest.mark.parametrize("permission", sorted(PERMISSIONS))
def test_an_organiser_elsewhere_may_what_a_participant_may(permission: str) -> None:
    roles = ("participant", "organiser")
    assert may(permission, roles, is_staff=False) == allows(permission, ("participant",))


def test_arbiters_and_administrators_need_not_be_staff() -> None:
    assert may("correct_keys", ("participant", "arbiter"), is_staff=False)
    assert not may("organise", ("participant", "arbiter", "organiser"), is_staff=False)
    assert may("organise", ("participant", "administrator"), is_staff=False)


@pytest.mark.parametrize(
    ("published_at", "closes_at", "finalised_at", "held"),
    [
        (NOW - DAY, NOW + DAY, None, True),
        (None, NOW + DAY, None, False),  # A draft promises nothing to anybody.
        (NOW - DAY, NOW - AFTER_CLOSE + timedelta(seconds=1), None, True),
        (NOW - DAY, NOW - AFTER_CLOSE, None, False),
        (NOW - DAY, NOW + DAY, NOW, False),
    ],
)
def test_keys_are_held_from_publication_until_the_last_answer_is_in(
    published_at: datetime | None, closes_at: datetime, finalised_at: datetime | None, held: bool
) -> None:
    found = is_held(
        published_at=published_at, closes_at=closes_at, finalised_at=finalised_at, now=NOW
    )
    assert found is held
