"""What the lists of the back office hold: the contests in reach, and the banks not held."""

from __future__ import annotations

from app.services import banks, contests
from app.services.banks import BankView
from app.services.contests import ContestView
from app.web.access import held_banks, reach
from app.web.clock import now


def own_contests(permission: str = "organise", *, drafts: bool = True) -> list[ContestView]:
    """The contests where whoever asks has a permission, in the order of all contests."""
    return reach(permission).only(contests.list_contests(now=now(), drafts=drafts))


def open_banks() -> list[BankView]:
    """The banks that whoever asks may read, by title."""
    held = held_banks()
    return [one for one in banks.list_banks() if one.slug not in held]
