"""Who is signed in, as cookies name them and as pages know them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from app.domain.permissions import PARTICIPANT
from app.storage.accounts import AccountFacts

_IDENTITY = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Identity:
    """What a cookie or token is signed for: an account, and the epoch it was signed in."""

    account_id: int
    epoch: int

    @staticmethod
    def parse(raw: object) -> Identity | None:
        """The identity written as "12.3"; None for anything else."""
        found = _IDENTITY.fullmatch(raw) if isinstance(raw, str) else None
        return Identity(int(found.group(1)), int(found.group(2))) if found else None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A signed-in person; `roles` begins with "participant". Also Flask-Login's user."""

    account_id: int
    person_id: int
    epoch: int
    public_id: str
    full_name: str
    group: str
    commune: str
    organisation: str | None
    roles: tuple[str, ...]

    is_authenticated: ClassVar[bool] = True
    is_active: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False

    @property
    def identity(self) -> Identity:
        """What to sign for this person."""
        return Identity(self.account_id, self.epoch)

    def get_id(self) -> str:
        """The identity as cookies write it."""
        return f"{self.account_id}.{self.epoch}"


def signed_in(facts: AccountFacts) -> SignedIn:
    """The person of an account that has been checked."""
    return SignedIn(
        account_id=facts.account_id,
        person_id=facts.person_id,
        epoch=facts.epoch,
        public_id=facts.public_id,
        full_name=facts.full_name,
        group=facts.group,
        commune=facts.commune,
        organisation=facts.organisation,
        roles=roles_of(facts),
    )


def roles_of(facts: AccountFacts) -> tuple[str, ...]:
    """The roles of an account, "participant" first."""
    granted = facts.roles.split(",") if facts.roles else ()
    return (PARTICIPANT, *sorted(granted))
