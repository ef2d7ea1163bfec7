"""What the words of addresses stand for: taken from the furnished pages, the rest looked up."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from sqlalchemy import select, text

from app.services import (
    announcements,
    backup_shelf,
    certificates,
    halls,
    jobs,
)
from app.storage.db import db
from app.storage.tables import ContestExclusion, UnitContact
from tests.journeys.site import BANK, Participant, Site
from tests.web.matrix.scene import Scene

_ABOUT_ANNOUNCEMENTS = (
    "organiser.edit_announcement",
    "organiser.publish_announcement",
    "organiser.withdraw_announcement",
    "organiser.delete_announcement",
    "public.show_announcement",
)
_ABOUT_OPEN_ATTEMPTS = (
    "play.show_attempt",
    "play.save_answers",
    "play.confirm_submission",
    "play.submit_attempt",
)
_ABOUT_CORRECTIONS = (
    "organiser.try_correction",
    "organiser.approve_correction",
    "organiser.reject_correction",
)


def values_of(app: Flask, pages: dict[str, str]) -> dict[str, dict[str, Any]]:
    """What the furnished addresses hold, by endpoint; the first address of an endpoint counts."""
    adapter = app.url_map.bind("localhost")
    found: dict[str, dict[str, Any]] = {}
    for address in pages.values():
        endpoint, given = adapter.match(address.partition("?")[0], method="GET")
        found.setdefault(endpoint, dict(given))
    return {**found, **_alike(app, found)}


def _alike(app: Flask, known: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """An act takes the words of the page that it is done on: the one with most of its address."""
    rules = {one.endpoint: one for one in app.url_map.iter_rules()}
    more = {}
    for endpoint, rule in rules.items():
        if endpoint in known or not rule.arguments:
            continue
        pages = [one for one in known if rule.arguments <= known[one].keys()]
        near = max(pages, key=lambda one: _shared(rules[one].rule, rule.rule), default=None)
        if near is not None and _shared(rules[near].rule, rule.rule) > len("/organiser/x"):
            more[endpoint] = known[near]
    return more


def _shared(one: str, other: str) -> int:
    """How many characters two rules begin with alike."""
    pairs = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _ in pairs)


def more_values(
    made: Scene, site: Site, owner: Participant, slug: str, given: dict[str, int]
) -> None:
    account_id, person_id = owner.who.account_id, owner.who.person_id
    hall = halls.open_hall(
        slug, title="Hội trường", commune=None, organisation=None, account_id=account_id,
        now=_now(), below=lambda most: most // 2,
    )  # fmt: skip
    values = made.values
    ended = certificates.list_own(person_id)[0]
    over = values["organiser.show_certificates"]["slug"]
    receipt = db.session.scalar(
        text("SELECT receipt FROM attempts WHERE receipt IS NOT NULL AND person_id = :id"),
        {"id": person_id},
    )
    exclusion = db.session.scalars(select(ContestExclusion.id).order_by(ContestExclusion.id))
    unit = values["organiser.show_unit"]
    photo, contact = (
        db.session.scalar(text("SELECT min(id) FROM activity_photos")),
        db.session.scalars(select(UnitContact.id)).first(),
    )
    file = jobs.add_ended(
        kind="report.create", account_id=account_id, now=_now(),
        params={"title": "Báo cáo", "slug": slug},
        outcome=jobs.Outcome(output=b"x", file_name="bao-cao.txt", media_type="text/plain"),
    )  # fmt: skip
    values["*"] = {
        **given, "slug": slug, "kind": "individual", "code": receipt, "seed": "0123456789ab",
        "number": 1, "name": "site.css", "part": 1,
    }  # fmt: skip
    bank = {"slug": BANK}
    poster = {"slug": slug, **unit}
    news = announcements.create_announcement(
        title="Tin", text="Tin", contest=slug, pinned=False, published_at=_now(), until=None,
        account_id=account_id, now=_now(),
    )  # fmt: skip
    values.update({
        **{one: {"announcement_id": news} for one in _ABOUT_ANNOUNCEMENTS},
        **{one: {"attempt_id": given["attempt_id"]} for one in _ABOUT_OPEN_ATTEMPTS},
        **dict.fromkeys(_ABOUT_CORRECTIONS, values["organiser.show_correction"]),
        "public.download_material": values["organiser.edit_material"],
        "organiser.export_bank": {**bank, "format": "gift"},
        "organiser.begin_export": {**bank, "format": "gift"},
        "organiser.download_template": {"kind": "xlsx"},
        "organiser.download_job": {"token": file},
        "organiser.show_job": {"token": file},
        "organiser.watch_job": {"token": file},
        "organiser.download_poster": poster,
        "organiser.download_posters": {**poster, "kind": "commune", "part": 1},
        "organiser.rehearse_backup": {"name": backup_shelf.newest_file().name},
        "organiser.close_hall": {"slug": slug, "code": hall.code},
        "organiser.withdraw_certificate": {"slug": over, "code": ended.code},
        "organiser.restore_certificate": {"slug": over, "code": ended.code},
        "organiser.remove_exclusion": {
            "slug": values["organiser.list_exclusions"]["slug"],
            "exclusion_id": next(iter(exclusion)),
        },
        "organiser.end_contact": {**unit, "contact_id": contact},
        "organiser.adjust_attempt": {"slug": slug, "attempt_id": given["attempt_id"]},
        "organiser.delete_bank_image": {"name": "hinh.png"},
        "organiser.download_unit_template": {"kind": "organisations"},
        "organiser.export_activity_summary": {
            **values["organiser.consolidate_activities"], "format_": "xlsx",
        },
        "organiser.show_activity_photo": {"photo_id": photo},
        "public.show_activity_photo": {**values["public.report_activity"], "photo_id": photo},
        "play.fetch_certificate": {"slug": over},
        "play.download_certificate": {"code": ended.code},
        "play.show_result": {"attempt_id": _closed(person_id)},
        "play.show_card": {"attempt_id": _closed(person_id)},
        "play.appeal_question": {"attempt_id": _closed(person_id)},
        "public.show_certificate": {"code": ended.code},
        "api.verify_certificate": {"code": ended.code},
        "public.show_hall": {"code": hall.code},
        "public.show_hall_live": {"code": hall.code},
        "public.show_hall_qr": {"code": hall.code},
        "public.join_hall": {"code": hall.code},
        "public.show_image": {"file": "khong-co.png"},
        "organiser.find_duplicates": bank,
        "organiser.download_duplicates": bank,
    })  # fmt: skip
    made.queries = {
        "accounts.show_unit_participation": f"?unit={unit['kind']}:{unit['code']}",
        "accounts.export_unit_participation":
            f"?unit={unit['kind']}:{unit['code']}&contest={slug}",
    }  # fmt: skip


def _closed(person_id: int) -> int:
    query = "SELECT min(id) FROM attempts WHERE receipt IS NOT NULL AND person_id = :id"
    return int(db.session.scalar(text(query), {"id": person_id}) or 0)


def _now() -> datetime:
    return datetime.now(UTC)
