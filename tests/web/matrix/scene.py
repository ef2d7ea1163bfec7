"""A whole small site, with everybody who could ask and an address for every route.

What stands behind the addresses is what the tests of reach look at (tests.journeys.furnishing):
real contests, corrections, certificates, jobs. All belong to one participant and one organiser.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select, text, update
from werkzeug.routing import Rule

from app import create_app
from app.config import ROOT
from app.services import (
    accounts,
    announcements,
    attempts,
    banks,
    certificates,
    halls,
    jobs,
    roles,
    unit_contacts,
    units,
)
from app.services.accounts import SignedIn
from app.services.transactions import writing
from app.storage.db import db
from app.storage.tables import ContestExclusion, Job, RosterDraft, UnitContact
from app.web.access import make_token
from tests.conftest import Client, test_settings
from tests.databases import Databases
from tests.factories_contests import (
    DAY,
    HOUR,
    a_bank,
    a_contest,
    a_round,
    a_started_attempt,
)
from tests.journeys.furnishing import Furnishing, all_pages
from tests.journeys.reach import a_late_file
from tests.journeys.site import BANK, Participant, Site
from tests.staffing import let_only
from tests.web.matrix.table import Who

ABSENT = {"int": 999_999_999, "text": "khong-co-o-day"}
Address = tuple[str, str]
"""A path that is there, and one of the same rule behind which there is nothing."""


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


@dataclass(slots=True)
class Scene:
    """The site, its people as cookies or tokens name them, and what each rule's words are."""

    app: Flask
    file: Path
    kept: Path
    cookies: dict[Who, str] = field(default_factory=dict)
    bearer: str = ""
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    queries: dict[str, str] = field(default_factory=dict)

    def keep(self) -> None:
        """Remember the database as it is now."""
        self._copy(self.file, self.kept)

    def restore(self) -> None:
        """Undo whatever was done since; whoever is connected to the database stays so."""
        self._copy(self.kept, self.file)

    def _copy(self, source: Path, target: Path) -> None:
        with self.app.app_context():
            db.session.remove()
        with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
            written.execute("PRAGMA synchronous = OFF")
            read.backup(written)

    def rules(self) -> list[Rule]:
        """Every rule but that of static files."""
        return [one for one in self.app.url_map.iter_rules() if one.endpoint != "static"]

    def permission(self, rule: Rule) -> str:
        """What the view of a rule declares."""
        return str(getattr(self.app.view_functions[rule.endpoint], "permission", "none declared"))

    def address(self, rule: Rule) -> Address:
        """Where the rule's thing is, and where nothing is."""
        given = {**self.values.get("*", {}), **self.values.get(rule.endpoint, {})}
        unknown = rule.arguments - given.keys()
        assert not unknown, f"give tests/web/matrix/scene.py {unknown} for {rule.endpoint}"
        there = {name: given[name] for name in rule.arguments}
        nothing = dict(there)
        for name in self._owners(rule):
            nothing[name] = ABSENT["int" if isinstance(there[name], int) else "text"]
        query = self.queries.get(rule.endpoint, "")
        absent = query.replace("phong-moi", ABSENT["text"])
        return _path(rule, there) + query, _path(rule, nothing) + absent

    def _owners(self, rule: Rule) -> set[str]:
        """The first word of an address names what somebody owns."""
        names = [part for is_dynamic, part in rule._trace if is_dynamic]
        return set(names[:1])


def _path(rule: Rule, values: dict[str, Any]) -> str:
    built = rule.build(values)
    assert built is not None, (rule.rule, values)
    return str(built[1])


@contextmanager
def scene(databases: Databases, folder: Path) -> Iterator[Scene]:
    """The site, until the block ends."""
    url = databases.fresh("sqlite")
    app = create_app(test_settings(url, folder))
    app.test_client_class = Client
    app.config.update(TESTING=True, ARGON2_FAST=True)
    file = Path(url.removeprefix("sqlite:///"))
    made = Scene(app, file, folder / "kept.sqlite3")
    with app.app_context():
        _furnish(made, _site(app))
    made.keep()
    yield made
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    databases.drop(url)


def _site(app: Flask) -> Site:
    units.load_communes(8)
    units.load_demo_organisations()
    commune, organisation = units.list_communes()[0].code, units.list_organisations()[0].code
    organiser = _person(commune, "organiser")
    file = ROOT / "questions" / f"{BANK}.yaml"
    banks.import_bank(
        file.read_bytes(), file_name=file.name, account_id=organiser.account_id, now=_now()
    )
    return Site(app, "http://localhost", organiser, commune, organisation)


