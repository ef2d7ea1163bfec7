"""Answer files: received and kept, and laid out as evidence. Deciding is in `arbitration`."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.domain.answer_files import (
    ClockNote,
    FileEntry,
    Judged,
    admissible,
    judge,
    missing_seqs,
)
from app.domain.attempts import is_overdue
from app.domain.bank_codec import canonical_json
from app.domain.contests import may_explain
from app.domain.errors import InvalidRequest, NotFound
from app.domain.responses import InvalidResponse, normalise
from app.formats.answer_file import UnreadableFile, unseal
from app.services import answer_file_keys, banks, closing, contest_staff, contests, start_tokens
from app.services.accounts import SignedIn
from app.services.attempts import MAX_SEQ, grace_of
from app.services.contest_staff import EVERYWHERE, Reach
from app.services.transactions import writing
from app.storage import answer_files as storage
from app.storage import attempts, journal
from app.storage.answer_files import ACCEPTED, PENDING, FileFacts, FileRow
from app.storage.attempts import AttemptFacts
from app.storage.constraints import broken_unique
from app.storage.tables import AnswerFile

MOST_ENTRIES = 2000
MOST_FILES = 10
"""How many files of one attempt its owner may send in."""
MOST_SPREAD_MS = 24 * 3600 * 1000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FileView:
    """A file with its attempt and the evidence.

    `missing` are runs of seqs that neither file nor journal has. `keys_shown` tells
    whether what is right had been shown to everybody when the file came.
    """

    facts: FileFacts
    attempt: AttemptFacts
    judged: tuple[Judged, ...]
    saved: int
    last_saved_at: datetime | None
    missing: tuple[tuple[int, int], ...]
    clock: ClockNote | None
    keys_shown: bool

    @property
    def countable(self) -> int:
        """How many entries would count if the file were accepted."""
        return len(admissible(self.judged))

    @property
    def pending(self) -> bool:
        """Whether nobody has decided yet."""
        return self.facts.state == PENDING


def receive(data: bytes, *, who: SignedIn, for_others: bool, now: datetime) -> int:
    """Keep a file for an arbiter; returns its id.

    `for_others` lets the staff of the contest hand in anybody's. Raises `InvalidRequest` with
    path "file": unreadable, token (not started here), foreign, content, open (the
    attempt still takes answers: nothing needs a file), known (was sent in before), many.
    """
    content = _unsealed(data)
    token = start_tokens.read(content.get("token"))
    facts = attempts.find_attempt(token.attempt_id) if token else None
    if token is None or facts is None or facts.person_id != token.person_id:
        raise _refused("token")
    if facts.person_id != who.person_id and not (for_others and _runs(who, facts)):
        raise _refused("foreign")
    if not _is_closed(facts, now):
        raise _refused("open")
    entries = [_plain(one) for one in _entries(content, facts)]
    # The same entries in a file that was made again are the same file.
    digest = hashlib.sha256(f"{facts.id}|{canonical_json(entries)}".encode()).hexdigest()
    file = AnswerFile(
        attempt_id=facts.id,
        sha256=digest,
        content=canonical_json({"entries": entries, "clock": _read_clock(content)}),
        received_at=now,
        received_by=who.account_id,
        state=PENDING,
    )
    return _keep(file, for_others)


def _runs(who: SignedIn, facts: AttemptFacts) -> bool:
    slug = contests.get_contest_by_id(facts.contest_id).slug
    return slug in contest_staff.reach("watch_answer_files", who)


def _is_closed(facts: AttemptFacts, now: datetime) -> bool:
    """Whether an attempt has ended; one left open past its time is closed now."""
    if facts.closed_at is None and is_overdue(
        deadline_at=facts.deadline_at, grace=grace_of(facts), now=now
    ):
        facts = closing.close_overdue_attempt(facts.id, now)
    return facts.closed_at is not None


def _keep(file: AnswerFile, for_others: bool) -> int:
    try:
        with writing() as session:
            kept = storage.add_file(session, file)
            if not for_others and storage.count_of_attempt(kept.attempt_id) > MOST_FILES:
                raise _refused("many")
            return kept.id
    except IntegrityError as error:
        if broken_unique(error) == "answer_files.sha256":
            raise _refused("known") from None
        raise


def list_files(
    *, offset: int = 0, limit: int = 50, within: Reach = EVERYWHERE
) -> tuple[list[FileRow], int]:
    """Files of the contests `within`, those to decide first, and how many there are in all."""
    own = within.slugs
    return storage.list_rows(offset, limit, own=own), storage.count_files(own=own)


def list_of_attempt(attempt_id: int) -> list[FileFacts]:
    """The files of an attempt, for its owner's result page."""
    return storage.list_of_attempt(attempt_id)


