"""A whole small site, with everybody who could ask.

What stands behind the addresses is what the tests of reach look at (tests.journeys.furnishing):
real contests, corrections, certificates, jobs. All belong to one participant and one organiser.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import text, update

from app import create_app
from app.config import ROOT
from app.services import (
    accounts,
    attempts,
    banks,
    roles,
    unit_contacts,
    units,
)
from app.services.accounts import SignedIn
from app.services.transactions import writing
from app.storage.db import db
from app.storage.tables import Job, RosterDraft, UnitContact
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
from tests.web.matrix.scene import Scene
from tests.web.matrix.table import Who
from tests.web.matrix.words import more_values, values_of


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
    made.values = values_of(made.app, pages)
    more_values(made, site, owner, slug, {"attempt_id": attempt, "file_id": late_file})
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
