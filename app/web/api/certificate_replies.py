"""What the API answers about certificates."""

from __future__ import annotations

from app.web.api.replies_base import Reply


class CertificateReply(Reply):
    """What anybody learns from a certificate's code; not valid once it was withdrawn.

    `round` is None for the whole contest; `name` is masked as on boards, None of a person who
    has deleted the account; a certificate of participation states no rank and no points.
    """

    certificate: str
    valid: bool
    contest: str
    title: str
    round: int | None
    name: str | None
    name_masked: bool
    kind: str
    prize: str | None
    group: str | None
    rank: int | None
    total: int | None
    points: float | None
    max_points: float | None
    issued_at: str
    withdrawn_at: str | None
    reason: str | None
