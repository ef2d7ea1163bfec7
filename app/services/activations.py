"""One-time codes: the only way to a password for people from lists, and after a reset."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy.orm import Session

from app.domain.activation_codes import digest, new_code, read_code
from app.domain.errors import ConsentRequired, PhoneInvalid, SignInFailed
from app.domain.phones import normalise
from app.services import passwords, people
from app.services.identities import SignedIn, signed_in
from app.services.person_views import PersonView
from app.services.registering import CONSENT_PURPOSE, CONSENT_VERSION
from app.services.transactions import end_reading, writing
from app.storage import accounts, rosters
from app.storage import activations as storage
from app.storage import people as people_storage
from app.storage.accounts import AccountFacts
from app.storage.activations import ActivationFacts
from app.storage.rosters import RosterFacts
from app.storage.tables import Consent

LASTS = timedelta(days=30)
_NOBODY = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """Whose account a code opens; `roster` where a list brought it and consent is asked for."""

    person: PersonView
    roster: RosterFacts | None

    @property
    def asks_consent(self) -> bool:
        """Whether the person has not agreed to anything yet."""
        return not any(one.withdrawn_at is None for one in self.person.consents)


def issue(
    session: Session,
    account_ids: Iterable[int],
    *,
    by: int | None,
    now: datetime,
    below: Callable[[int], int] = secrets.randbelow,
) -> dict[int, str]:
    """New codes within the caller's transaction, by account; earlier ones end.

    Only a keyed hash is kept: what is returned is to be handed over and forgotten.
    """
    codes = {account_id: new_code(below) for account_id in account_ids}
    secret = current_app.config["SECRET_KEY"]
    rows = [
        {
            "account_id": account_id,
            "code_hash": digest(code, account_id=account_id, secret=secret),
            "created_at": now,
            "created_by": by,
            "expires_at": now + LASTS,
        }
        for account_id, code in codes.items()
    ]
    storage.put_codes(session, rows)
    return codes


def look(*, phone: str, code: str, now: datetime) -> Offer:
    """Whose account phone and code open; raises `SignInFailed` whichever is wrong.

    A code has 60 bits: it cannot be guessed over the network, so wrong ones are not
    counted, and nobody can use up somebody else's tries.
    """
    account = _account(_right(phone, code, now))
    brought = rosters.find_roster_of(account.person_id)
    roster = brought[0] if brought and brought[1] is None else None
    return Offer(people.get_person(account.person_id), roster)


def activate(*, phone: str, code: str, password: str, consent: bool, now: datetime) -> SignedIn:
    """Set a password with a code, which is used up; every earlier sign-in ends.

    Raises `SignInFailed`, `PasswordTooWeak`, and `ConsentRequired` where the person
    has not agreed before and does not now.
    """
    facts = _right(phone, code, now)
    account = _account(facts)
    asked = look(phone=phone, code=code, now=now).asks_consent
    if asked and consent is not True:
        raise ConsentRequired()
    passwords.refuse_weak(password, phone=account.phone or "", full_name=account.full_name)
    end_reading()
    new_hash = passwords.hash_password(password)
    with writing() as session:
        # The account is held first, as on forgetting: of two at once, one finds it changed.
        if not accounts.change_password(session, account.account_id, account.epoch, new_hash):
            raise SignInFailed()
        if not storage.use_code(session, facts.account_id, facts.code_hash):
            raise SignInFailed()
        rosters.mark_activated(session, account.person_id, now)
        if asked:
            people_storage.add_consent(
                session,
                Consent(
                    person_id=account.person_id,
                    version=CONSENT_VERSION,
                    purpose=CONSENT_PURPOSE,
                    given_at=now,
                ),
            )
    return signed_in(account._replace(epoch=account.epoch + 1))


def decline(*, phone: str, code: str, now: datetime) -> None:
    """Take away all that a list brought of a person who does not agree.

    Raises `SignInFailed`, also for an account whose owner has agreed before.
    """
    offer = look(phone=phone, code=code, now=now)
    if offer.roster is None:
        raise SignInFailed()
    with writing() as session:
        rosters.forget_people(session, [offer.person.id], now, passwords.NEVER)


def _right(phone: str, code: str, now: datetime) -> ActivationFacts:
    facts = _find(phone)
    typed = read_code(code) or ""
    secret = current_app.config["SECRET_KEY"]
    # As much work for an unknown phone as for a known one.
    made = digest(typed, account_id=facts.account_id if facts else _NOBODY, secret=secret)
    same = secrets.compare_digest(made, facts.code_hash if facts else "")
    if facts is None or not typed or not same or now >= facts.expires_at:
        raise SignInFailed()
    return facts


def _find(phone: str) -> ActivationFacts | None:
    try:
        return storage.find_code(normalise(phone))
    except PhoneInvalid:
        return None


def _account(facts: ActivationFacts) -> AccountFacts:
    account = accounts.find_account(facts.account_id)
    if account is None or account.disabled_at is not None:
        raise SignInFailed()
    return account
