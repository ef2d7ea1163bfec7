"""A furnished application for harnesses: something on every page, and people of every role."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.config import ROOT
from app.services import (
    answer_file_keys,
    answer_files,
    attempts,
    banks,
    halls,
    outages,
    practice,
    roles,
    start_tokens,
    starting,
)
from app.services.identities import Identity, SignedIn, signed_in
from app.services.transactions import end_reading
from app.storage import accounts as storage
from app.storage import attempts as attempts_storage
from app.storage.db import db
from tests.conftest import Client
from tests.conftest import test_settings as settings_of
from tests.databases import Databases
from tests.journeys.furnishing import Furnishing, all_pages
from tests.journeys.site import BANK, Participant, Site, running
from tests.sealing import seal

# Of the bank that contests use, practice would show the keys.
PRACTICE = "chuyen-doi-so"


@dataclass(frozen=True, slots=True)
class Scene:
    """`pages` are the addresses of furnished pages by endpoint (and what is shown there)."""

    site: Site
    slug: str
    open_attempt: int
    closed_attempt: int
    receipt: str
    everything: Participant
    """Somebody who takes part and has every role."""
    plain: Participant
    pages: dict[str, str]

    @property
    def app(self) -> Flask:
        """The application."""
        return self.site.app

    def client(self, who: Participant | None) -> FlaskClient:
        """A client that this person, or nobody, is signed in with."""
        made = self.app.test_client()
        if who is not None:
            with self.app.app_context():
                found = _again(who.who)
            with made.session_transaction() as session:
                session["_user_id"] = found.get_id()
        return made


@contextmanager
def scene(folder: Path, before: Callable[[Flask], object] = lambda app: None) -> Iterator[Scene]:
    """The application on a fresh database, furnished, until the block ends.

    `before` is called when there are units and a bank, but no contest yet.
    """
    databases = Databases(folder)
    url = databases.fresh("sqlite")
    app = create_app(settings_of(url, folder))
    app.test_client_class = Client
    app.config.update(TESTING=True, ARGON2_FAST=True)
    kept, practice.BANK = practice.BANK, PRACTICE
    try:
        with running(app) as site:
            before(app)
            yield furnished(site)
    finally:
        practice.BANK = kept
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        databases.close()


def furnished(site: Site) -> Scene:
    """Put something on every page of a site."""
    slug = site.contest(result_policy="explanations")
    everything, plain = site.participant("Ma Thị Sim"), site.participant("Lò Văn Tư")
    with site.app.app_context():
        closed, receipt = _take_part(slug, everything.who, submit=True)
        opened, _ = _take_part(slug, everything.who, submit=False)
        for role in ("organiser", "arbiter", "administrator"):
            roles.grant_role(
                account_id=everything.who.account_id, role=role, by=None, now=datetime.now(UTC)
            )
        file = ROOT / "questions" / f"{PRACTICE}.yaml"
        banks.import_bank(
            file.read_bytes(), file_name=file.name, account_id=None, now=datetime.now(UTC)
        )
    site.refresh_boards()
    with site.app.app_context():
        pages = all_pages(Furnishing(site, slug, everything, closed))
        halls.open_hall(
            slug,
            title="Hội trường Nhà văn hoá",
            commune=None,
            organisation=None,
            account_id=everything.who.account_id,
            now=datetime.now(UTC),
            below=secrets.randbelow,
        )
        _late_file(closed, everything.who)
        _an_outage(slug, everything.who)
    pages |= _more(slug, opened, closed, receipt)
    return Scene(site, slug, opened, closed, receipt, everything, plain, pages)


def _take_part(slug: str, who: SignedIn, *, submit: bool) -> tuple[int, str]:
    end_reading()
    now, identity = datetime.now(UTC), Identity(who.account_id, who.epoch)
    started = starting.start(slug=slug, who=who, now=now, seed=secrets.token_hex(16))
    if not submit:
        return started.attempt_id, ""
    facts = attempts.submit(attempt_id=started.attempt_id, identity=identity, prediction=3, now=now)
    return started.attempt_id, facts.receipt or ""


def _late_file(attempt_id: int, who: SignedIn) -> None:
    """Answers that were sent as a file after their attempt had ended."""
    facts = attempts_storage.find_attempt(attempt_id)
    assert facts is not None
    entry = {
        "seq": 1, "question": attempts.question_ids(facts)[0], "response": None,
        "made_at": int(facts.started_at.timestamp() * 1000),
    }  # fmt: skip
    content = {"token": start_tokens.sign(facts), "entries": [entry]}
    data = seal(content, answer_file_keys.public_key())
    answer_files.receive(data, who=who, for_others=False, now=datetime.now(UTC))


def _an_outage(slug: str, who: SignedIn) -> None:
    now = datetime.now(UTC)
    outages.record_outage(
        slug,
        from_at=now - timedelta(minutes=9),
        until_at=now - timedelta(minutes=2),
        reason="Mất điện cả xã",
        account_id=who.account_id,
        now=now,
    )


def _more(slug: str, opened: int, closed: int, receipt: str) -> dict[str, str]:
    """Pages that the furnishing of areas does not name."""
    contest, desk = f"/contests/{slug}", f"/organiser/contests/{slug}"
    return {
        "public.show_home": "/",
        "public.show_contest": contest,
        **{
            f"public.show_board {kind}": f"{contest}/boards/{kind}"
            for kind in ("individual", "organisation", "commune")
        },
        "public.find_receipt": "/receipts",
        "public.show_receipt": f"/receipts/{receipt}",
        "public.find_hall": "/join",
        "public.check_result": f"{contest}/check",
        "accounts.register": "/register",
        "accounts.sign_in": "/sign-in",
        "accounts.show_profile": "/profile",
        "accounts.edit_profile": "/profile/edit",
        "play.show_attempt": f"/attempts/{opened}",
        "play.confirm_submission": f"/attempts/{opened}/submit",
        "play.show_result": f"/attempts/{closed}/result",
        "play.show_practice": "/practice/0123456789ab/1",
        "play.send_answer_file": "/answer-files",
        "organiser.show_dashboard": "/organiser/",
        "organiser.list_halls": f"{desk}/halls",
        "organiser.list_answer_files": "/organiser/answer-files",
        "organiser.list_adjustments": f"{desk}/adjustments",
        "organiser.adjust_attempt": f"{desk}/adjustments/attempts/{opened}",
        "organiser.list_banks": "/organiser/banks",
        "organiser.upload_bank": "/organiser/banks/upload",
        "organiser.show_bank": f"/organiser/banks/{BANK}",
        "organiser.create_contest": "/organiser/contests/new",
        "organiser.show_contest": desk,
        "organiser.edit_contest": f"{desk}/edit",
        "organiser.copy_contest": f"{desk}/copy",
        "organiser.list_audit": "/organiser/audit",
        "organiser.list_jobs": "/organiser/jobs",
    }


def _again(who: SignedIn) -> SignedIn:
    """The person as they are now: the epoch may have been raised."""
    facts = storage.find_account(who.account_id)
    assert facts is not None
    return signed_in(facts)
