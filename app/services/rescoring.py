"""After a correction every result of its rounds is scored anew, in the background.

What is still to be done is in the tables (a round's `key_number` and
`scored_key_number`), so a crash at any point loses nothing.
"""

from __future__ import annotations

from datetime import datetime

from app.services import closing
from app.services.transactions import writing
from app.storage import corrections as storage

BATCH = 100
"""Results in one transaction: answers must not wait long for the database."""
TURN = 2_000
"""Results in one turn of the background work."""


def rescore(_now: datetime, most: int | None = TURN) -> int:
    """Score results whose key was followed by another; returns how many. None does all."""
    done = 0
    for round_id, key_number in storage.list_unscored_rounds():
        done += _rescore_round(round_id, key_number, None if most is None else most - done)
        if most is not None and done >= most:
            break
    return done


def is_rescoring(round_ids: set[int]) -> bool:
    """Whether results of any of these rounds still wait for their new key."""
    return any(round_id in round_ids for round_id, _ in storage.list_unscored_rounds())


def _rescore_round(round_id: int, key_number: int, most: int | None) -> int:
    done, last = 0, 0
    while most is None or done < most:
        with writing() as session:
            outdated = storage.list_outdated(round_id, key_number, last, BATCH)
            for attempt_id in outdated:
                closing.score_again(session, attempt_id)
            if len(outdated) < BATCH:
                storage.mark_scored(session, round_id, key_number)
        done += len(outdated)
        if len(outdated) < BATCH:
            break
        last = outdated[-1]
    return done
