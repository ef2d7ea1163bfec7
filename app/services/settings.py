"""Settings of the site: one group a dataclass of `app.domain.settings`, one row in the database.

`get(SiteSettings)` gives the group as it is now, with defaults where nobody has set it;
`put(replace(get(SiteSettings), name="…"), account_id=…, now=…)` keeps it and writes to the
audit. A new setting is a new field with a default; a new group is a dataclass and its key
in `KEYS`. Nothing needs a migration for that.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Final, TypeVar

from app.domain.bank_codec import canonical_json
from app.domain.settings import (
    LONGEST,
    LONGEST_TEXT,
    ReportHeading,
    SiteSettings,
    cleaned,
    from_plain,
    to_plain,
)
from app.services import audit
from app.services.transactions import writing
from app.storage import settings as storage

__all__ = ["KEYS", "LONGEST", "LONGEST_TEXT", "ReportHeading", "SiteSettings", "get", "put"]

KEYS: Final[dict[type, str]] = {SiteSettings: "site", ReportHeading: "report_heading"}
"""Under which key each group is kept; never changed, or what was set is lost."""
Value = TypeVar("Value")


def get(kind: type[Value]) -> Value:
    """The settings of a kind, with one query; defaults where nobody has set any."""
    found = storage.find_setting(KEYS[kind])
    return kind() if found is None else from_plain(kind, json.loads(found.value))


def put(value: Value, *, account_id: int | None, now: datetime) -> Value:
    """Keep settings, returned as they are kept; equal ones change nothing.

    The audit names the fields that changed. Raises `InvalidRequest` with
    "too_long" by field.
    """
    clean, key = cleaned(value), KEYS[type(value)]
    with writing() as session:
        before, after = to_plain(get(type(value))), to_plain(clean)
        changed = sorted(name for name in after if after[name] != before[name])
        if changed:
            storage.put_setting(
                session, key, canonical_json(after), changed_at=now, changed_by=account_id
            )
            audit.record(
                session,
                account_id=account_id,
                act="settings.change",
                subject=f"settings/{key}",
                detail={"fields": changed},
                now=now,
            )
    return clean
