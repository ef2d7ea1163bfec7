"""Whether all processes of this house share what they must: the secret, and the instance folder.

Two machines with different secrets would end each other's sign-ins; with different folders
one would not find the other's uploads, and answer files sealed for one could not be opened
by the other. So every process that works in the background keeps a lease under the print of
what it has; one with another print is not ready as long as those live.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime
from pathlib import Path

from flask import current_app

from app.config import made_once
from app.services import leases
from app.services.caches import Lru, lru
from app.storage import leases as storage

DUTY = "one-house"
FILE = "instance-name"


def keep(now: datetime) -> bool:
    """Say what this process has; False while others live that have something else."""
    return leases.take(duty=DUTY, holder=own_print(), now=now)


def are_strangers(now: datetime) -> bool:
    """Whether others live whose secret or folder is not this process's."""
    lease = storage.find_lease(DUTY)
    return lease is not None and lease.until > now and lease.holder != own_print()


def own_print() -> str:
    """What stands for secret and folder together, and gives neither away."""
    kept: Lru[str] = lru("own-print", 1)
    return kept.get("print", _print)


def _print() -> str:
    secret = current_app.config["SETTINGS"].secret_key.encode()
    return hmac.new(secret, _folder_name(), hashlib.sha256).hexdigest()[:32]


def _folder_name() -> bytes:
    path = Path(current_app.config["SETTINGS"].instance) / FILE
    return made_once(path, lambda: secrets.token_hex(16).encode())
