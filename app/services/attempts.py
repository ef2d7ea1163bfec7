"""Answering: save, resume, submit. Starting is in `starting`, the end in `closing`.

`save_answers` is the answering path: one read, then one durable write. Nothing
else may be done there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.domain.attempts import ClosedBy, Entry, is_overdue, newest, refuse_unless_open
from app.domain.attempts import journal_state as state_of
from app.domain.contest_rules import Rules
from app.domain.errors import AttemptClosed, InvalidRequest, NotFound, Refusal, SignInRequired
from app.domain.papers import Paper, lay_out
from app.domain.questions import Question
from app.domain.responses import InvalidResponse, normalise
from app.services import banks, closing, contests
from app.services.accounts import Identity, find_signed_in
from app.services.transactions import end_reading, write_together
from app.storage import attempts as storage
from app.storage import journal, saving
from app.storage.attempts import AttemptFacts
from app.storage.links import Link

MAX_ENTRIES = 200
MAX_SEQ = 2_000_000_000
MAX_PREDICTION = 1_000_000_000


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """One entry as a client sent it; `response` is unchecked."""

    seq: int
    question: str
    response: Any


@dataclass(frozen=True, slots=True)
class Saved:
    """What is durable after a save.

    `saved` counts the questions that have an answer now, `entries` the journal's
    entries; `superseded` gives what the journal holds, other than was sent, where
    another device has written; `deadline_at` may have been lengthened since the
    client last heard of it.
    """

    last_seq: int
    saved: int
    entries: int
    superseded: Mapping[str, Any]
    deadline_at: datetime


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt as its owner sees it; `answers` maps question id to response, `entries`
    counts what the journal holds."""

    facts: AttemptFacts
    rules: Rules
    questions: tuple[Question, ...]
    answers: Mapping[str, Any]
    last_seq: int
    entries: int

    @property
    def paper(self) -> Paper:
        """The questions as this attempt's seed lays them out."""
        return lay_out(self.questions, self.facts.seed)


def save_answers(
    *,
    attempt_id: int,
    identity: Identity,
    answers: Sequence[RawAnswer],
    now: datetime,
    known: int | None = None,
) -> Saved:
    """Add entries to the journal; returns when they are on disk.

    `now` is the moment the request arrived; `known` how many entries the client
    knows of: where there are others, it is told all that it may not have seen.
    Raises `NotFound`, `SignInRequired`,
    `AttemptClosed`, `AlreadySubmitted`, `InvalidRequest`: then nothing of the
    request is kept.
    """
    found = saving.find(attempt_id, identity.account_id, identity.epoch)
    if found is None:
        raise _no_attempt(identity)
    facts, kept = found
    refuse_unless_open(
        closed_by=facts.closed_by, deadline_at=facts.deadline_at, grace=grace_of(facts), now=now
    )
    entries = _check(facts, answers)
    before = state_of(kept)
    added = _append(attempt_id, entries, now)
    after = before.after(entries)
    # Another device may have used a number since our read: then its answer stays.
    newer = added < len(entries) or any(entry.seq <= before.last_seq for entry in entries)
    unseen = known is not None and known != len(before.entries)
    superseded = (
        _superseded(facts, entries, before.newest if unseen else ()) if newer or unseen else {}
    )
    return Saved(after.last_seq, after.answered, len(after.entries), superseded, facts.deadline_at)


def _append(attempt_id: int, entries: Sequence[Entry], now: datetime) -> int:
    """How many of the entries are new."""
    if not entries:
        return 0
    if saving.is_direct():
        added = saving.append_directly(attempt_id, entries, now)
        if added is None:
            raise AttemptClosed()
        return added

    def append(link: Link) -> int:
        # A submission may have come between our read and now: its receipt must stay the truth.
        if not storage.hold_open(link, attempt_id):
            raise AttemptClosed()
        return journal.append(link, attempt_id, entries, now)

    return write_together(append)


def _superseded(
    facts: AttemptFacts, entries: Sequence[Entry], unseen: Iterable[int]
) -> dict[str, Any]:
    """What is held, other than was sent, of the questions of `entries` and at places `unseen`."""
    end_reading()  # Our read was before the write: what others wrote since is to be seen.
    held = newest(journal.list_entries(facts.id))
    sent = {entry.question: entry.response for entry in sorted(entries, key=lambda e: e.seq)}
    ids = question_ids(facts)
    return {
        ids[place]: held.get(place)
        for place in sorted({*sent, *unseen})
        if place not in sent or held.get(place) != sent[place]
    }