def count_pending(contest_id: int) -> int:
    """How many files of a contest wait for an arbiter; once it is final they cannot count."""
    return storage.count_pending(contest_id)


def list_held(attempt_id: int) -> set[tuple[int, int]]:
    """Seq and question of every entry that the server has, in the journal or in a file."""
    held = set(journal.list_times(attempt_id))
    for file in storage.list_of_attempt(attempt_id):
        entries = json.loads(file.content)["entries"]
        held.update((one["seq"], one["question"]) for one in entries)
    return held


def get_file(file_id: int) -> FileView:
    """A file with its evidence; raises `NotFound`."""
    facts = storage.find_file(file_id)
    attempt = attempts.find_attempt(facts.attempt_id) if facts else None
    if facts is None or attempt is None:
        raise NotFound()
    content = json.loads(facts.content)
    entries = [_entry(one) for one in content["entries"]]
    saved = _saved_before(facts)
    judged = judge(
        entries,
        saved=saved,
        started_at=attempt.started_at,
        ended_at=attempt.closed_at or attempt.deadline_at,
    )
    seqs = {seq for seq, _ in saved} | {one.seq for one in entries}
    clock = content.get("clock")
    return FileView(
        facts=facts,
        attempt=attempt,
        judged=tuple(judged),
        saved=len(saved),
        last_saved_at=max(saved.values(), default=None),
        missing=tuple(missing_seqs(seqs)),
        clock=ClockNote(**clock) if clock else None,
        keys_shown=_keys_shown(attempt, facts.received_at),
    )


def _saved_before(facts: FileFacts) -> dict[tuple[int, int], datetime]:
    """What the server had by itself: not what was added by accepting this very file."""
    saved = journal.list_times(facts.attempt_id)
    if facts.state != ACCEPTED or facts.decided_at is None:
        return saved
    return {key: at for key, at in saved.items() if at < facts.decided_at}


def _keys_shown(attempt: AttemptFacts, at: datetime) -> bool:
    rules = contests.rules_of(attempt.contest_id, attempt.rules_number)
    return may_explain(rules.result_policy, attempt.closes_at, rules.grace_seconds, at)


def _unsealed(data: bytes) -> dict[str, Any]:
    try:
        return unseal(data, answer_file_keys.private_key())
    except UnreadableFile:
        raise _refused("unreadable") from None


def _entries(content: dict[str, Any], facts: AttemptFacts) -> list[FileEntry]:
    raw = content.get("entries")
    if not isinstance(raw, list) or not 0 < len(raw) <= MOST_ENTRIES:
        raise _refused("content")
    bank = banks.compiled(facts.bank_version_id)
    places = {bank.questions[index].id: place for place, index in enumerate(facts.places)}
    entries = []
    for one in raw:
        try:
            place = places[one["question"]]
            response = normalise(bank.questions[facts.places[place]], one["response"])
            entry = FileEntry(int(one["seq"]), place, response, _moment(int(one["made_at"])))
        except (KeyError, TypeError, ValueError, OverflowError, InvalidResponse):
            raise _refused("content") from None
        entries.append(entry)
    seqs = {one.seq for one in entries}
    # One phone never gives a number twice.
    if len(seqs) < len(entries) or not 1 <= min(seqs) <= max(seqs) <= MAX_SEQ:
        raise _refused("content")
    return entries


def _read_clock(content: dict[str, Any]) -> dict[str, Any] | None:
    """What the phone said of its clock, as it is kept; a file without it is no worse."""
    clock = content.get("clock")
    if not isinstance(clock, dict):
        return None
    spread = clock.get("spread")
    if type(spread) is not int or not 0 <= spread <= MOST_SPREAD_MS:
        return None
    return {"spread_ms": spread, "guessed": bool(clock.get("guessed"))}


def _plain(entry: FileEntry) -> dict[str, Any]:
    made_at = (entry.made_at - _EPOCH) // timedelta(milliseconds=1)
    return {
        "seq": entry.seq,
        "question": entry.question,
        "response": entry.response,
        "made_at": made_at,
    }


def _entry(plain: dict[str, Any]) -> FileEntry:
    made_at = _moment(plain["made_at"])
    return FileEntry(plain["seq"], plain["question"], plain["response"], made_at)


def _moment(milliseconds: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=milliseconds)


def _refused(code: str) -> InvalidRequest:
    return InvalidRequest((("file", code),))
