"""The door of a process: when answering is kept waiting, all else is turned away first.

Counted in this process alone, for its threads are what is given out; a request that is
turned away costs next to nothing and is told when to come back.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from flask import Flask, current_app, g, request

from app.config import Settings
from app.domain.admission import Kind, Strain, admits, retry_after, strain_of
from app.domain.errors import Busy

_KEY = "thiso_door"
_ANSWERING: Final = frozenset(
    f"{face}.{view}"
    for face in ("api", "play")
    for view in ("start_attempt", "wait", "send_answer_file")
)
_HEAVY: Final = ("export_", "download_", "find_", "consolidate_", "derive_")
_HEAVY_PAGES: Final = frozenset(
    ("organiser.show_statistics", "organiser.show_reports", "organiser.list_evidence")
)
_READY_MADE: Final = frozenset(
    ("public.download_published", "public.download_material", "public.find_hall",
     "public.find_receipt")
)  # fmt: skip
_FREE: Final = frozenset(
    ("static", "bundle", "public.check_health", "public.check_readiness",
     "public.show_metrics", "public.show_offline", "public.show_service_worker",
     "public.show_manifest")
)  # fmt: skip
_kinds: dict[str, Kind] = {}
WEIGHT = 0.2
"""How much the newest save says of what saves take; the ones before it say the rest."""
FORGOTTEN_AFTER = 5.0
"""Seconds without a save after which nobody is kept waiting."""


class Door:
    """What a process is busy with, and how long saves have lately taken."""

    def __init__(self, threads: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._threads = threads
        self._clock = clock
        self._lock = threading.Lock()
        self._busy = dict.fromkeys(Kind, 0)
        self._wait = 0.0
        self._saved_at = float("-inf")

    def enter(self, kind: Kind) -> None:
        """Let a request in; raises `Busy`. Each that was let in must `leave`."""
        with self._lock:
            if not admits(kind, self._busy, threads=self._threads, strain=self.strain):
                raise Busy(retry_after(kind))
            self._busy[kind] += 1

    def leave(self, kind: Kind) -> None:
        """A request has been served."""
        with self._lock:
            self._busy[kind] -= 1

    def note_save(self, seconds: float) -> None:
        """A save took so long, what it waited in queues included."""
        self._wait += WEIGHT * (seconds - self._wait)
        self._saved_at = self._clock()

    @property
    def strain(self) -> Strain:
        """How much answering is kept waiting now."""
        if self._clock() - self._saved_at > FORGOTTEN_AFTER:
            return Strain.CALM
        return strain_of(timedelta(seconds=self._wait))


def init_app(app: Flask, settings: Settings) -> None:
    """Stand at the door; to be set up after the log of requests, before all that costs."""
    app.extensions[_KEY] = Door(settings.threads)
    app.before_request(_enter)
    app.teardown_request(_leave)


def note_save(seconds: float) -> None:
    """Tell the door how long an accepted save took."""
    door: Door = current_app.extensions[_KEY]
    door.note_save(seconds + _queued())


def _queued() -> float:
    # nginx says when it had read the request: "t=1764000000.123".
    raw = request.environ.get("HTTP_X_REQUEST_START", "")
    if not raw.startswith("t="):
        return 0.0
    try:
        waited = time.time() - float(raw[2:])
    except ValueError:
        return 0.0
    return waited if 0.0 <= waited < 60.0 else 0.0


def _enter() -> None:
    endpoint = request.endpoint
    if endpoint is None or endpoint in _FREE:
        return
    kind = _kinds.get(endpoint)
    if kind is None:
        kind = _kinds[endpoint] = kind_of(endpoint)
    if kind is Kind.READING and request.method not in ("GET", "HEAD"):
        kind = Kind.ACTING
    door: Door = current_app.extensions[_KEY]
    door.enter(kind)
    g.admitted = kind


def _leave(_error: BaseException | None) -> None:
    kind = g.pop("admitted", None)
    if kind is not None:
        door: Door = current_app.extensions[_KEY]
        door.leave(kind)


def kind_of(endpoint: str) -> Kind:
    """What requests to an endpoint are for."""
    view: Any = current_app.view_functions[endpoint]
    permission = getattr(view, "permission", None)
    name = endpoint.rpartition(".")[2]
    if permission == "answer" or endpoint in _ANSWERING:
        return Kind.ANSWERING
    if endpoint in _HEAVY_PAGES or (name.startswith(_HEAVY) and endpoint not in _READY_MADE):
        return Kind.HEAVY
    return Kind.READING if permission == "view_public" else Kind.ACTING
