"""The shapes of contests, boards and units in the API's answers."""

from __future__ import annotations

from typing import Any

from app.web.api.replies_base import Reply, ResultReply


class RoundReply(Reply):
    """A round of a contest."""

    number: int
    title: str
    opens_at: str
    closes_at: str
    state: str


class ContestSummary(Reply):
    """A contest in a list."""

    slug: str
    title: str
    summary: str
    state: str
    minutes: int
    questions: int
    rounds: list[RoundReply]


class ContestsReply(Reply):
    """Every published contest."""

    contests: list[ContestSummary]


class ContestReply(ContestSummary):
    """A contest with its rules."""

    rules: dict[str, Any]
    server_now: str


class OwnAttemptReply(Reply):
    """One of one's own attempts; `result` where the contest's policy shows it."""

    id: int
    round: int
    number: int
    started_at: str
    deadline_at: str
    submitted_at: str | None
    receipt: str | None
    result: ResultReply | None


class NeighbourReply(Reply):
    """Who stands next on the board, and the first step of the chain that parts us.

    `own` and `other` are the values compared there, the smaller the better (marks in
    thousandths and right answers below 0); `words` says it in the caller's language.
    """

    rank: int
    name: str
    parted_by: str | None
    own: int | None
    other: int | None
    words: str


class OwnPartReply(Reply):
    """One's own part in a contest."""

    attempts: list[OwnAttemptReply]
    rank: int | None
    total: int | None
    commune_rank: int | None
    organisation_rank: int | None
    out_of_competition: bool
    ahead: NeighbourReply | None
    behind: NeighbourReply | None


class BoardReply(Reply):
    """A board; rows are people, or units with their figures.

    `provisional` until the prediction that parts equal people has been settled.
    """

    as_of: str | None
    frozen: bool
    total: int
    provisional: bool
    rule: dict[str, Any]
    rows: list[dict[str, Any]]


class CommuneRow(Reply):
    """A commune or ward."""

    code: str
    name: str
    headcount: int | None


class CommunesReply(Reply):
    """Communes by name."""

    rows: list[CommuneRow]
    total: int


class OrganisationRow(Reply):
    """An organisation with the code of the one above it."""

    code: str
    name: str
    kind: str
    parent: str | None
    headcount: int | None


class OrganisationsReply(Reply):
    """Organisations by name."""

    rows: list[OrganisationRow]
    total: int
