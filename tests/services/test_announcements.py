"""Announcements: drafts are nobody's business, published ones are seen for their time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.domain.errors import InvalidRequest, NotFound
from app.services import announcements, audit
from app.services.announcements import Showing
from tests.factories_contests import a_contest

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _database(app: Flask) -> None:
    """Every test here needs one."""


def write(now: datetime, **given: Any) -> int:
    values: dict[str, Any] = {
        "title": "Gia hạn đợt 1",
        "text": "Đợt 1 mở thêm *hai ngày*.",
        "contest": None,
        "pinned": False,
        "published_at": now,
        "until": None,
        **given,
    }
    return announcements.create_announcement(**values, account_id=None, now=now)


def shown(now: datetime, **narrowed: Any) -> list[str]:
    return [one.title for one in announcements.list_shown(now=now, limit=10, **narrowed)]


def test_only_what_is_published_and_not_over_is_seen(now: datetime) -> None:
    write(now, title="nháp", published_at=None)
    write(now, title="mai", published_at=now + HOUR)
    write(now, title="nay", until=now + HOUR)
    assert shown(now) == ["nay"]
    assert shown(now + HOUR) == ["mai"]


def test_pinned_ones_come_first_then_the_newest(now: datetime) -> None:
    write(now, title="cũ", published_at=now - 2 * HOUR)
    write(now, title="mới", published_at=now - HOUR)
    write(now, title="ghim", published_at=now - 3 * HOUR, pinned=True)
    assert shown(now) == ["ghim", "mới", "cũ"]


def test_those_of_a_contest_are_found_by_it(now: datetime) -> None:
    a_contest("mot")
    write(now, title="chung")
    write(now, title="riêng", contest="mot")
    of_contest = next(one for one in announcements.list_announcements() if one.contest_slug)
    assert shown(now, contest_id=of_contest.contest_id) == ["riêng"]
    assert (of_contest.contest_slug, of_contest.contest_open) == ("mot", True)


def test_publishing_withdrawing_and_deleting(now: datetime) -> None:
    one = write(now, published_at=None, until=now - HOUR)
    with pytest.raises(NotFound):
        announcements.get_shown(one, now=now)
    announcements.publish_announcement(one, account_id=None, now=now)
    assert announcements.get_shown(one, now=now).until is None
    announcements.withdraw_announcement(one, account_id=None, now=now)
    facts = announcements.get_announcement(one)
    assert announcements.showing_of(facts, now=now) is Showing.DRAFT
    announcements.delete_announcement(one, account_id=None, now=now)
    for act in (announcements.publish_announcement, announcements.delete_announcement):
        with pytest.raises(NotFound):
            act(one, account_id=None, now=now)
    assert audit.find_broken_link() is None


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_kept(now: datetime) -> None:
    with pytest.raises(InvalidRequest) as refused:
        write(now, title=" ", text="x" * 20_001, contest="no-such", until=now)
    assert dict(refused.value.errors) == {
        "title": "missing",
        "text": "too_long",
        "contest": "unknown",
        "until": "after_start",
    }
    assert announcements.list_announcements() == []


def test_texts_are_kept_composed_and_without_hidden_signs(now: datetime) -> None:
    one = write(now, title="Thông ba\u0301o\u202e\x07  mới")
    assert announcements.get_announcement(one).title == "Thông báo mới"
