"""Which background work is about one contest, and what its owner must be allowed there.

Work waits in a queue and its answer is kept for days: whoever asked for it may have been
taken off the staff meanwhile. So it is asked again when the work begins and when its
answer is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.services import contest_staff

PERMISSIONS: Mapping[str, tuple[str, ...]] = {
    "certificates.issue": ("organise",),
    "certificates.print": ("organise",),
    "certificates.review": ("organise",),
    "correction.try": ("correct_keys",),
    "evidence.look": ("watch_evidence",),
    "evidence.write": ("organise",),
    "report.create": ("organise",),
    "statistics.derive": ("correct_keys",),
}
"""By kind of work, as the page that begins it asks; `params["slug"]` names the contest."""


def permissions_of(kind: str) -> tuple[str, ...]:
    """What somebody must be allowed in the contest of this work; () when it is about none."""
    return PERMISSIONS.get(kind, ())


def check(kind: str, params: Mapping[str, Any], account_id: int | None) -> None:
    """Pass work whose owner may still do it; raises `NotFound`."""
    asked = permissions_of(kind)
    if asked:
        contest_staff.check_account(account_id, asked, str(params["slug"]))
