"""The background duties: closing overdue attempts, scoring anew, refreshing boards.

One process holds the lease and does them; others wait to take over. Work that
was missed is not lost: what is overdue or not yet on a board is in the tables.
"""

from __future__ import annotations

import os
import secrets
import socket
import time
from datetime import datetime

from flask import current_app

from app.services import (
    audit_heads,
    boards,
    certificate_reviews,
    clock,
    closing,
    counters,
    fellows,
    freezing,
    leases,
    participation_days,
    rescoring,
    transactions,
)
from app.tasks import publishing

PAUSE_SECONDS = 1.0
DUTY = "ticker"


def run() -> None:
    """Work until the parent process is gone (then nobody would stop us)."""
    holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    parent = os.environ.get("THISO_PARENT")
    while parent is None or os.getppid() == int(parent):
        try:
            fellows.keep(clock.moment())
            tick(holder, clock.moment())
        except Exception:
            # One bad turn (a busy database, say) must not end the duty.
            current_app.logger.exception("background work failed; it will be tried again")
        finally:
            transactions.end_reading()
        time.sleep(PAUSE_SECONDS)


def tick(holder: str, now: datetime) -> bool:
    """One turn of the duties; False when another process holds the lease."""
    if not leases.take(duty=DUTY, holder=holder, now=now):
        return False
    closing.close_overdue(now)
    freezing.reveal_due(now)
    rescoring.rescore(now)
    boards.refresh(now, eager=False)
    participation_days.publish_due(now)
    certificate_reviews.ask_for_due(now)
    audit_heads.publish_due(now)
    counters.sweep(now)
    # Last, and at the moment that it is: nothing on the boards ended later.
    publishing.publish(clock.moment())
    return True
