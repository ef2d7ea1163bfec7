"""Bringing a file in: read and checked, looked at, then confirmed. Nothing is a bank before that.

What was read is kept as the answer of a job, whether a worker read it or, when the file is
small, the request itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.domain.bank_fields import BANK
from app.domain.bank_losses import PlaceUnit
from app.domain.errors import InvalidRequest, NotFound
from app.domain.questions import Key, Question
from app.domain.text import clean_line
from app.formats.bank_naming import is_id, name_from_file
from app.formats.bank_source import AUTO, Source
from app.formats.read_bank import ReadBank
from app.formats.text_decode import MOST_BYTES
from app.formats.weighing import unpacked_size
from app.services import bank_conversion, bank_holds, bank_images, bank_imports, jobs
from app.services.bank_imports import Imported
from app.services.bank_upload_packing import pack, unpack, unpack_page, unpack_topics
from app.services.bank_upload_rows import Plain, found_in
from app.services.jobs import JobView, Outcome
from app.storage import banks as storage

READ, STORE = "bank.read", "bank.store"
AT_ONCE_BYTES = 1024 * 1024
"""Files with less than this to read are read while the organiser waits."""
AT_ONCE_QUESTIONS = 500
_MAYBE_OLD_FONT = frozenset({"table.no_heading", "file.no_questions", "file.unknown_format"})
READING, CHECKED, ALL = 60, 75, 100
"""How far the work is, in percent, when a file is read, checked and kept."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What was found in an uploaded file. `errors`, `warnings` and `losses` are kept rows.

    `old_font` is "TCVN3", "VNI" or "auto" when converting is worth offering, `encoding` what
    the file's letters were guessed to be, `stored` slug and number once it is confirmed.
    """

    token: str
    file_name: str
    format: str
    legacy: str
    unit: PlaceUnit
    count: int
    slug: str
    title: str
    named: bool
    refused: bool
    old_font: str
    encoding: str
    can_reread: bool
    errors: Plain
    warnings: Plain
    losses: Plain
    stored: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class Begun:
    """An upload: read already, or waiting for a worker."""

    token: str
    ended: bool


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A version that is stored, or the token of the job that stores it."""

    imported: Imported | None
    job: str = ""


def begin(
    data: bytes,
    *,
    file_name: str,
    format: str = "",
    legacy: str = "",
    language: str,
    account_id: int,
    now: datetime,
) -> Begun:
    """Read a small file at once, give a large one to the background.

    `format` and `legacy` as in `bank_conversion.read_any`, "" to look at the file itself.
    """
    params = {"title": file_name, "format": format, "legacy": legacy, "language": language}
    given: dict[str, Any] = {"kind": READ, "account_id": account_id, "params": params, "now": now}
    if len(data) <= MOST_BYTES and unpacked_size(data) > AT_ONCE_BYTES:
        return Begun(jobs.add(data=data, **given), ended=False)
    outcome = read_upload(data, params)
    return Begun(jobs.add_ended(data=data, outcome=outcome, **given), ended=True)


