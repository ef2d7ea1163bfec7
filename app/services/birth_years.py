"""The year of birth: asked only where rules ask for an age, kept only with consent."""

from __future__ import annotations

from datetime import datetime

from app.domain.eligibility import is_likely_year
from app.domain.errors import ConsentRequired, InvalidRequest
from app.services import accounts
from app.services.identities import Identity
from app.services.registering import CONSENT_VERSION
from app.services.transactions import writing
from app.storage import people as storage
from app.storage.tables import Consent

PURPOSE = "birth_year"


def give(*, identity: Identity, birth_year: int | None, consent: bool, now: datetime) -> None:
    """Keep or correct the own year of birth.

    Raises `SignInRequired`, `InvalidRequest` (birth_year: missing or range) and
    `ConsentRequired`.
    """
    account = accounts.get_account(identity)
    if birth_year is None:
        raise InvalidRequest((("birth_year", "missing"),))
    if not is_likely_year(birth_year, now):
        raise InvalidRequest((("birth_year", "range"),))
    if not consent:
        raise ConsentRequired()
    with writing() as session:
        storage.update_person(session, account.person_id, birth_year=birth_year)
        storage.add_consent(
            session,
            Consent(
                person_id=account.person_id,
                version=CONSENT_VERSION,
                purpose=PURPOSE,
                given_at=now,
            ),
        )
