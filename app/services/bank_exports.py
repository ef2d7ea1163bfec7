"""A version of a bank as a file in any format, with all that the format cannot carry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from app.domain.bank_codec import bank_from_plain
from app.domain.bank_losses import Loss
from app.domain.errors import NotFound
from app.domain.questions import Bank
from app.formats import bank_templates
from app.formats.registry import FORMATS
from app.services import banks, jobs
from app.services.bank_upload_rows import losses_to_plain
from app.services.jobs import Outcome
from app.storage import banks as storage
from app.storage.banks import VersionFacts

EXPORT: Final = "bank.export"
AT_ONCE_QUESTIONS: Final = 500
OFFERED: Final = ("xlsx", "docx", "yaml", "gift", "aiken", "moodle-xml", "qti", "csv")
"""The formats that pages offer, those that most people use first."""
_MEDIA_TYPES: Final = {
    ".yaml": "application/yaml",
    ".gift": "text/plain; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".zip": "application/zip",
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Exported:
    """A bank as a file; `losses` is what the file does not hold."""

    data: bytes
    file_name: str
    media_type: str
    losses: tuple[Loss, ...]


def is_large(slug: str, number: int | None) -> bool:
    """Whether writing the version takes too long for a page; raises `NotFound`."""
    return _found(slug, number).question_count > AT_ONCE_QUESTIONS


def write(slug: str, number: int | None, format: str) -> Exported:
    """Write a version with its newest keys, the newest version without a number.

    Raises `NotFound`, also for an unknown format.
    """
    if format not in FORMATS:
        raise NotFound()
    facts, kind = _found(slug, number), FORMATS[format]
    done = kind.write(_bank(facts))
    name = f"{slug}-{facts.number}{kind.ending}"
    return Exported(done.data, name, media_type_of(kind.ending), done.losses)


def begin(
    slug: str,
    number: int | None,
    format: str,
    *,
    language: str,
    account_id: int,
    now: datetime,
) -> str:
    """Have a version written in the background; returns the job's token. Raises `NotFound`."""
    facts = _found(slug, number)
    if format not in FORMATS:
        raise NotFound()
    params = {
        "title": facts.title,
        "slug": slug,
        "number": facts.number,
        "format": format,
        "language": language,
    }
    return jobs.add(kind=EXPORT, account_id=account_id, params=params, now=now)


def write_job(params: Mapping[str, Any]) -> Outcome:
    """Do what a job of kind `EXPORT` does. Raises `NotFound`."""
    done = write(params["slug"], params["number"], params["format"])
    found = {"losses": losses_to_plain(done.losses)}
    return Outcome(found, done.data, done.file_name, done.media_type)


def template(kind: str) -> Exported:
    """The template to fill in: "xlsx" or "docx". Raises `NotFound` for others."""
    makers = {"xlsx": bank_templates.excel, "docx": bank_templates.word}
    if kind not in makers:
        raise NotFound()
    name = f"mau-ngan-hang-cau-hoi.{kind}"
    return Exported(makers[kind](), name, media_type_of(f".{kind}"), ())


def media_type_of(ending: str) -> str:
    """Return the media type of files with this ending."""
    return _MEDIA_TYPES.get(ending, "application/octet-stream")


def _found(slug: str, number: int | None) -> VersionFacts:
    facts = storage.find_version(slug, number)
    if facts is None:
        raise NotFound()
    return facts


def _bank(facts: VersionFacts) -> Bank:
    keys = storage.get_keys(facts.id, banks.latest_key_number(facts.id))
    return bank_from_plain(json.loads(storage.get_questions(facts.id)), json.loads(keys))
