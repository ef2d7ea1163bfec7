"""A person as services hand one out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ConsentView:
    """What a person agreed to, and whether it was taken back."""

    version: str
    purpose: str
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person with units and consents; `phone` is normalised, None after deletion."""

    id: int
    public_id: str
    full_name: str
    group: str
    commune_code: str
    commune_name: str
    organisation_code: str | None
    organisation_name: str | None
    phone: str | None
    created_at: datetime
    consents: tuple[ConsentView, ...]
    birth_year: int | None = None
