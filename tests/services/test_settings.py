"""Settings are kept by group, with an entry in the audit for every change."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.domain.errors import InvalidRequest
from app.services import audit, settings
from app.services.settings import LONGEST, ReportHeading, SiteSettings
from app.storage import audit as audit_rows
from app.storage import settings as storage
from tests.factories import an_organiser


def test_before_anybody_has_set_anything_defaults_are_read(app: Flask) -> None:
    assert settings.get(SiteSettings) == SiteSettings()
    assert settings.get(ReportHeading) == ReportHeading()


def test_what_was_set_is_read_again_and_groups_do_not_mix(app: Flask, now: datetime) -> None:
    account_id = an_organiser().account_id
    heading = ReportHeading(issuing_body=" SỞ  NỘI VỤ ", recipients=("Như trên;",))
    kept = settings.put(heading, account_id=account_id, now=now)
    assert kept.issuing_body == "SỞ NỘI VỤ"
    assert settings.get(ReportHeading) == kept
    assert settings.get(SiteSettings) == SiteSettings()
    found = storage.find_setting("report_heading")
    assert found is not None
    assert (found.changed_at, found.changed_by) == (now, account_id)


def test_the_audit_names_the_fields_that_changed_and_nothing_else(
    app: Flask, now: datetime
) -> None:
    settings.put(SiteSettings(name="Hội thi"), account_id=None, now=now)
    later = now + timedelta(minutes=1)
    changed = replace(settings.get(SiteSettings), province_name="Tuyên Quang")
    settings.put(changed, account_id=None, now=later)
    settings.put(changed, account_id=None, now=later)
    entries = list(audit_rows.list_entries())
    assert [(one.act, one.subject, json.loads(one.detail)) for one in entries] == [
        ("settings.change", "settings/site", {"fields": ["name"]}),
        ("settings.change", "settings/site", {"fields": ["province_name"]}),
    ]
    assert audit.find_broken_link() is None


def test_a_refused_value_changes_nothing(app: Flask, now: datetime) -> None:
    with pytest.raises(InvalidRequest):
        settings.put(SiteSettings(name="x" * (LONGEST + 1)), account_id=None, now=now)
    assert settings.get(SiteSettings) == SiteSettings()
    assert list(audit_rows.list_entries()) == []
