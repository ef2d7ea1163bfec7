"""The files of the instance folder that belong into a backup, taken from it and put into it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from flask import current_app

from app.config import Settings
from app.domain.backups import KEY_FILES
from app.services import uploaded_files

SECRET = "secret_key"  # noqa: S105 - the name of its file


def instance() -> Path:
    """The instance folder."""
    return Path(_settings().instance)


def key_contents() -> dict[str, bytes]:
    """What the key files hold now.

    The secret goes along wherever it comes from: without it no receipt can be verified, and
    whoever is signed in would be signed out.
    """
    found = {SECRET: str(current_app.config["SECRET_KEY"]).encode()}
    for name in KEY_FILES:
        path = instance() / name
        if name != SECRET and path.is_file():
            found[name] = path.read_bytes()
    return found


def has_given_secret() -> bool:
    """Whether SECRET_KEY names the secret, and not the file in the instance folder."""
    path = instance() / SECRET
    kept = path.read_text(encoding="utf-8").strip() if path.is_file() else None
    return bool(kept != _settings().secret_key)


class Pins:
    """Uploaded files as they are now, held fast: deleting one leaves it here until the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hold(self) -> None:
        """Hold what is there now and was not yet."""
        source = instance() / uploaded_files.FOLDER
        if not source.is_dir():
            return
        for one in source.iterdir():
            if not one.name.startswith("."):
                _link(one, self._folder / one.name)

    def path(self, sha256: str) -> Path:
        """Where a held file lies."""
        return self._folder / sha256


@contextmanager
def pinned() -> Iterator[Pins]:
    """Hold the uploaded files until the block ends. Links: they take no room."""
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=instance()) as folder:
        pins = Pins(Path(folder))
        pins.hold()
        yield pins


class Place:
    """Puts files into the instance folder; `undo` knows how to take them away again."""

    def __init__(self, now: datetime, undo: ExitStack) -> None:
        self._stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        self._undo = undo

    def put(self, name: str, parts: Iterable[bytes]) -> None:
        """Write a file. What lies in the way is put aside, unless it is the same."""
        target = instance() / name
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=".")  # Mode 0600.
        made = Path(temporary)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.writelines(parts)
                file.flush()
                os.fsync(file.fileno())
            if target.is_file() and _same(target, made):
                return
            self.put_aside(name)
            made.replace(target)
            self._undo.callback(lambda: target.unlink(missing_ok=True))
        finally:
            made.unlink(missing_ok=True)

    def put_aside(self, name: str) -> None:
        """Keep a file that is there as `<name>.before-<time>`."""
        path = instance() / name
        if path.exists():
            aside = path.with_name(f"{path.name}.before-{self._stamp}")
            path.replace(aside)
            self._undo.callback(lambda: aside.replace(path))


@contextmanager
def placing(now: datetime) -> Iterator[Place]:
    """A place for files; everything is as it was when the block raises."""
    with ExitStack() as undo:
        yield Place(now, undo)
        undo.pop_all()


def _same(one: Path, other: Path) -> bool:
    return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except (FileExistsError, FileNotFoundError):
        pass  # Held already, or deleted just now.
    except OSError:
        shutil.copyfile(source, target)  # Some disks know no links.


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
