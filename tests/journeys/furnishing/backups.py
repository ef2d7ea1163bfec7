"""The page of backups: one that was made and tried out, and a later one that failed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from flask import current_app

from app.domain.backups import BackupRefused
from app.services import backup_shelf, backups, rehearsals
from app.services.transactions import end_reading
from tests.journeys.furnishing import Furnishing


def pages(furnishing: Furnishing) -> dict[str, str]:
    """A folder with a backup that was tried out, and a later one that could not be made."""
    now, account_id = datetime.now(UTC), furnishing.organiser.who.account_id
    folder = Path(current_app.instance_path) / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    current_app.config["SETTINGS"] = replace(current_app.config["SETTINGS"], backup_dir=folder)
    end_reading()
    name = backup_shelf.make(now=now, account_id=account_id).made.path.name
    tried = {"name": name, "ok": False, "failed": ["receipts", "files"], "seconds": 12}
    backups.record(rehearsals.ACT, tried, account_id=account_id, now=now)
    refused = BackupRefused("/var/backups/thiso has 12 MB left, and 250 MB are needed: make room")
    backup_shelf.note_failure(refused, account_id=account_id, now=now)
    end_reading()
    return {"organiser.list_backups": "/organiser/backups"}
