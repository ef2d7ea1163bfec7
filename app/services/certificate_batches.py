"""Certificates of a whole contest: given out, judged again, and printed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.certificates import WHOLE_CONTEST, Kind
from app.domain.errors import ContestNotClosed, InvalidRequest, NotFound
from app.domain.text import fold
from app.formats.certificate_pdf import Sheet
from app.services import audit, contests
from app.services.certificate_results import Judged, count_earned, judge_all
from app.services.certificate_rows import RESULT, fallen, missing, row_of, view
from app.services.certificate_templates import Settings, find_settings, make_sheet, print_sheets
from app.services.contests import ContestView
from app.services.jobs import Outcome
from app.services.transactions import writing
from app.storage import certificates as storage
from app.storage.certificates import CertificateFacts
from app.storage.standings import Part

MOST_IN_FILE = 2000
"""Certificates in one file; a contest with more is printed in parts."""
Progress = Callable[[int, int], None]
Chance = Callable[[int], int]
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


def _silent(_done: int, _total: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Given:
    """What giving out came to: how many are new, and how many do not stand any more."""

    issued: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """How far a contest's certificates are; counts by kind.

    `may_issue` says whether anything can be given out by now.
    """

    settings: Settings
    earned: dict[Kind, int]
    given: dict[Kind, int]
    may_issue: bool

    @property
    def to_print(self) -> int:
        """How many certificates stand."""
        return sum(self.given.values())


def outlook(contest: ContestView, now: datetime) -> Outlook:
    """What has been earned and given out by now; a few queries, whatever its size."""
    settings = find_settings(contest.id)
    if contest.published_at is None:
        return Outlook(settings, {}, {}, False)
    earned = count_earned(contest, settings.awards, now)
    counted = storage.count_by_kind(contest.id)
    given = {kind: counted.get(kind.value, 0) for kind in Kind}
    return Outlook(settings, earned, given, any(earned.values()))


def issue_all(
    slug: str,
    *,
    account_id: int | None,
    now: datetime,
    below: Chance,
    progress: Progress = _silent,
) -> Given:
    """Give everybody what has been earned, and withdraw what is not true any more.

    Done again it changes nothing; stopped in between, it goes on where it was. Each piece
    is a transaction of its own, so that nobody who answers has to wait. Raises `NotFound`,
    and `ContestNotClosed` when nothing can be given out yet.
    """
    contest = contests.get_public_contest(slug)
    found = outlook(contest, now)
    if found.settings.saved_at is None or not found.may_issue:
        raise ContestNotClosed()
    given = _go_through(contest, now, below, progress)
    with writing() as session:
        audit.record(
            session,
            account_id=account_id,
            act="certificate.issue",
            subject=f"contest/{slug}",
            detail={"issued": given.issued, "withdrawn": given.withdrawn},
            now=now,
        )
    return given


def review_all(slug: str, *, account_id: int | None, now: datetime) -> int:
    """Withdraw what is not true any more, after a correction; returns how many that were.

    The boards must have been refreshed. Whoever has earned another one fetches it, or gets
    it from the next `issue_all`. Raises `NotFound`.
    """
    contest = contests.get_public_contest(slug)
    given = _go_through(contest, now, None, _silent)
    if given.withdrawn:
        with writing() as session:
            audit.record(
                session,
                account_id=account_id,
                act="certificate.review",
                subject=f"contest/{slug}",
                detail={"withdrawn": given.withdrawn},
                now=now,
            )
    return given.withdrawn


def _go_through(
    contest: ContestView, now: datetime, below: Chance | None, progress: Progress
) -> Given:
    """Judge everybody; without `below` nothing new is given."""
    awards = find_settings(contest.id).awards
    total = max(1, storage.count_reaching(Part(contest.id, WHOLE_CONTEST), None))
    issued = withdrawn = done = 0
    gone = set(storage.list_standing_ids(contest.id))
    for piece in judge_all(contest, awards, now):
        seen, given = _give(contest, piece, now=now, below=below)
        gone -= seen
        done += len(piece)
        issued += given.issued
        withdrawn += given.withdrawn
        progress(min(done, total), total)
    # Whoever is not on the board any more has nothing; a deleted person's result is kept.
    rest = [one for one in storage.list_of_people(contest.id, gone) if one.full_name]
    wrong = fallen(contest, None, rest)
    if wrong:
        with writing() as session:
            withdrawn += storage.withdraw(session, wrong, withdrawal=RESULT, reason="", now=now)
    return Given(issued, withdrawn)


def _give(
    contest: ContestView, piece: list[Judged], *, now: datetime, below: Chance | None
) -> tuple[set[int], Given]:
    owners = {one.public_id: one for one in storage.list_owners([one.person for one in piece])}
    seen = {owner.id for owner in owners.values()}
    kept: dict[int, list[CertificateFacts]] = {}
    for one in storage.list_of_people(contest.id, seen):
        kept.setdefault(one.person_id, []).append(one)
    wrong: list[int] = []
    rows: list[dict[str, Any]] = []
    for judged in piece:
        owner = owners.get(judged.person)
        if owner is None:
            continue
        had = kept.get(owner.id, [])
        bad = fallen(contest, judged, had)
        wrong += bad
        if below is not None:
            new = missing(judged, [one for one in had if one.id not in bad])
            rows += [row_of(contest.id, owner.id, one, now=now, below=below) for one in new]
    if not wrong and not rows:
        return seen, Given(0, 0)
    with writing() as session:
        withdrawn = storage.withdraw(session, wrong, withdrawal=RESULT, reason="", now=now)
        issued = storage.add_certificates(session, rows)
    return seen, Given(issued, withdrawn)


def print_all(
    slug: str,
    *,
    kind: Kind | None,
    part: int,
    where: str,
    address_of: Callable[[str], str],
    progress: Progress = _silent,
) -> bytes:
    """Certificates that stand as one PDF, by name; parts of `MOST_IN_FILE` count from 1.

    `where` is the page at which codes are typed in. Raises `NotFound` when there are none.
    """
    template, sheets = _sheets(slug, kind, part, address_of)
    progress(0, len(sheets))
    pdf = print_sheets(template, sheets, where=where)
    progress(len(sheets), len(sheets))
    return pdf


def print_singly(
    slug: str,
    *,
    kind: Kind | None,
    part: int,
    where: str,
    address_of: Callable[[str], str],
    progress: Progress = _silent,
) -> bytes:
    """The same as a ZIP of PDFs, one for each certificate, named by number, name and code."""
    template, sheets = _sheets(slug, kind, part, address_of)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, sheet in enumerate(sheets, start=1):
            pdf = print_sheets(template, [sheet], where=where)
            archive.writestr(_file_name(number, sheet), pdf)
            progress(number, len(sheets))
    return out.getvalue()


def print_job(params: Mapping[str, Any], progress: Progress) -> Outcome:
    """A file as a job makes it: `params` are slug, kind ("" for all), form
    ("pdf" or "zip"), part, where, and check: the address that codes are put behind."""
    how = {
        "kind": Kind(params["kind"]) if params["kind"] else None,
        "part": int(params["part"]),
        "where": params["where"],
        "address_of": lambda code: f"{params['check']}{code}",
        "progress": progress,
    }
    singly = params["form"] == "zip"
    part = f"-{params['part']}" if int(params["part"]) > 1 else ""
    name = f"giay-chung-nhan-{params['slug']}{part}"
    if singly:
        return Outcome({}, print_singly(params["slug"], **how), f"{name}.zip", "application/zip")
    return Outcome({}, print_all(params["slug"], **how), f"{name}.pdf", "application/pdf")


def _sheets(
    slug: str, kind: Kind | None, part: int, address_of: Callable[[str], str]
) -> tuple[Any, list[Sheet]]:
    contest = contests.get_public_contest(slug)
    if part < 1:
        raise InvalidRequest((("part", "range"),))
    rows = storage.list_to_print(
        contest.id,
        kind.value if kind else None,
        offset=(part - 1) * MOST_IN_FILE,
        limit=MOST_IN_FILE,
    )
    if not rows:
        raise NotFound()
    template = find_settings(contest.id).template
    return template, [
        make_sheet(
            template,
            view(one, contest).facts,
            contest=contest,
            name=one.full_name,
            code=one.code,
            issued_at=one.issued_at,
            address=address_of(one.code),
        )
        for one in rows
    ]


def _file_name(number: int, sheet: Sheet) -> str:
    name = _NOT_IN_NAMES.sub("-", fold(sheet.name)).strip("-")[:60]
    return "-".join(filter(None, (f"{number:04d}", name, sheet.code))) + ".pdf"
