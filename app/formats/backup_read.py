"""Reads a backup, and believes nothing of it before it has been counted and weighed.

A backup may come from anywhere: what it says of itself is checked while it is unpacked,
piece by piece, and nothing larger than one line is ever held in memory.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from app.domain.backups import BackupRefused, FileFacts, Manifest, TableFacts, from_plain
from app.formats.backup_write import MANIFEST, file_member, table_member

MOST_MANIFEST = 32 * 1024 * 1024
MOST_MEMBERS = 1_000_000
LONGEST_LINE = 512 * 1024 * 1024
PLAIN_LINE = 2 * 1024 * 1024
MOST_BONES = 4 * 1024 * 1024
"""Of a long line all but its strings: they make it long, not a million of brackets."""
MOST_ROWS_A_LINE = 5_000
_PART = 1024 * 1024
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError)
Rows = list[list[Any]]


class Archive:
    """A backup that is read; every method raises `BackupRefused` where it is not as it says."""

    def __init__(self, path: Path) -> None:
        try:
            self._archive = zipfile.ZipFile(path)
        except (*_BROKEN, ValueError) as error:
            raise BackupRefused(f"not a backup, or cut short: {error}") from None
        try:
            self.manifest = self._manifest()
        except BaseException:
            self._archive.close()
            raise

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._archive.close()

    def check(self, progress: Callable[[int], None] = lambda _: None) -> None:
        """Unpack everything and compare it with the list of contents; keeps nothing."""
        for table in self.manifest.tables:
            for rows in self.rows(table):
                progress(len(rows))
        for file in self.manifest.files:
            for _ in self.parts(file):
                pass

    def rows(self, table: TableFacts) -> Iterator[Rows]:
        """The rows of a table, some at a time; at the end it is known whether they were right."""
        what, width = f"table {table.name}", len(table.columns)
        digest, size, count = hashlib.sha256(), 0, 0
        for line in self._lines(table, what):
            size += len(line)
            digest.update(line)
            rows = _rows_of(line, width, what)
            count += len(rows)
            yield rows
        _compare(what, (size, digest.hexdigest()), (table.size, table.sha256))
        if count != table.rows:
            raise BackupRefused(f"{what}: {count} rows where {table.rows} are listed")

    def parts(self, file: FileFacts) -> Iterator[bytes]:
        """The content of a file, piece by piece."""
        digest, size = hashlib.sha256(), 0
        try:
            with self._archive.open(file_member(file.path)) as source:
                while part := source.read(_PART):
                    size += len(part)
                    if size > file.size:
                        break
                    digest.update(part)
                    yield part
        except (*_BROKEN, KeyError) as error:
            raise BackupRefused(f"file {file.path} is damaged: {error}") from None
        _compare(f"file {file.path}", (size, digest.hexdigest()), (file.size, file.sha256))

    def content(self, path: str) -> bytes | None:
        """A small file as a whole, None when it is not in the backup."""
        for file in self.manifest.files:
            if file.path == path:
                return b"".join(self.parts(file))
        return None

    def _lines(self, table: TableFacts, what: str) -> Iterator[bytes]:
        left = table.size
        try:
            with self._archive.open(table_member(table.name)) as source:
                while line := source.readline(min(left, LONGEST_LINE) + 1):
                    left -= len(line)
                    if left < 0 or not line.endswith(b"\n"):
                        raise BackupRefused(f"{what} is longer than listed, or cut short")
                    yield line
        except (*_BROKEN, KeyError) as error:
            raise BackupRefused(f"{what} is damaged: {error}") from None

    def _manifest(self) -> Manifest:
        members = self._archive.infolist()
        if len(members) > MOST_MEMBERS:
            raise BackupRefused("not a backup: far too many files in it")
        found = next((one for one in members if one.filename == MANIFEST), None)
        if found is None or found.file_size > MOST_MANIFEST:
            raise BackupRefused("not a backup, or one that was never finished: no list of contents")
        try:
            manifest = from_plain(json.loads(self._archive.read(found)))
        except (*_BROKEN, ValueError, RecursionError) as error:
            raise BackupRefused(f"its list of contents is damaged: {error}") from None
        listed = [table_member(one.name) for one in manifest.tables]
        listed += [file_member(one.path) for one in manifest.files]
        if sorted([*listed, MANIFEST]) != sorted(one.filename for one in members):
            raise BackupRefused("what is in it is not what its list of contents says")
        return manifest


def _rows_of(line: bytes, width: int, what: str) -> Rows:
    if len(line) > PLAIN_LINE and len(_STRING.sub(b"", line)) > MOST_BONES:
        raise BackupRefused(f"{what} has a line that is no list of rows")
    try:
        rows = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BackupRefused(f"{what} is damaged: {error}") from None
    if type(rows) is not list or not 0 < len(rows) <= MOST_ROWS_A_LINE:
        raise BackupRefused(f"{what} has a line that is no list of rows")
    for row in rows:
        if type(row) is not list or len(row) != width:
            raise BackupRefused(f"{what} has a row of the wrong width")
    return rows


def _compare(what: str, found: tuple[int, str], listed: tuple[int, str]) -> None:
    if found != listed:
        raise BackupRefused(f"{what} was altered or damaged: it is not what was written")