def _person(commune: str, role: str | None = None) -> SignedIn:
    number = next(_numbers)
    return accounts.add_user(
        phone=f"093{number:07d}", password=None, full_name=f"Người {number}", role=role,
        group="resident", commune=commune, now=_now(),
    )  # fmt: skip


_numbers = iter(range(1, 1000))


def _now() -> datetime:
    return datetime.now(UTC)


def _furnish(made: Scene, site: Site) -> None:
    owner = site.participant("Trần Quốc Dũng")
    by = owner.who.account_id
    slug = site.contest(result_policy="explanations")
    roles.grant_role(account_id=by, role="organiser", by=None, now=_now())
    closed = a_started_attempt(owner.who, slug, at=_now())
    attempts.submit(attempt_id=closed, identity=owner.who.identity, prediction=1, now=_now())
    late_file = a_late_file(closed, owner)
    pages = all_pages(Furnishing(site, slug, owner, closed))
    attempt = a_started_attempt(owner.who, slug, at=_now())
    made.values = _values(made.app, pages)
    _more_values(made, site, owner, slug, {"attempt_id": attempt, "file_id": late_file})
    cast = _cast(made, site, owner)
    let_only_these = [cast[Who.ORGANISER].account_id, cast[Who.DEMOTED].account_id]
    _own_contest_of(cast[Who.OTHER_ORGANISER])
    for one in _slugs():
        if one != "cua-nguoi-khac":
            let_only(let_only_these, one, _now())
    demoted = cast[Who.DEMOTED].account_id
    made.values["organiser.remove_staff"] = {"slug": slug, "staff_id": demoted}
    _sign_in(made, cast)
    # Cookie and token are from before.
    roles.revoke_role(account_id=demoted, role="organiser", by=None, now=_now())


def _values(app: Flask, pages: dict[str, str]) -> dict[str, dict[str, Any]]:
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


def _more_values(
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


def _cast(made: Scene, site: Site, owner: Participant) -> dict[Who, SignedIn]:
    """Everybody; whatever the furnisher began is the organiser's from now on."""
    cast = {
        Who.PARTICIPANT: owner.who,
        Who.OTHER_PARTICIPANT: _person(site.commune),
        Who.CONTACT: _person(site.commune),
        Who.OTHER_CONTACT: _person(site.commune),
        Who.ORGANISER: _person(site.commune, "organiser"),
        Who.OTHER_ORGANISER: _person(site.commune, "organiser"),
        Who.ARBITER: _person(site.commune, "arbiter"),
        Who.ADMINISTRATOR: _person(site.commune, "administrator"),
        Who.DEMOTED: _person(site.commune, "organiser"),
    }
    organiser = cast[Who.ORGANISER].account_id
    with writing() as session:
        session.execute(update(Job).values(account_id=organiser))
        session.execute(update(RosterDraft).values(created_by=organiser))
        session.execute(update(UnitContact).values(account_id=cast[Who.CONTACT].account_id))
    other = {"kind": "commune", "code": units.list_communes()[-1].code}
    phone = db.session.scalar(
        text("SELECT phone FROM accounts WHERE id = :id"),
        {"id": cast[Who.OTHER_CONTACT].account_id},
    )
    unit_contacts.appoint(**other, phone=str(phone), account_id=None, now=_now())
    for role in ("organiser", "arbiter", "administrator"):
        roles.revoke_role(account_id=owner.who.account_id, role=role, by=None, now=_now())
    return cast


def _slugs() -> list[str]:
    return list(db.session.scalars(text("SELECT slug FROM contests")))


def _own_contest_of(who: SignedIn) -> None:
    """A contest of one's own, on a bank that nobody else's draws from."""
    rounds = [a_round(a_bank("khac"), opens_at=_now() - HOUR, closes_at=_now() + DAY)]
    a_contest("cua-nguoi-khac", rounds=rounds, account_id=who.account_id, now=_now() - 2 * HOUR)
    let_only([who.account_id], "cua-nguoi-khac", _now())


def _sign_in(made: Scene, cast: dict[Who, SignedIn]) -> None:
    """Everybody's session cookie, as a sign-in would have set it, and the token of one."""
    for who, person in cast.items():
        client = made.app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = person.get_id()
        cookie = client.get_cookie("thiso")
        assert cookie is not None
        made.cookies[who] = cookie.value
    with made.app.test_request_context():
        made.bearer = make_token(cast[Who.DEMOTED])
