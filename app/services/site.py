"""What the site is called and whom to ask, for every page, at the price of hardly any query."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from app.services import provinces, settings
from app.services.settings import SiteSettings

KEPT_FOR = timedelta(seconds=10)
"""How old what another process has changed may be."""
_KEY = "thiso_site"


@dataclass(frozen=True, slots=True)
class _Kept:
    settings: SiteSettings
    until: datetime


def facts(now: datetime) -> SiteSettings:
    """The settings of the site, read again after `KEPT_FOR`; its province is never empty.

    Without a database it is what was read last: no page fails for its heading.
    """
    kept = current_app.extensions.get(_KEY)
    if isinstance(kept, _Kept) and now < kept.until <= now + KEPT_FOR:
        return kept.settings
    try:
        found = _with_province(settings.get(SiteSettings))
    except SQLAlchemyError:
        return kept_facts()
    current_app.extensions[_KEY] = _Kept(found, now + KEPT_FOR)
    return found


def kept_facts() -> SiteSettings:
    """What was read last, however old, without the database; defaults before the first reading."""
    kept = current_app.extensions.get(_KEY)
    return kept.settings if isinstance(kept, _Kept) else _with_province(SiteSettings())


def change(new: SiteSettings, *, account_id: int | None, now: datetime) -> None:
    """Keep new settings of the site. Raises `InvalidRequest` with "too_long" by field."""
    settings.put(new, account_id=account_id, now=now)
    current_app.extensions.pop(_KEY, None)


def _with_province(found: SiteSettings) -> SiteSettings:
    name = found.name or SiteSettings().name
    province = found.province_name or provinces.name_of(
        current_app.config["SETTINGS"].province_code
    )
    return replace(found, name=name, province_name=province or "")
