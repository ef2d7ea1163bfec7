"""Lists of people that an organiser takes along: personal data, so each taking is recorded."""

from __future__ import annotations

from datetime import datetime

from app.services import audit, people_search
from app.services.people_search import Query
from app.services.transactions import writing
from app.storage.people_search import PersonRow

MOST_PEOPLE = 50_000


def take_list(query: Query, *, all_digits: bool, account_id: int, now: datetime) -> list[PersonRow]:
    """The first 50,000 people of a search, by name; the audit keeps how many, not whom."""
    found = people_search.list_people(query, offset=0, limit=MOST_PEOPLE, all_digits=all_digits)
    with writing() as session:
        audit.record(
            session,
            account_id=account_id,
            act="people.export",
            subject="people",
            detail={"people": len(found.rows), "searched": query != Query()},
            now=now,
        )
    return found.rows
