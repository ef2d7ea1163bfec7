"""What is held about a person besides profile and attempts, for the person to see."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.storage import appeals, person_records, rosters, unit_contacts


def held(person_id: int) -> dict[str, Any]:
    """The list that brought the person, units watched over, decisions; plain JSON values.

    Of the other one of a pair nothing is told: that is somebody else's data.
    """
    brought = rosters.find_roster_of(person_id)
    account_id = person_records.find_account_id(person_id)
    contacts = unit_contacts.list_of_account(account_id) if account_id is not None else []
    return {
        "list": None
        if brought is None
        else {
            "title": brought[0].title,
            "source": brought[0].source,
            "purpose": brought[0].purpose,
            "imported_at": _moment(brought[0].imported_at),
            "activated_at": _moment(brought[1]),
        },
        "contact_of": [
            {
                "code": one.commune_code or one.organisation_code,
                "name": one.commune_name or one.organisation_name,
                "since": _moment(one.appointed_at),
            }
            for one in contacts
        ],
        "appeals": [
            {
                "question": one.question,
                "text": one.text,
                "at": _moment(one.created_at),
                "answer": one.answer,
            }
            for one in appeals.list_of_person(person_id)
        ],
        "decisions": [
            {"kind": one.kind, "reason": one.reason, "at": _moment(one.at)}
            for one in person_records.list_notes(person_id)
        ],
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
