"""Publishing boards: under numbers, and as files."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app

from app.services import published_files, publishing

FORGET_EVERY = timedelta(hours=1)


def publish(now: datetime) -> None:
    """What is due of both, and now and then forget what has been kept long enough.

    How a page looks is the matter of the web, which leaves its renderer with the application.
    """
    publishing.publish_due(now)
    published_files.write_due(now, current_app.extensions["thiso_published_page"])
    forgotten_at = current_app.extensions.get("thiso_published_forgotten")
    if forgotten_at is None or now - forgotten_at >= FORGET_EVERY:
        current_app.extensions["thiso_published_forgotten"] = now
        publishing.forget_old(now)
