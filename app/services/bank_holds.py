"""Banks whose keys a running contest holds: for others they are as if they were not there.

A bank is shared by all organisers until a published contest draws from it. From then on
until the last such round has ended, its questions and keys are read and changed only by
the staff of a contest that draws from it, by whoever has made one of its versions, and by
those who work in every contest.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.domain import contest_staff as rule
from app.domain.errors import NotFound
from app.services import contest_staff
from app.services.identities import SignedIn
from app.storage import contest_staff as storage

NONE: frozenset[str] = frozenset()


def held_from(who: SignedIn, now: datetime) -> frozenset[str]:
    """The banks that are held from somebody now; a query only for those who are not everywhere."""
    own = contest_staff.reach("organise", who)
    if own.slugs is None:
        return NONE
    holdings = [
        one
        for one in storage.list_holdings()
        if rule.is_held(
            published_at=one.published_at,
            closes_at=one.closes_at,
            finalised_at=one.finalised_at,
            now=now,
        )
    ]
    foreign = {one.bank for one in holdings} - {one.bank for one in holdings if one.slug in own}
    return frozenset(foreign - storage.list_banks_made_by(who.account_id)) if foreign else NONE


def held_among(slugs: Iterable[str], account_id: int | None, now: datetime) -> frozenset[str]:
    """Which of some banks are held from an account; from the system itself none is."""
    if account_id is None:
        return NONE
    return held_from(contest_staff.get_who(account_id), now) & frozenset(slugs)


def check(slug: str, account_id: int | None, now: datetime) -> None:
    """Pass a bank that is not held from an account; raises `NotFound`."""
    if held_among((slug,), account_id, now):
        raise NotFound()
