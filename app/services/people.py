"""People and their rights over their data: to see it, correct it, take it along, delete it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domain.errors import SignInRequired
from app.services import accounts, own_data, passwords, roles
from app.services.identities import Identity, roles_of
from app.services.person_views import ConsentView, PersonView
from app.services.profiles import name_columns, read_profile
from app.services.registering import new_public_id
from app.services.transactions import writing
from app.storage import accounts as account_storage
from app.storage import appeals, device_marks, results
from app.storage import people as storage

__all__ = [
    "ConsentView",
    "PersonView",
    "count_people",
    "delete_own",
    "export_own",
    "get_person",
    "update_profile",
]


def get_person(person_id: int) -> PersonView:
    """One person; raises `NotFound`."""
    facts = storage.get_person(person_id)
    return PersonView(
        id=facts.id,
        public_id=facts.public_id,
        full_name=facts.full_name,
        group=facts.group,
        commune_code=facts.commune_code,
        commune_name=facts.commune_name,
        organisation_code=facts.organisation_code,
        organisation_name=facts.organisation_name,
        phone=facts.phone,
        created_at=facts.created_at,
        consents=tuple(
            ConsentView(one.version, one.purpose, one.given_at, one.withdrawn_at)
            for one in storage.list_consents(person_id)
        ),
        birth_year=facts.birth_year,
    )


def count_people() -> int:
    """People ever registered."""
    return storage.count_people()


def update_profile(
    *,
    identity: Identity,
    full_name: str,
    group: str,
    commune: str,
    organisation: str | None,
    now: datetime,
) -> None:
    """Correct the own name, group and units; boards follow where a contest is not final.

    Raises `SignInRequired`, `InvalidRequest` with every path at fault.
    """
    profile = read_profile(
        full_name=full_name, group=group, commune=commune, organisation=organisation
    )
    with writing() as session:
        account = accounts.get_account(identity)
        before = storage.get_person(account.person_id)
        storage.update_person(session, account.person_id, **profile.columns())
        place = (before.group, before.commune_code, before.organisation_id)
        if place != (profile.group, profile.commune, profile.organisation_id):
            results.mark_pending(session, account.person_id)


def export_own(*, identity: Identity, now: datetime) -> dict[str, Any]:
    """Everything held about the person, as plain JSON values; raises `SignInRequired`."""
    account = accounts.get_account(identity)
    person = get_person(account.person_id)
    return own_data.collect(person=person, roles=roles_of(account), now=now)


def delete_own(*, identity: Identity, password: str, now: datetime) -> None:
    """Empty the own name and phone and end the account; an anonymous result stays.

    Boards stay true because group and units stay. Raises `SignInRequired`, and
    `SignInFailed` for a wrong password.
    """
    account = accounts.get_account(identity)
    accounts.confirm_password(account, password, now)
    with writing() as session:
        if not account_storage.disable(
            session, account.account_id, account.epoch, now, passwords.NEVER
        ):
            raise SignInRequired()
        storage.update_person(
            session,
            account.person_id,
            **name_columns(""),
            public_id=new_public_id(),
            deleted_at=now,
            birth_year=None,
        )
        storage.withdraw_consents(session, account.person_id, now)
        appeals.delete_of_person(session, account.person_id)
        device_marks.delete_of_person(session, account.person_id)
        for role in roles_of(account)[1:]:
            roles.remove_grant(
                session, account_id=account.account_id, role=role, by=account.account_id, now=now
            )
