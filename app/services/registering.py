"""New people: those who register themselves, and those whom an organiser adds."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from app.domain.errors import ConsentRequired, InvalidRequest
from app.domain.phones import normalise
from app.services import limits, passwords, roles, roster_claims
from app.services.identities import SignedIn, signed_in
from app.services.limits import STRANGER, Asker
from app.services.profiles import Checks, Profile, read_profile
from app.services.transactions import end_reading, writing
from app.storage import accounts as storage
from app.storage.constraints import broken_unique
from app.storage.tables import Account, Consent, Person

CONSENT_VERSION = "2026-01"
CONSENT_PURPOSE = "contest"
_PHONE = "accounts.phone"


@dataclass(frozen=True, slots=True)
class Registered:
    """The person as registered; of a known phone only a likeness that nobody can tell apart.

    `kept` is false for a likeness, and nobody who asks may be told.
    """

    public_id: str
    full_name: str
    group: str
    commune: str
    organisation: str | None
    kept: bool


def register(
    *,
    phone: str,
    password: str,
    full_name: str,
    commune: str,
    organisation: str | None,
    group: str,
    consent: bool,
    now: datetime,
    asker: Asker = STRANGER,
) -> Registered:
    """Keep a new person with account and consent; a phone already known changes nothing.

    Raises `ConsentRequired`, `PhoneInvalid`, `PasswordTooWeak` when that alone is
    wrong, else `InvalidRequest` with every path at fault; `TooManyRequests`.
    """
    limits.begin_registration(asker, now)
    checks = Checks()
    profile = checks.run(
        lambda: read_profile(
            full_name=full_name, group=group, commune=commune, organisation=organisation
        )
    )
    checks.run(lambda: _check_consent(consent))
    number = checks.run(lambda: normalise(phone))
    checks.run(lambda: passwords.refuse_weak(password, phone=number or "", full_name=full_name))
    checks.refuse_if_any()
    assert profile is not None and number is not None  # noqa: S101 - or it was refused above
    public_id, kept = _keep_or_pretend(profile, number, password, now)
    return Registered(
        public_id, profile.full_name, profile.group, profile.commune, profile.organisation, kept
    )


def _keep_or_pretend(
    profile: Profile, phone: str, password: str, now: datetime
) -> tuple[str, bool]:
    end_reading()
    kept_hash = passwords.hash_password(password)
    account = _account(profile, phone, kept_hash, now)
    public_id = account.person.public_id
    consent = Consent(version=CONSENT_VERSION, purpose=CONSENT_PURPOSE, given_at=now)
    try:
        with writing() as session:
            storage.add_account(session, account, [consent])
    except IntegrityError as error:
        if broken_unique(error) != _PHONE:
            raise
        consent = Consent(version=CONSENT_VERSION, purpose=CONSENT_PURPOSE, given_at=now)
        claimed = roster_claims.claim(
            profile, phone=phone, kept_hash=kept_hash, consent=consent, now=now
        )
        if claimed:
            return claimed, True
        with writing() as session:
            # As long as a real one, or the time would tell which phones are registered.
            storage.touch(session, phone)
        return public_id, False
    return public_id, True


def add_user(
    *,
    phone: str,
    password: str | None,
    full_name: str,
    role: str | None,
    group: str,
    commune: str,
    organisation: str | None = None,
    now: datetime,
    by: int | None = None,
) -> SignedIn:
    """Keep a person whom an organiser (`by`) or the command line adds.

    Without a password the account cannot sign in. Raises as `register` does;
    `InvalidRequest` also for a phone that is taken and for an unknown role.
    """
    checks = Checks()
    profile = checks.run(
        lambda: read_profile(
            full_name=full_name, group=group, commune=commune, organisation=organisation
        )
    )
    number = checks.run(lambda: normalise(phone))
    if role is not None:
        checks.run(lambda: roles.check_role(role))
    if password is not None:
        checks.run(lambda: passwords.refuse_weak(password, phone=number or "", full_name=full_name))
    checks.refuse_if_any()
    assert profile is not None and number is not None  # noqa: S101 - or it was refused above
    end_reading()
    kept_hash = passwords.NEVER if password is None else passwords.hash_password(password)
    account_id = _keep(_account(profile, number, kept_hash, now), role, by, now)
    facts = storage.find_account(account_id)
    assert facts is not None  # noqa: S101 - kept just now
    return signed_in(facts)


def _keep(account: Account, role: str | None, by: int | None, now: datetime) -> int:
    try:
        with writing() as session:
            storage.add_account(session, account, [])
            if role is not None:
                roles.add_grant(session, account_id=account.id, role=role, by=by, now=now)
            return account.id
    except IntegrityError as error:
        if broken_unique(error) != _PHONE:
            raise
        raise InvalidRequest((("phone", "taken"),)) from None


def _account(profile: Profile, phone: str, kept_hash: str, now: datetime) -> Account:
    person = Person(public_id=new_public_id(), created_at=now, **profile.columns())
    return Account(person=person, phone=phone, password_hash=kept_hash, created_at=now)


def new_public_id() -> str:
    """An identifier that cannot be guessed and says nothing: 22 letters and digits."""
    return secrets.token_urlsafe(16)


def _check_consent(consent: bool) -> None:
    if consent is not True:
        raise ConsentRequired()
