"""People from lists: accounts that wait for their owners, and are forgotten if nobody comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.domain import people_plans
from app.domain.contest_rules import GROUPS
from app.domain.errors import InvalidRequest, NotFound
from app.domain.people_plans import Coming, Plan
from app.domain.rosters import Finder, Table, commune_finder
from app.domain.text import clean_line
from app.services import audit, passwords, roster_drafts, units
from app.services.profiles import name_columns
from app.services.registering import new_public_id
from app.services.roster_drafts import PEOPLE
from app.services.transactions import writing
from app.services.unit_editing import clean_reason
from app.storage import roster_drafts as draft_storage
from app.storage import rosters as storage
from app.storage.constraints import broken_unique
from app.storage.rosters import RosterFacts, Waiting
from app.storage.tables import Roster

__all__ = ["About", "Preview", "RosterFacts", "Waiting"]
KEPT = timedelta(days=60)
"""Whoever has not activated the account by then is forgotten."""
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class About:
    """What the law asks of a list: whose it is, what for; and units for empty cells."""

    source: str
    purpose: str
    commune: str = ""
    organisation: str = ""
    group: str = ""

    def defaults(self) -> dict[str, str]:
        """What stands in for empty cells."""
        return {
            "commune": self.commune,
            "organisation": self.organisation,
            "group": self.group,
        }


@dataclass(frozen=True, slots=True)
class Preview:
    """Who would be added; `digest` names exactly these effects."""

    file_name: str
    table: Table
    about: About
    plan: Plan
    digest: str


def upload(data: bytes, about: About, *, file_name: str, account_id: int, now: datetime) -> str:
    """Read a list and keep it for its preview; returns the token.

    Raises `InvalidRequest`: source, purpose, commune, organisation, group, file.
    """
    about = _checked(about)
    more = {"source": about.source, "purpose": about.purpose, **about.defaults()}
    return roster_drafts.keep(
        data, PEOPLE, file_name=file_name, more=more, account_id=account_id, now=now
    )


def preview(token: str, *, account_id: int) -> Preview:
    """Who an uploaded list would add now; raises `NotFound`."""
    draft = roster_drafts.get(token, (PEOPLE,), account_id=account_id)
    about = About(**draft.more)
    plan = _plan(draft.table, about.defaults())
    return Preview(draft.file_name, draft.table, about, plan, roster_drafts.digest_of(plan))


def confirm(token: str, *, shown: str, account_id: int, now: datetime) -> int | None:
    """Add the people that the preview with the digest `shown` has shown; returns the list's id.

    None when the preview has changed since. Rows with problems, and people who have
    an account, are left out. Raises `NotFound`, also when it was done before.
    """
    draft = roster_drafts.get(token, (PEOPLE,), account_id=account_id)
    about = About(**draft.more)
    try:
        with writing() as session:
            plan = _plan(draft.table, about.defaults())
            if roster_drafts.digest_of(plan) != shown:
                return None
            if not draft_storage.drop_draft(session, token):
                raise NotFound()
            return _add(session, plan, about, draft.file_name, account_id, now)
    except IntegrityError as error:
        if broken_unique(error) != "accounts.phone":
            raise
        return None  # Somebody has registered at this very moment.


def import_now(
    data: bytes, about: About, *, file_name: str, account_id: int | None, now: datetime
) -> tuple[int, Plan]:
    """Add the people of a list at once, rows with problems left out; the list's id.

    Raises `InvalidRequest`.
    """
    about = _checked(about)
    table = roster_drafts.read(data, PEOPLE)
    with writing() as session:
        plan = _plan(table, about.defaults())
        return _add(session, plan, about, file_name, account_id, now), plan


def check(data: bytes, about: About) -> tuple[Table, Plan]:
    """Who a list would add, without keeping anything; raises `InvalidRequest`."""
    table = roster_drafts.read(data, PEOPLE)
    return table, _plan(table, _checked(about).defaults())


def list_rosters() -> list[RosterFacts]:
    """All lists, the newest first."""
    return storage.list_rosters()


def get_roster(roster_id: int) -> RosterFacts:
    """One list; raises `NotFound`."""
    found = storage.find_roster(roster_id)
    if found is None:
        raise NotFound()
    return found


def list_waiting(roster_id: int) -> list[Waiting]:
    """Those of a list who have not activated their accounts, by name."""
    return storage.list_waiting(roster_id)


def forget(roster_id: int, *, account_id: int | None, now: datetime) -> int:
    """Take away everybody of a list who has not activated the account; returns how many.

    Raises `NotFound`.
    """
    get_roster(roster_id)
    with writing() as session:
        waiting = storage.list_waiting(roster_id)
        gone = storage.forget_people(
            session, [one.person_id for one in waiting], now, passwords.NEVER
        )
        if storage.end_roster(session, roster_id, now):
            audit.record(
                session,
                account_id=account_id,
                act="roster.forget",
                subject=f"roster/{roster_id}",
                detail={"people": gone},
                now=now,
            )
    return gone


def forget_overdue(now: datetime) -> int:
    """Forget the lists whose time is over, and old previews; returns how many people went."""
    gone = sum(forget(one, account_id=None, now=now) for one in storage.list_expired(now))
    if draft_storage.has_old_drafts(now - roster_drafts.KEPT):
        with writing() as session:
            draft_storage.drop_old_drafts(session, now - roster_drafts.KEPT)
    return gone


def _checked(about: About) -> About:
    source, purpose = clean_reason(about.source), clean_reason(about.purpose)
    faults = [("source", "missing")] * (not source) + [("purpose", "missing")] * (not purpose)
    if about.commune and units.find_commune(about.commune) is None:
        faults.append(("commune", "unknown"))
    if about.organisation and units.find_organisation(about.organisation) is None:
        faults.append(("organisation", "unknown"))
    if about.group and about.group not in GROUPS:
        faults.append(("group", "unknown"))
    if faults:
        raise InvalidRequest(faults)
    return About(source, purpose, about.commune, about.organisation, about.group)


def _plan(table: Table, defaults: Mapping[str, str]) -> Plan:
    organisations = Finder()
    for one in units.list_organisations():
        organisations.add(one.code, one.name)
    return people_plans.plan(
        table.rows,
        present=storage.list_phones(people_plans.phones_in(table.rows)),
        communes=commune_finder((one.code, one.name) for one in units.list_communes()),
        organisations=organisations,
        defaults=defaults,
    )


def _add(
    session: Session, plan: Plan, about: About, file_name: str, by: int | None, now: datetime
) -> int:
    title = clean_line(file_name)[:LONGEST_TITLE]
    roster_id = storage.add_roster(
        session,
        Roster(
            title=title,
            source=about.source,
            purpose=about.purpose,
            imported_at=now,
            imported_by=by,
            expires_at=now + KEPT,
        ),
    )
    ids = {one.code: one.id for one in units.list_organisations()}
    storage.add_people(
        session, roster_id, [_columns(one, ids) for one in plan.new], now, passwords.NEVER
    )
    audit.record(
        session,
        account_id=by,
        act="roster.import",
        subject=f"roster/{roster_id}",
        detail={
            "file": title,
            "source": about.source,
            "purpose": about.purpose,
            "new": len(plan.new),
            "present": len(plan.present),
            "left_out": len(plan.problems),
        },
        now=now,
    )
    return roster_id


def _columns(one: Coming, ids: Mapping[str, int]) -> dict[str, object]:
    return {
        **name_columns(one.full_name),
        "public_id": new_public_id(),
        "group": one.group,
        "commune_code": one.commune,
        "organisation_id": ids[one.organisation] if one.organisation else None,
        "phone": one.phone,
    }
