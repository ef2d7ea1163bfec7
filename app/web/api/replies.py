"""The shapes of what the API answers, for its description and for tests of its truth."""

from __future__ import annotations

from typing import Any

from app.web.api.contest_replies import (
    BoardReply,
    CommunesReply,
    ContestReply,
    ContestsReply,
    OrganisationsReply,
    OwnPartReply,
)
from app.web.api.replies_base import Reply, ResultReply

__all__ = [
    "AccountReply",
    "AttemptReply",
    "BoardReply",
    "CommunesReply",
    "ContestReply",
    "ContestsReply",
    "OrganisationsReply",
    "OwnPartReply",
    "Problem",
    "ProofReply",
    "ReceiptReply",
    "SavedReply",
    "SessionReply",
    "ShownReply",
]


class PersonReply(Reply):
    """A person, as the person's own client sees it."""

    id: str
    full_name: str
    group: str
    commune: str
    organisation: str | None


class AccountReply(Reply):
    """After registration."""

    person: PersonReply


class SessionReply(Reply):
    """After sign-in: a bearer token."""

    token: str
    person: PersonReply


class ShownOption(Reply):
    """An option, an item to order, or one side of a pair."""

    id: str
    text: str


class ShownImage(Reply):
    """An image and what it shows."""

    file: str
    alt: str


class ShownQuestion(Reply):
    """A question as participants see it; never with anything of its key."""

    id: str
    type: str
    text: str
    points: float
    options: list[ShownOption] | None = None
    lefts: list[ShownOption] | None = None
    rights: list[ShownOption] | None = None
    image: ShownImage | None = None


class NoteReply(Reply):
    """What organisers have done for the person in this attempt, in words."""

    at: str
    text: str


class AttemptReply(Reply):
    """An attempt with its paper and what is saved of it."""

    id: int
    number: int
    started_at: str
    deadline_at: str
    grace_seconds: int
    server_now: str
    closed_at: str | None
    receipt: str | None
    questions: list[ShownQuestion]
    answers: dict[str, Any]
    last_seq: int
    start_token: str
    prediction: str | None
    notes: list[NoteReply]


class ShownReply(Reply):
    """The times of an attempt once its paper has been shown."""

    started_at: str
    deadline_at: str
    server_now: str


class SavedReply(Reply):
    """What is durable: `saved` questions have an answer; the deadline may have moved later.

    `entries` counts the journal; `superseded` is what other devices have answered.
    """

    last_seq: int
    saved: int
    entries: int
    deadline_at: str
    server_now: str
    superseded: dict[str, Any] | None = None


class ReceiptReply(Reply):
    """The signed receipt of a closed attempt; `counted` answers were saved in time."""

    receipt: str
    answers_hash: str
    submitted_at: str
    closed_by: str
    counted: int
    result: ResultReply | None = None


class ProofReply(Reply):
    """What anybody learns from a receipt's code; superseded when the attempt went on."""

    receipt: str
    valid: bool
    contest: str
    round: int
    answers_hash: str
    submitted_at: str
    closed_by: str
    counted: int
    superseded_at: str | None


class ErrorItem(Reply):
    """One fault of a request."""

    path: str
    message: str


class Problem(Reply):
    """A refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[ErrorItem] | None = None
