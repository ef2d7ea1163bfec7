"""The one read that saving an answer needs: the attempt, and where its journal stands."""

from __future__ import annotations

from app.domain.attempts import Kept
from app.storage import journal
from app.storage.attempts import AttemptFacts, facts_query, of_account
from app.storage.links import reading
from app.storage.prepared import Prepared
from app.storage.tables import Attempt

_READ = Prepared(
    lambda _kind: of_account(
        facts_query().add_columns(journal.packed_of(Attempt.id).scalar_subquery())
    )
)


def find(attempt_id: int, account_id: int, epoch: int) -> tuple[AttemptFacts, list[Kept]] | None:
    """The attempt of this account, signed in with this epoch, and its journal without contents."""
    values = {"attempt": attempt_id, "account": account_id, "epoch": epoch}
    row = _READ.first(reading(), values)
    if row is None:
        return None
    return AttemptFacts._make(row[:-1]), journal.unpack(row[-1])
