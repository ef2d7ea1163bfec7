"""Settings from the environment, checked once at start."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
ROOT = Path(__file__).resolve().parent.parent
DEFAULT_PROVINCE = 8  # Tuyên Quang, in the numbering of July 2025


class BadSettings(ValueError):
    """Settings that cannot be used; the message lists every one and how to mend it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All that the environment decides. `database_url` is in SQLAlchemy's form.

    `backup_keep` is how many days, weeks and months are kept; `backup_hour` is Vietnamese time.
    `instance` is the folder with the secret, keys, uploads, audit heads and boards as files:
    on several machines it is one that all of them share.
    """

    database_url: str
    secret_key: str
    instance: Path
    redis_url: str | None = None
    port: int = 8000
    web_concurrency: int = 2
    threads: int = 8
    trusted_hosts: tuple[str, ...] = ()
    proxy_hops: int = 0
    province_code: int = DEFAULT_PROVINCE
    demo: bool = True
    secure_cookies: bool = False
    backup_dir: Path | None = None
    backup_hour: int = 2
    backup_keep: tuple[int, int, int] = (7, 5, 12)
    replica_url: str | None = None


def read_settings(environ: Mapping[str, str] = os.environ, root: Path = ROOT) -> Settings:
    """The settings of this process; raises `BadSettings` naming all that is wrong at once."""
    problems: list[str] = []
    named = environ.get("INSTANCE_FOLDER", "").strip()
    instance = Path(named) if named else root / "instance"
    if not instance.is_absolute() and named:
        problems.append(f"INSTANCE_FOLDER={named!r}: use a whole path, as /srv/shared/thiso")

    def read(name: str, default: T, parse: Callable[[str], T]) -> T:
        raw = environ.get(name, "").strip()
        if not raw:
            return default
        try:
            return parse(raw)
        except ValueError as error:
            problems.append(f"{name}={raw!r}: {error}")
            return default

    settings = Settings(
        instance=instance,
        database_url=read("DATABASE_URL", f"sqlite:///{instance / 'thiso.sqlite3'}", _database),
        redis_url=read("REDIS_URL", None, _redis),
        secret_key=read("SECRET_KEY", "", _secret),
        port=read("PORT", 8000, _whole(1, 65535)),
        web_concurrency=read("WEB_CONCURRENCY", 2, _whole(1, 64)),
        threads=read("THREADS", 8, _whole(1, 64)),
        trusted_hosts=read("TRUSTED_HOSTS", (), _hosts),
        proxy_hops=read("PROXY_HOPS", 0, _whole(0, 10)),
        province_code=read("PROVINCE_CODE", DEFAULT_PROVINCE, _province),
        demo=read("DEMO", True, _yes_no),
        secure_cookies=read("SECURE_COOKIES", False, _yes_no),
        backup_dir=read("BACKUP_DIR", None, _folder),
        backup_hour=read("BACKUP_HOUR", 2, _whole(0, 23)),
        backup_keep=read("BACKUP_KEEP", (7, 5, 12), _keep),
        replica_url=read("REPLICA_URL", None, _replica),
    )
    if problems:
        raise BadSettings("Bad settings:\n  " + "\n  ".join(problems))
    return settings if settings.secret_key else _with_kept_secret(settings)


def _with_kept_secret(settings: Settings) -> Settings:
    from dataclasses import replace

    return replace(settings, secret_key=kept_secret(settings.instance))


def kept_secret(instance: Path) -> str:
    """The secret made once and kept in the instance folder, readable by its owner alone."""
    instance.mkdir(parents=True, exist_ok=True)
    made = made_once(instance / "secret_key", lambda: secrets.token_urlsafe(48).encode())
    return made.decode("ascii").strip()


def made_once(path: Path, make: Callable[[], bytes]) -> bytes:
    """What a file holds, made by whoever comes first: of several processes, on however many
    machines with this folder, all read the same, and none reads half of it.
    """
    if not path.exists():
        # Two machines may give their processes one number: only chance gives names of one's own.
        draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(make())
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(draft, path)
        finally:
            draft.unlink()
    return path.read_bytes()


def _database(raw: str) -> str:
    for prefix in ("postgresql+psycopg://", "postgresql://", "postgres://"):
        if raw.startswith(prefix):
            return "postgresql+psycopg://" + raw.removeprefix(prefix)
    if raw.startswith("sqlite:///"):
        return raw
    raise ValueError("use sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME")


def _replica(raw: str) -> str:
    url = _database(raw)
    if url.startswith("sqlite"):
        raise ValueError("use postgresql://USER:PASSWORD@HOST/NAME of a hot standby")
    return url


def _redis(raw: str) -> str:
    if raw.startswith(("redis://", "rediss://", "unix://")):
        return raw
    raise ValueError("use redis://HOST:PORT/NUMBER")


def _secret(raw: str) -> str:
    if len(raw) < 16:
        raise ValueError("use at least 16 characters, or leave it out to have one made")
    return raw


def _whole(low: int, high: int) -> Callable[[str], int]:
    def parse(raw: str) -> int:
        if not (raw.isascii() and raw.isdigit() and low <= int(raw) <= high):
            raise ValueError(f"use a whole number from {low} to {high}")
        return int(raw)

    return parse


def _hosts(raw: str) -> tuple[str, ...]:
    hosts = tuple(host.strip() for host in raw.split(",") if host.strip())
    if any("/" in host or " " in host for host in hosts):
        raise ValueError("use host names parted by commas, without http:// or paths")
    return hosts


def _folder(raw: str) -> Path:
    # Not whether it is there: a disk for backups that is gone must not keep a contest from running.
    path = Path(raw)
    if not path.is_absolute():
        raise ValueError("use a whole path, as /var/backups/thiso")
    return path


def _keep(raw: str) -> tuple[int, int, int]:
    parts = raw.split(",")
    if len(parts) != 3:
        raise ValueError("use three numbers parted by commas: days, weeks, months, as 7,5,12")
    days, weeks, months = (_whole(0, 1000)(part.strip()) for part in parts)
    return days, weeks, months


def _province(raw: str) -> int:
    code = _whole(1, 99)(raw)
    from vietnam_provinces import ProvinceCode

    if code not in {int(known) for known in ProvinceCode}:
        raise ValueError("use the official code of a province, as 8 for Tuyên Quang")
    return code


def _yes_no(raw: str) -> bool:
    answers = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if raw.lower() not in answers:
        raise ValueError("use 1 or 0")
    return answers[raw.lower()]
