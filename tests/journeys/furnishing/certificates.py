"""Certificates of a contest that is over: given out, one of them taken back."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from app.domain.certificates import Awards, Prize
from app.services import (
    attempts,
    boards,
    certificate_batches,
    certificate_templates,
    certificates,
    contests,
    starting,
)
from app.services.accounts import Identity
from app.services.certificate_templates import Template
from tests.journeys.furnishing import Furnishing

NO_PAGES = {
    "organiser.export_certificates",
    "organiser.preview_certificate",
    "play.download_certificate",
}


def pages(furnishing: Furnishing) -> dict[str, str]:
    """The organiser's two pages, a participant's list, and two certificates being checked."""
    slug = _over(furnishing)
    desk = f"/organiser/contests/{slug}/certificates"
    mine = certificates.list_own(furnishing.organiser.who.person_id)[0]
    rows, _ = certificates.list_certificates(slug)
    other = next(one for one in rows if one.code != mine.code)
    certificates.withdraw(slug, other.code, reason="Thi hộ", account_id=None, now=datetime.now(UTC))
    return {
        "organiser.show_certificates": desk,
        "organiser.show_certificates none": f"/organiser/contests/{furnishing.slug}/certificates",
        "organiser.edit_certificates": f"{desk}/template",
        "play.list_certificates": "/certificates",
        "public.show_certificate": f"/certificates/{mine.code}",
        "public.show_certificate withdrawn": f"/certificates/{other.code}",
    }


def _over(furnishing: Furnishing) -> str:
    site, now = furnishing.site, datetime.now(UTC)
    begun = now - timedelta(days=2)
    slug = site.contest(
        opens_in=timedelta(days=-3), closes_in=timedelta(days=-1), result_policy="score"
    )
    for who in (furnishing.organiser.who, site.participant("Ma Văn Páo").who):
        identity = Identity(who.account_id, who.epoch)
        started = starting.start(slug=slug, who=who, now=begun, seed=secrets.token_hex(16))
        attempts.submit(attempt_id=started.attempt_id, identity=identity, prediction=1, now=begun)
    boards.refresh(now)
    contests.settle_prediction(slug, round_number=1, value=2, account_id=None, now=now)
    contests.finalise(slug, account_id=None, now=now)
    awards = Awards(prizes=(Prize("Giải Nhất", 1, 1),))
    template = Template(issuer="UỶ BAN NHÂN DÂN TỈNH\nSỞ KHOA HỌC VÀ CÔNG NGHỆ")
    certificate_templates.save_settings(
        slug, template=template, awards=awards, account_id=None, now=now
    )
    certificate_batches.issue_all(slug, account_id=None, now=now, below=secrets.randbelow)
    return slug
