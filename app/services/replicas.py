"""Boards may be read from a copy of the database (REPLICA_URL): they are seconds old anyway.

A copy that does not answer is left alone for a while, and the database itself is read:
nobody sees a failure for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from flask import current_app
from sqlalchemy.exc import InterfaceError, OperationalError

from app.storage.replicas import has_replica, reading_replica

T = TypeVar("T")
REST_SECONDS = 30.0
_KEY = "thiso_replica_rests_until"


def read(act: Callable[[], T]) -> T:
    """What `act` gives, read from the copy if there is one; `act` only reads, and may run twice."""
    if not has_replica() or time.monotonic() < current_app.extensions.get(_KEY, 0.0):
        return act()
    try:
        with reading_replica():
            return act()
    except (OperationalError, InterfaceError) as error:
        current_app.extensions[_KEY] = time.monotonic() + REST_SECONDS
        current_app.logger.error("the replica did not answer", exc_info=error)
    return act()