def _check(facts: AttemptFacts, answers: Sequence[RawAnswer]) -> list[Entry]:
    if len(answers) > MAX_ENTRIES:
        raise InvalidRequest((("answers", f"at most {MAX_ENTRIES} entries at once"),))
    bank = banks.compiled(facts.bank_version_id)
    places = {bank.questions[index].id: place for place, index in enumerate(facts.places)}
    entries, errors = [], []
    for number, answer in enumerate(answers):
        path = f"answers[{number}]"
        place = places.get(answer.question)
        if place is None:
            errors.append((f"{path}.question", "not a question of this paper"))
            continue
        if not 1 <= answer.seq <= MAX_SEQ:
            errors.append((f"{path}.seq", f"a whole number from 1 to {MAX_SEQ}"))
            continue
        try:
            response = normalise(bank.questions[facts.places[place]], answer.response)
        except InvalidResponse as invalid:
            errors.append((f"{path}.response", str(invalid)))
            continue
        entries.append(Entry(answer.seq, place, response))
    if errors:
        raise InvalidRequest(tuple(errors))
    return entries


def own_facts(attempt_id: int, identity: Identity) -> AttemptFacts:
    """The attempt of the signed-in account, from one read; others' do not exist for it."""
    facts = storage.find_for_account(attempt_id, identity.account_id, identity.epoch)
    if facts is None:
        raise _no_attempt(identity)
    return facts


def _no_attempt(identity: Identity) -> Refusal:
    return SignInRequired() if find_signed_in(identity) is None else NotFound()


def grace_of(facts: AttemptFacts) -> timedelta:
    """The network grace that the rules of this attempt declare."""
    return timedelta(seconds=rules_of(facts).grace_seconds)


def rules_of(facts: AttemptFacts) -> Rules:
    """The rules under which the attempt was started."""
    return contests.rules_of(facts.contest_id, facts.rules_number)


def question_ids(facts: AttemptFacts) -> list[str]:
    """The ids of the paper's questions, in their order."""
    bank = banks.compiled(facts.bank_version_id)
    return [bank.questions[index].id for index in facts.places]


def get_sitting(*, attempt_id: int, identity: Identity, now: datetime) -> Sitting:
    """The attempt with its paper and saved answers, for resuming on any device.

    An overdue attempt is closed first. Raises `NotFound`, `SignInRequired`.
    """
    facts = own_facts(attempt_id, identity)
    if facts.closed_at is None and is_overdue(
        deadline_at=facts.deadline_at, grace=grace_of(facts), now=now
    ):
        closing.close_overdue_attempt(attempt_id, now)
        facts = own_facts(attempt_id, identity)
    return sitting_of(facts)


def sitting_of(facts: AttemptFacts) -> Sitting:
    """The sitting of an attempt whose owner has been checked."""
    bank = banks.compiled(facts.bank_version_id)
    entries = journal.list_entries(facts.id)
    ids = question_ids(facts)
    return Sitting(
        facts=facts,
        rules=rules_of(facts),
        questions=tuple(bank.questions[index] for index in facts.places),
        answers={ids[place]: response for place, response in newest(entries).items()},
        last_seq=max((entry.seq for entry in entries), default=0),
        entries=len(entries),
    )


def submit(
    *, attempt_id: int, identity: Identity, prediction: int | None, now: datetime
) -> AttemptFacts:
    """Close the attempt; asked again, the same closed attempt is returned.

    A prediction counts only where the rules ask for one. Raises `NotFound`,
    `SignInRequired`, `InvalidRequest`, and `AttemptClosed` when it came after the
    grace: then the attempt is closed with what was saved in time.
    """
    facts = own_facts(attempt_id, identity)
    if facts.closed_by == ClosedBy.SUBMISSION:
        return facts
    prediction = _check_prediction(facts, prediction)
    late = now > facts.deadline_at + grace_of(facts)
    by = ClosedBy.DEADLINE if late else ClosedBy.SUBMISSION
    closed = closing.close_attempt(
        attempt_id, closed_by=by, prediction=None if late else prediction, now=now
    )
    if closed.closed_by == ClosedBy.DEADLINE:
        raise AttemptClosed()
    if closed.closed_at is None:  # Lengthened since it was read: now it is in time.
        return submit(attempt_id=attempt_id, identity=identity, prediction=prediction, now=now)
    return closed


def _check_prediction(facts: AttemptFacts, prediction: int | None) -> int | None:
    if prediction is None or rules_of(facts).prediction is None:
        return None
    if not 0 <= prediction <= MAX_PREDICTION:
        raise InvalidRequest((("prediction", f"a whole number from 0 to {MAX_PREDICTION}"),))
    return prediction
