"""The freeze as a condition of queries; the rule itself is in app.domain.freezing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_

from app.storage.tables import Contest


def shown(moment: Any) -> ColumnElement[bool]:
    """Whether what happened at a moment is not withheld; the query must join `Contest`."""
    return or_(
        Contest.freeze_at.is_(None), Contest.revealed_at.is_not(None), moment <= Contest.freeze_at
    )
