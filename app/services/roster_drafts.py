"""A list between its preview and the confirmation.

The rows stay here, in the database, and not in the page: a page could carry them signed,
but thousands of names and phones would then travel twice and lie in browsers' histories.
The page sends back a token, which belongs to the account that uploaded the list, and a
digest of the effects that it showed. On confirming, the effects are worked out anew from
the kept rows: if units or people have changed since, the digest differs and a new preview
is shown, so that nothing is done that nobody has seen.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import datetime, timedelta
from typing import Any

from app.domain.errors import InvalidRequest, NotFound
from app.domain.rosters import Row, Table
from app.formats import roster_xlsx
from app.formats.roster_xlsx import RosterRefused
from app.services.transactions import writing
from app.storage import roster_drafts as storage
from app.storage.tables import RosterDraft

KEPT = timedelta(hours=24)
ORGANISATIONS, COMMUNES, PEOPLE = "organisations", "communes", "people"
_LONGEST_NAME = 200
_HEADINGS: Mapping[str, tuple[roster_xlsx.Headings, tuple[str, ...]]] = {
    ORGANISATIONS: (roster_xlsx.ORGANISATIONS, ("name",)),
    COMMUNES: (roster_xlsx.COMMUNES, ("headcount",)),
    PEOPLE: (roster_xlsx.PEOPLE, ("full_name", "phone")),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A list that was read, with what else was said on uploading it."""

    token: str
    kind: str
    file_name: str
    table: Table
    more: Mapping[str, str]


def read(data: bytes, kind: str) -> Table:
    """The rows of a workbook; raises `InvalidRequest` about "file" with the fault as message.

    The message is the code of `RosterRefused`, with ":" and what it says more.
    """
    headings, needed = _HEADINGS[kind]
    try:
        return roster_xlsx.read(data, headings, needed)
    except RosterRefused as refusal:
        message = f"{refusal.code}:{refusal.value}" if refusal.value else refusal.code
        raise InvalidRequest((("file", message),)) from None


def keep(
    data: bytes,
    kind: str,
    *,
    file_name: str,
    more: Mapping[str, str],
    account_id: int,
    now: datetime,
) -> str:
    """Read a list and keep it for its preview; returns the token. Raises as `read` does."""
    table = read(data, kind)
    content = {
        "rows": [[row.number, dict(row.cells)] for row in table.rows],
        "letters": dict(table.letters),
        "unread": list(table.unread),
        "more": dict(more),
    }
    token = secrets.token_urlsafe(16)
    with writing() as session:
        storage.drop_old_drafts(session, now - KEPT)
        storage.put_draft(
            session,
            RosterDraft(
                token=token,
                kind=kind,
                file_name=file_name[:_LONGEST_NAME],
                content=json.dumps(content, ensure_ascii=False),
                created_at=now,
                created_by=account_id,
            ),
        )
    return token


def get(token: str, kinds: Sequence[str], *, account_id: int) -> Draft:
    """A list of the account's own that waits; raises `NotFound`."""
    facts = storage.find_draft(token) if token.isascii() and token.isprintable() else None
    if facts is None or facts.created_by != account_id or facts.kind not in kinds:
        raise NotFound()
    content = json.loads(facts.content)
    rows = tuple(Row(number, cells) for number, cells in content["rows"])
    table = Table(rows, content["letters"], tuple(content["unread"]))
    return Draft(token, facts.kind, facts.file_name, table, content["more"])


def discard(token: str, kinds: Sequence[str], *, account_id: int) -> None:
    """Take a list of the account's own away; raises `NotFound`."""
    get(token, kinds, account_id=account_id)
    with writing() as session:
        storage.drop_draft(session, token)


def digest_of(plan: Any) -> str:
    """A digest of all effects of a list: equal effects, equal digests."""
    plain = asdict(plan) if is_dataclass(plan) and not isinstance(plan, type) else plan
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
