"""What every answer of the API is made of."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Reply(BaseModel):
    """Any answer: nothing is left out of its description."""

    model_config = ConfigDict(extra="forbid")


class ResultReply(Reply):
    """A score, where the contest's policy shows it."""

    points: float
    max_points: float
    correct: int
    total: int
    time_ms: int
