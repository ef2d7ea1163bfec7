"""The evidence bundle: a zip of JSON files from which another machine recounts a contest.

`manifest.json` names every file with its SHA-256. `people.jsonl` holds one person
a line under a pseudonym, so that memory does not grow with the contest.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

FORMAT = "thiso-evidence-1"
MANIFEST, CONTEST, PEOPLE, BOARDS, AUDIT, NOTE = (
    "manifest.json", "contest.json", "people.jsonl", "boards.json", "audit.jsonl", "DOC-TRUOC.txt",
)  # fmt: skip
LONGEST_LINE = 8 * 1024 * 1024
MOST_UNPACKED = 8 * 1024 * 1024 * 1024


class BundleRefused(ValueError):
    """A file that is no evidence bundle, is damaged or was altered; the text says which part."""


def write(
    path: Path,
    *,
    note: str,
    contest: Mapping[str, Any],
    people: Iterable[Mapping[str, Any]],
    boards: Mapping[str, Any],
    audit: Iterable[Mapping[str, Any]],
) -> None:
    """Write a bundle; `people` and `audit` are taken one by one."""
    digests: dict[str, str] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        _put(archive, NOTE, [note.encode()], digests)
        _put(archive, CONTEST, [_json(contest)], digests)
        _put(archive, PEOPLE, (_json(one) + b"\n" for one in people), digests)
        _put(archive, BOARDS, [_json(boards)], digests)
        _put(archive, AUDIT, (_json(one) + b"\n" for one in audit), digests)
        archive.writestr(MANIFEST, _json({"format": FORMAT, "sha256": digests}))


class Bundle:
    """A bundle that is read: digests are checked before anything is believed."""

    def __init__(self, path: Path) -> None:
        try:
            self._archive = zipfile.ZipFile(path)
            self._check()
        except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
            raise BundleRefused(str(error)) from None

    def contest(self) -> dict[str, Any]:
        """Rules, rounds, questions and keys."""
        return self._load(CONTEST)

    def boards(self) -> dict[str, Any]:
        """The unit boards as they were published."""
        return self._load(BOARDS)

    def people(self) -> Iterator[dict[str, Any]]:
        """One person after the other."""
        yield from self._lines(PEOPLE)

    def audit(self) -> Iterator[dict[str, Any]]:
        """The entries of the audit chain in their order."""
        yield from self._lines(AUDIT)

    def _check(self) -> None:
        if sum(info.file_size for info in self._archive.infolist()) > MOST_UNPACKED:
            raise BundleRefused("too large")
        manifest = json.loads(self._archive.read(MANIFEST))
        if manifest.get("format") != FORMAT:
            raise BundleRefused("not an evidence bundle")
        for name in (NOTE, CONTEST, PEOPLE, BOARDS, AUDIT):
            with self._archive.open(name) as file:
                if _digest_of(file) != manifest["sha256"][name]:
                    raise BundleRefused(f"{name} was altered")

    def _load(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._archive.read(name))
        return found

    def _lines(self, name: str) -> Iterator[dict[str, Any]]:
        with self._archive.open(name) as file:
            while line := file.readline(LONGEST_LINE):
                yield json.loads(line)


def _put(
    archive: zipfile.ZipFile, name: str, parts: Iterable[bytes], digests: dict[str, str]
) -> None:
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as file:
        for part in parts:
            digest.update(part)
            file.write(part)
    digests[name] = digest.hexdigest()


def _digest_of(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while part := file.read(1024 * 1024):
        digest.update(part)
    return digest.hexdigest()


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