def read_upload(
    data: bytes, params: Mapping[str, Any], progress: Callable[[int, int], None] | None = None
) -> Outcome:
    """Read and check a file; what a job of kind `READ` does."""
    tell = progress or (lambda done, total: None)
    name, legacy = str(params["title"]), str(params["legacy"])
    format = str(params["format"]) or bank_conversion.guess_format(data, name)
    read = bank_conversion.read_any(
        data,
        name,
        format or None,
        image_exists=bank_images.weights(),
        legacy=legacy,
        progress=lambda done, total: tell(READING * done // max(total, 1), ALL),
    )
    tell(CHECKED, ALL)
    naming = name_from_file(name)
    source = Source(naming, legacy=legacy)
    result = {
        "format": format,
        "unit": read.unit.value,
        "count": read.question_count,
        "slug": read.bank.slug if read.bank else "",
        "title": read.bank.title if read.bank else "",
        "named": bool(read.bank and (format == "yaml" or read.bank.slug != naming.slug)),
        "old_font": "" if legacy else _old_font(read, data, name, format),
        "encoding": _guessed_encoding(read),
        **found_in(read, data, source, is_yaml=format == "yaml"),
    }

    def packing(done: int, total: int) -> None:
        tell(CHECKED + (ALL - CHECKED) * done // total, ALL)

    packed = pack(read.bank, packing) if read.bank else None
    return Outcome(result, packed, keep_input=len(data) <= MOST_BYTES)


def _old_font(read: ReadBank, data: bytes, name: str, format: str) -> str:
    """The old font that a file seems to be typed in."""
    said = {problem.args.get("encoding") for problem in read.problems}
    for font in ("TCVN3", "VNI"):
        if font in said:
            return font
    if not read.ok and any(problem.code in _MAYBE_OLD_FONT for problem in read.problems):
        # Perhaps only the headings and marks could not be recognised in the old font.
        again = bank_conversion.read_any(data, name, format or None, legacy=AUTO)
        return AUTO if again.question_count > read.question_count else ""
    return ""


def _guessed_encoding(read: ReadBank) -> str:
    found = (p.args["encoding"] for p in read.problems if p.code == "text.encoding_guessed")
    return next(found, "")


def get_read_file(token: str, account_id: int) -> ReadFile:
    """What was found in an upload; raises `NotFound`, also while it is not read yet."""
    job = _read_job(token, account_id)
    found = jobs.get_result(token, account_id)
    stored = found.get("stored")
    return ReadFile(
        token=token,
        file_name=job.title,
        format=found["format"],
        legacy=str(job.params["legacy"]),
        unit=PlaceUnit(found["unit"]),
        count=found["count"],
        slug=found["slug"],
        title=found["title"],
        named=found["named"],
        refused=not found["slug"],
        old_font=found["old_font"],
        encoding=found["encoding"],
        can_reread=jobs.has_input(token, account_id),
        errors=found["errors"],
        warnings=found["warnings"],
        losses=found["losses"],
        stored=(stored["slug"], stored["number"]) if stored else None,
    )


def list_questions(
    token: str, account_id: int, *, offset: int, limit: int
) -> tuple[list[tuple[Question, Key]], dict[str, str]]:
    """Some questions of an upload with their keys, and the titles of its topics.

    Raises `NotFound` when there is no bank, or it is stored already.
    """
    _read_job(token, account_id)
    packed = jobs.get_output(token, account_id)
    return unpack_page(packed, offset, limit), unpack_topics(packed)


def read_again(
    token: str, *, format: str, legacy: str, language: str, account_id: int, now: datetime
) -> Begun:
    """Read an upload in another way, in its place. Raises `NotFound`."""
    job = _read_job(token, account_id)
    data = jobs.get_input(token, account_id)
    begun = begin(
        data,
        file_name=job.title,
        format=format,
        legacy=legacy,
        language=language,
        account_id=account_id,
        now=now,
    )
    jobs.discard(token, account_id)
    return begun


def discard(token: str, *, account_id: int) -> None:
    """Forget an upload. Raises `NotFound`."""
    _read_job(token, account_id)
    jobs.discard(token, account_id)


def confirm(
    token: str, *, slug: str, title: str, language: str, account_id: int, now: datetime
) -> Confirmed:
    """Store an upload as a version of the bank `slug`; a large one is stored in the background.

    Raises `NotFound` and `InvalidRequest` (paths slug and title).
    """
    found = get_read_file(token, account_id)
    slug, title = _checked_names(slug, title)
    _refuse_held(slug, account_id, now)
    if found.count > AT_ONCE_QUESTIONS and found.stored is None:
        params = {
            "title": found.file_name,
            "upload": token,
            "slug": slug,
            "bank_title": title,
            "language": language,
        }
        job = jobs.add(kind=STORE, account_id=account_id, params=params, now=now)
        return Confirmed(None, job)
    return Confirmed(store(token, slug=slug, title=title, account_id=account_id, now=now))


def store(token: str, *, slug: str, title: str, account_id: int, now: datetime) -> Imported:
    """Store an upload at once; what a job of kind `STORE` does.

    An upload that is stored already is left as it is. Raises `NotFound`,
    and `InvalidRequest` (slug) for a bank that another's contest holds.
    """
    job = _read_job(token, account_id)
    known = jobs.get_result(token, account_id).get("stored")
    if known:
        return _stored(known["slug"], known["number"])
    _refuse_held(slug, account_id, now)
    bank = replace(unpack(jobs.get_output(token, account_id)), slug=slug, title=title)
    imported = bank_imports.store_bank(bank, file_name=job.title, account_id=account_id, now=now)
    stored = {"slug": imported.slug, "number": imported.number}
    jobs.conclude(token, account_id, {"stored": stored})
    return imported


def _stored(slug: str, number: int) -> Imported:
    facts = storage.find_version(slug, number)
    if facts is None:
        raise NotFound()
    return Imported(slug, facts.title, number, facts.question_count, (), already_there=True)


def _refuse_held(slug: str, account_id: int, now: datetime) -> None:
    if bank_holds.held_among((slug,), account_id, now):
        raise InvalidRequest((("slug", "held"),))


def _checked_names(slug: str, title: str) -> tuple[str, str]:
    slug, title = slug.strip(), clean_line(title)
    errors = []
    if not is_id(slug):
        errors.append(("slug", "format"))
    if not title or not title.isprintable():
        errors.append(("title", "missing"))
    elif len(title) > BANK["title"].longest:
        errors.append(("title", "too_long"))
    if errors:
        raise InvalidRequest(tuple(errors))
    return slug, title


def _read_job(token: str, account_id: int) -> JobView:
    job = jobs.get(token, account_id)
    if job.kind != READ or not job.ended_well:
        raise NotFound()
    return job
