"""What the site is called: read now and then, and never the reason for a failure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from app.services import settings, site
from app.services.settings import SiteSettings
from tests.queries import counted_queries


def test_a_new_site_bears_the_name_of_the_configured_province(app: Flask, now: datetime) -> None:
    assert site.facts(now).name == "Thi Số"
    assert site.facts(now).province_name == "Tuyên Quang"


def test_many_pages_cost_one_query(app: Flask, now: datetime) -> None:
    with counted_queries() as sent:
        for second in range(9):
            site.facts(now + timedelta(seconds=second))
    assert len(sent) == 1


def test_what_another_process_changed_is_seen_soon(app: Flask, now: datetime) -> None:
    site.facts(now)
    settings.put(SiteSettings(name="Tên mới"), account_id=None, now=now)
    assert site.facts(now).name == "Thi Số"
    assert site.facts(now + site.KEPT_FOR).name == "Tên mới"


def test_what_was_changed_here_is_seen_at_once(app: Flask, now: datetime) -> None:
    site.facts(now)
    new = replace(settings.get(SiteSettings), name="Tên mới", province_name="Lào Cai")
    site.change(new, account_id=None, now=now)
    assert (site.facts(now).name, site.facts(now).province_name) == ("Tên mới", "Lào Cai")


def test_without_a_database_the_last_name_stands(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.change(SiteSettings(name="Tên mới"), account_id=None, now=now)
    site.facts(now)

    def gone(_kind: type) -> None:
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr("app.services.settings.get", gone)
    assert site.facts(now + timedelta(hours=1)).name == "Tên mới"
    assert site.kept_facts().name == "Tên mới"
