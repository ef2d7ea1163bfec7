"""People from lists who register by themselves, perhaps without knowing of the list."""

from __future__ import annotations

from datetime import datetime

from app.services.profiles import Profile
from app.services.transactions import writing
from app.storage import accounts, activations, rosters
from app.storage import people as people_storage
from app.storage.tables import Consent


def claim(
    profile: Profile, *, phone: str, kept_hash: str, consent: Consent, now: datetime
) -> str | None:
    """Give an account that waits for its owner to who registers with its phone.

    Whoever registers says as much of themselves as anybody else who registers, and no
    phone is checked there either; an account with a role is never given away so.
    Returns the person's public id, None when no account waits.
    """
    with writing() as session:
        facts = accounts.find_by_phone(phone)
        if facts is None or facts.roles or not rosters.is_waiting(facts.person_id):
            return None
        if not accounts.change_password(session, facts.account_id, facts.epoch, kept_hash):
            return None
        people_storage.update_person(session, facts.person_id, **profile.columns())
        rosters.mark_activated(session, facts.person_id, now)
        activations.drop_code(session, facts.account_id)
        consent.person_id = facts.person_id
        people_storage.add_consent(session, consent)
        return facts.public_id
