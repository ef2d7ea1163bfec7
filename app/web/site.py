"""What the site is called, on every page."""

from __future__ import annotations

from flask import Flask

from app.services import site
from app.services.settings import SiteSettings
from app.web.clock import now
from app.wording.places import place_text, province_text


def init_app(app: Flask) -> None:
    """Give templates `site_facts`, `province_text` and `place_text`."""
    app.jinja_env.globals.update(
        site_facts=site_facts, province_text=province_text, place_text=place_text
    )


def site_facts(status: int | None = None) -> SiteSettings:
    """The settings of the site; on a page of a failure (`status`) without the database."""
    if (status or 0) >= 500:
        return site.kept_facts()
    return site.facts(now())
