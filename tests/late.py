"""An attempt that ended with answers left on the phone, for tests of answer files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from app.services import answer_file_keys, answer_files, start_tokens
from app.services.accounts import SignedIn
from app.storage import attempts as storage
from app.storage.attempts import AttemptFacts
from app.storage.db import db
from tests.answering import save, sitting
from tests.factories import a_person
from tests.factories_contests import RIGHT, a_contest, a_started_attempt
from tests.sealing import seal

MINUTE = timedelta(minutes=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Late:
    """Ten minutes from `start`; one right answer is saved, seq 1, at the first minute."""

    def __init__(self, start: datetime, who: SignedIn | None = None, **given: Any) -> None:
        self.slug = a_contest(**given).slug
        self.who, self.start, self.end = who or a_person(), start, start + 11 * MINUTE
        self.attempt_id = a_started_attempt(self.who, at=start)
        self.ids = [one.id for one in sitting(self.who, self.attempt_id, start).questions]
        save(self.who, self.attempt_id, start + MINUTE, (1, 0, RIGHT))
        self.token = start_tokens.sign(self.facts())

    def facts(self) -> AttemptFacts:
        """The attempt as it is now."""
        db.session.remove()
        found = storage.find_attempt(self.attempt_id)
        assert found is not None
        return found

    def close(self) -> str:
        """Let the time run out; returns the receipt."""
        sitting(self.who, self.attempt_id, self.end)
        return str(self.facts().receipt)

    def entry(
        self, seq: int, place: int = 1, response: Any = RIGHT, minutes: float = 2
    ) -> dict[str, Any]:
        """A tap so many minutes after the start, as the phone keeps it."""
        made_at = (self.start + minutes * MINUTE - EPOCH) // timedelta(milliseconds=1)
        return {"seq": seq, "question": self.ids[place], "response": response, "made_at": made_at}

    def file(self, *entries: dict[str, Any], **changed: Any) -> bytes:
        """A file of this attempt; without entries it has one that may count."""
        content = {"token": self.token, "entries": list(entries or [self.entry(2)]), **changed}
        return seal(content, answer_file_keys.public_key())

    def send(self, data: bytes, who: SignedIn | None = None, *, for_others: bool = False) -> int:
        """Hand a file in, a minute after the end; returns its id."""
        return answer_files.receive(
            data, who=who or self.who, for_others=for_others, now=self.end + MINUTE
        )
