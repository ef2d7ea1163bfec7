"""What an organiser decides of a contest's certificates: words, look, and who earns which."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.bank_codec import canonical_json
from app.domain.certificate_awards import awards_from_plain, awards_to_plain, clean_awards
from app.domain.certificate_templates import (
    Template,
    clean_template,
    day_text,
    fill,
    template_from_plain,
    values_of,
)
from app.domain.certificates import WHOLE_CONTEST, Awards, Facts, Kind
from app.domain.divisions import board_key
from app.domain.errors import InvalidRequest
from app.formats import certificate_pdf
from app.formats.certificate_pdf import Sheet
from app.services import audit, contests
from app.services.contests import ContestView
from app.services.transactions import writing
from app.storage import certificates as storage

__all__ = ["Awards", "Settings", "Template", "find_settings", "preview", "save_settings"]
SAMPLE_NAME = "Nguyễn Thị Minh Hạnh"
SAMPLE_CODE = "XXXXX-XXXXX"
"""Not a code: its check sign is wrong, so that no sample passes for a certificate."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The template and the awards of a contest; `saved_at` is None while nobody has saved any."""

    template: Template
    awards: Awards
    saved_at: datetime | None


def find_settings(contest_id: int) -> Settings:
    """The settings of a contest, the usual ones before somebody has saved any."""
    kept = storage.find_template(contest_id)
    if kept is None:
        return Settings(Template(), Awards(), None)
    plain = json.loads(kept.content)
    return Settings(
        template_from_plain(plain["template"]), awards_from_plain(plain["awards"]), kept.updated_at
    )


def save_settings(
    slug: str, *, template: Template, awards: Awards, account_id: int | None, now: datetime
) -> None:
    """Keep template and awards. Certificates that have been given out stay as they are.

    Raises `NotFound`, and `InvalidRequest` with the faults of `clean_template` and
    `clean_awards`, all at once.
    """
    contest = contests.get_contest(slug)
    template, faults = clean_template(template)
    divisions = [board_key(one.code) for one in contest.rules.divisions]
    awards, more = clean_awards(awards, [one.number for one in contest.rounds], divisions)
    if faults or more:
        raise InvalidRequest((*faults, *more))
    plain = {"template": template.plain(), "awards": awards_to_plain(awards)}
    with writing() as session:
        storage.put_template(
            session, contest.id, canonical_json(plain), account_id=account_id, now=now
        )
        audit.record(
            session,
            account_id=account_id,
            act="certificate.template",
            subject=f"contest/{slug}",
            detail={"awards": plain["awards"]},
            now=now,
        )


def preview(
    contest: ContestView, template: Template, awards: Awards, *, where: str, now: datetime
) -> bytes:
    """A sample certificate as PNG, of the highest kind that is given out.

    What is at fault in the template is drawn as well as it can be; raises `InvalidRequest`
    for looks and placeholders that there are not.
    """
    template, faults = clean_template(template)
    serious = [one for one in faults if one[1].startswith("unknown")]
    if serious:
        raise InvalidRequest(serious)
    facts = _sample(awards)
    sheet = make_sheet(
        template,
        facts,
        contest=contest,
        name=SAMPLE_NAME,
        code=SAMPLE_CODE,
        issued_at=now,
        address=where,
    )
    return certificate_pdf.draw(template, sheet, where=_spoken(where))


def make_sheet(
    template: Template,
    facts: Facts,
    *,
    contest: ContestView,
    name: str,
    code: str,
    issued_at: datetime,
    address: str,
) -> Sheet:
    """A certificate with its words filled in; `address` is that of its check page."""
    values = values_of(
        facts,
        name=name,
        contest=contest.title,
        round_title=round_title(contest, facts.scope),
        issued_at=issued_at,
    )
    return Sheet(name, fill(template.body, values), code, address, day_text(issued_at))


def print_sheets(template: Template, sheets: Sequence[Sheet], *, where: str) -> bytes:
    """Certificates as PDF; `where` is the address at which codes are typed in."""
    return certificate_pdf.write(template, sheets, where=_spoken(where))


def round_title(contest: ContestView, scope: int) -> str | None:
    """The title of a round that certificates are about; None for the whole contest."""
    if scope == WHOLE_CONTEST:
        return None
    return next((one.title for one in contest.rounds if one.number == scope), None)


def _spoken(address: str) -> str:
    return address.partition("://")[2] or address


def _sample(awards: Awards) -> Facts:
    units = ("Phường Minh Xuân", "Sở Khoa học và Công nghệ")
    if awards.prizes:
        prize = awards.prizes[0]
        text = prize.text or "…"
        return Facts(Kind.PRIZE, prize.scope, *units, text, prize.group, 1, 1234, 20_000, 20_000)
    if awards.share is not None:
        return Facts(Kind.ACHIEVEMENT, WHOLE_CONTEST, *units, None, None, 42, 1234, 18_500, 20_000)
    return Facts(Kind.PARTICIPATION, WHOLE_CONTEST, *units)
