"""What a backup says of itself: its tables and files with their counts and digests."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

FORMAT = "thiso-backup-1"
KINDS = ("int", "float", "text", "date", "bool", "bytes")
"""How a column's values are written: bool as 0 or 1, bytes in hex, the rest as in JSON."""
KEY_FILES = (
    "secret_key", "answer-file-key.pem", "audit-head.jsonl", "setup-code", "demo-organiser.txt",
)  # fmt: skip
"""Files of the instance folder that belong into every backup, where they are there."""
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_REVISION = re.compile(r"[0-9A-Za-z_]{1,32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_HEAD = re.compile(r"[0-9]{1,12}:[0-9a-f]{64}")
_UPLOAD = re.compile(r"uploads/[0-9a-f]{64}")


class BackupRefused(Exception):
    """A backup that cannot be made, believed or restored; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class TableFacts:
    """One table: `columns` as (name, kind); size in bytes and digest of its lines unpacked."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One file of the instance folder, by its path in it."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in a backup. `tables` stand so that none refers to a later one.

    `head` is the last entry of the audit chain ("17:3fa9…"), None before the first;
    `lost` names uploaded files that were missing or damaged when it was made.
    """

    created_at: datetime
    revision: str
    database: str
    head: str | None
    tables: tuple[TableFacts, ...]
    files: tuple[FileFacts, ...]
    lost: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(one.rows for one in self.tables)


def to_plain(manifest: Manifest) -> dict[str, Any]:
    """The manifest as JSON values."""
    return {
        "format": FORMAT,
        **asdict(manifest),
        "created_at": manifest.created_at.isoformat(),
    }


def from_plain(plain: Any) -> Manifest:
    """The manifest of JSON values from anywhere; raises `BackupRefused` unless all is in order."""
    try:
        if plain["format"] != FORMAT:
            raise BackupRefused(f"a backup in a form that is not known here: {plain['format']!r}")
        made = Manifest(
            created_at=_moment(plain["created_at"]),
            revision=_matching(_REVISION, plain["revision"]),
            database=_matching(_NAME, plain["database"]),
            head=None if plain["head"] is None else _matching(_HEAD, plain["head"]),
            tables=tuple(_table(one) for one in plain["tables"]),
            files=tuple(_file(one) for one in plain["files"]),
            lost=tuple(_matching(_SHA256, one) for one in plain["lost"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BackupRefused(f"not a backup: its list of contents is damaged ({error})") from None
    names = [one.name for one in made.tables] + [one.path for one in made.files]
    if len(names) != len(set(names)):
        raise BackupRefused("not a backup: its list of contents names something twice")
    return made


def _table(plain: Mapping[str, Any]) -> TableFacts:
    columns = tuple((_matching(_NAME, name), str(kind)) for name, kind in plain["columns"])
    if not columns or any(kind not in KINDS for _, kind in columns):
        raise ValueError("columns")
    return TableFacts(
        _matching(_NAME, plain["name"]),
        columns,
        _count(plain["rows"]),
        _count(plain["size"]),
        _matching(_SHA256, plain["sha256"]),
    )


def _file(plain: Mapping[str, Any]) -> FileFacts:
    path = plain["path"]
    if path not in KEY_FILES:
        _matching(_UPLOAD, path)
    return FileFacts(path, _count(plain["size"]), _matching(_SHA256, plain["sha256"]))


def _matching(pattern: re.Pattern[str], value: Any) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError(f"{str(value)[:40]!r}")
    return value


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**53:
        raise ValueError(f"{str(value)[:40]!r}")
    return value


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("created_at")
    return moment
