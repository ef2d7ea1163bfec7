"""Accounts: signing in and out, and the password. New accounts are made in `registering`."""

from __future__ import annotations

from datetime import datetime

from app.domain.errors import PhoneInvalid, SignInFailed, SignInRequired
from app.domain.phones import normalise
from app.services import limits, passwords
from app.services.identities import Identity, SignedIn, signed_in
from app.services.limits import STRANGER, Asker
from app.services.registering import (
    CONSENT_PURPOSE,
    CONSENT_VERSION,
    Registered,
    add_user,
    register,
)
from app.services.transactions import end_reading, writing
from app.storage import accounts as storage
from app.storage.accounts import AccountFacts

__all__ = [
    "CONSENT_PURPOSE",
    "CONSENT_VERSION",
    "Identity",
    "Registered",
    "SignedIn",
    "add_user",
    "change_password",
    "confirm_password",
    "find_signed_in",
    "get_account",
    "register",
    "sign_in",
    "sign_out_everywhere",
]


def find_signed_in(identity: Identity) -> SignedIn | None:
    """The person, from one read; None when disabled, deleted, or signed out everywhere since."""
    facts = _find(identity)
    return signed_in(facts) if facts else None


def _find(identity: Identity) -> AccountFacts | None:
    facts = storage.find_account(identity.account_id)
    if facts is None or facts.disabled_at is not None or facts.epoch != identity.epoch:
        return None
    return facts


def get_account(identity: Identity) -> AccountFacts:
    """The account behind a sign-in that still holds; raises `SignInRequired`."""
    facts = _find(identity)
    if facts is None:
        raise SignInRequired()
    return facts


def sign_in(*, phone: str, password: str, now: datetime, asker: Asker = STRANGER) -> SignedIn:
    """The person whose phone and password these are.

    Raises `SignInFailed`, after the same time, whichever of the two is wrong, and
    `TooManyRequests`, alike for known and unknown phones, before anything is looked at.
    """
    with limits.sign_in(phone, asker, now) as counted:
        facts = _find_by_phone(phone)
        end_reading()
        right = passwords.verify(facts.password_hash if facts else None, password)
    if facts is None or not right or facts.disabled_at is not None:
        raise SignInFailed()
    counted.succeed(now)
    if passwords.needs_rehash(facts.password_hash):
        _rehash(facts, password)
    return signed_in(facts)


def _find_by_phone(phone: str) -> AccountFacts | None:
    try:
        return storage.find_by_phone(normalise(phone))
    except PhoneInvalid:
        return None


def _rehash(facts: AccountFacts, password: str) -> None:
    new_hash = passwords.hash_password(password)
    with writing() as session:
        storage.replace_hash(session, facts.account_id, facts.password_hash, new_hash)


def confirm_password(facts: AccountFacts, password: str, now: datetime) -> None:
    """Pass the account's own password; raises `SignInFailed`, `TooManyRequests`."""
    with limits.proof(facts.account_id, now) as counted:
        end_reading()
        right = passwords.verify(facts.password_hash, password)
    if not right:
        raise SignInFailed()
    counted.succeed(now)


def change_password(*, identity: Identity, current: str, new: str, now: datetime) -> SignedIn:
    """Put a new password; every other device is signed out, this one by the returned identity.

    Raises `SignInRequired`, `SignInFailed` for a wrong current password, `PasswordTooWeak`.
    """
    facts = get_account(identity)
    confirm_password(facts, current, now)
    passwords.refuse_weak(new, phone=facts.phone or "", full_name=facts.full_name)
    new_hash = passwords.hash_password(new)
    with writing() as session:
        if not storage.change_password(session, facts.account_id, facts.epoch, new_hash):
            raise SignInRequired()
    return signed_in(facts._replace(epoch=facts.epoch + 1))


def sign_out_everywhere(*, identity: Identity, now: datetime) -> None:
    """End every sign-in of the account, this one too; raises `SignInRequired`."""
    with writing() as session:
        if not storage.raise_epoch(session, identity.account_id, identity.epoch):
            raise SignInRequired()
