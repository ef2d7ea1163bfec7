"""Who runs a contest: two who work together, and one whose role was taken away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.services import contest_staff, roles
from tests.journeys.furnishing import Furnishing


def pages(furnishing: Furnishing) -> dict[str, str]:
    """The staff of a contest of its own."""
    now = datetime.now(UTC)
    site, by = furnishing.site, furnishing.organiser.who.account_id
    slug = site.contest(opens_in=timedelta(days=2))
    for name in ("Nguyễn Thị Kim Thoa", "Hoàng Văn Lịch"):
        other = site.participant(name)
        account_id = other.who.account_id
        roles.grant_role(account_id=account_id, role="organiser", by=None, now=now)
        contest_staff.add(slug, who=other.phone, account_id=by, now=now)
    roles.revoke_role(account_id=account_id, role="organiser", by=None, now=now)
    return {"organiser.list_staff": f"/organiser/contests/{slug}/staff"}
