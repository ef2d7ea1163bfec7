"""Every page that people see, ready to be looked at with axe-core; used by the tests of reach."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import BrowserContext, Page

from app.config import ROOT
from app.services import (
    answer_file_keys,
    answer_files,
    banks,
    halls,
    practice,
    roles,
    start_tokens,
)
from app.services.attempts import question_ids
from app.storage import attempts as attempts_storage
from tests.journeys.furnishing import Furnishing, all_pages
from tests.journeys.quiz import newest_attempt, sign_in
from tests.journeys.site import Participant, Site
from tests.sealing import seal
from tests.staffing import let_every_organiser_run_everything

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The bank that the site's contests do not use: of theirs practice would show the keys.
PRACTICE = "chuyen-doi-so"
LOCALES = {"vi": "vi-VN", "en": "en-GB", "ru": "ru-RU"}


@dataclass(frozen=True, slots=True)
class Furnished:
    """A site with something on every page; `participant` also organises."""

    slug: str
    coming: str
    open_attempt: int
    closed_attempt: int
    receipt: str
    hall: str
    answer_file: int
    back_office: dict[str, str]

    def pages(self) -> dict[str, str]:
        """Each page's endpoint (and what is shown on it) with its address."""
        contest, attempt = f"/contests/{self.slug}", f"/attempts/{self.open_attempt}"
        return {
            "public.show_home": "/",
            "public.show_contest": contest,
            "public.show_board individual": f"{contest}/boards/individual",
            "public.show_board organisation": f"{contest}/boards/organisation",
            "public.show_board commune": f"{contest}/boards/commune?q=minh",
            "public.show_board nobody": f"{contest}/boards/individual?q=zzzz",
            "public.find_receipt": "/receipts",
            "public.find_receipt wrong": "/receipts?code=0000-0000-0000",
            "public.show_receipt": f"/receipts/{self.receipt}",
            "public.show_privacy": "/privacy",
            "public.show_help": "/help",
            "an error": "/no-such-page",
            "public.find_hall": "/join?code=zzz",
            "public.show_hall": f"/halls/{self.hall}",
            "public.show_offline": "/offline",
            "accounts.show_profile": "/profile",
            "accounts.edit_profile": "/profile/edit",
            "accounts.change_password": "/profile/password",
            "accounts.delete_account": "/profile/delete",
            "play.show_attempt": attempt,
            "play.confirm_submission": f"{attempt}/submit",
            "play.show_result": f"/attempts/{self.closed_attempt}/result",
            "play.wait": f"/contests/{self.coming}/wait",
            "play.show_practice": "/practice/0123456789ab/1",
            "play.show_practice end": "/practice/0123456789ab/6?right=3",
            "play.send_answer_file": "/answer-files",
            "organiser.show_dashboard": "/organiser/",
            "organiser.list_halls": f"/organiser/contests/{self.slug}/halls",
            "organiser.list_answer_files": "/organiser/answer-files",
            "organiser.show_answer_file": f"/organiser/answer-files/{self.answer_file}",
            "organiser.list_adjustments": f"/organiser/contests/{self.slug}/adjustments",
            "organiser.adjust_attempt": f"/organiser/contests/{self.slug}/adjustments"
            f"/attempts/{self.open_attempt}",
            "organiser.list_banks": "/organiser/banks",
            "organiser.upload_bank": "/organiser/banks/upload",
            "organiser.show_bank": "/organiser/banks/ky-nang-so",
            "organiser.create_contest": "/organiser/contests/new",
            "organiser.show_contest": f"/organiser/contests/{self.slug}",
            "organiser.edit_contest": f"/organiser/contests/{self.slug}/edit",
            **self.back_office,
        }

    def pages_of_strangers(self) -> dict[str, str]:
        """Pages that look otherwise, or are only there, for somebody not signed in."""
        return {
            "public.show_home": "/",
            "public.show_contest": f"/contests/{self.slug}",
            "accounts.register": "/register",
            "accounts.sign_in": "/sign-in",
        }


def furnish(site: Site, context: BrowserContext) -> Furnished:
    """Sign somebody in who has a result and an open attempt, and who organises."""
    slug = site.contest(result_policy="explanations")
    participant = site.participant("Ma Thị Sim")
    page = context.new_page()
    sign_in(page, participant)
    token = page.locator('meta[name="csrf-token"]').get_attribute("content") or ""
    attempts = []
    for _ in range(2):
        context.request.post(f"/contests/{slug}/start", form={"csrf_token": token})
        attempts.append(newest_attempt(site, participant))
        if len(attempts) == 1:
            answer = context.request.post(
                f"/api/v1/attempts/{attempts[0]}/submission", headers={"X-CSRFToken": token}
            )
            receipt = answer.json()["receipt"]
    site.refresh_boards()
    with site.app.app_context():
        roles.grant_role(
            account_id=participant.who.account_id, role="organiser", by=None, now=datetime.now(UTC)
        )
        let_every_organiser_run_everything(datetime.now(UTC))
        hall = halls.open_hall(
            slug,
            title="Ngày hội",
            commune=None,
            organisation=None,
            account_id=None,
            now=datetime.now(UTC),
            below=random.Random(slug).randrange,
        )
        answer_file = a_late_file(attempts[0], participant)
        back_office = all_pages(Furnishing(site, slug, participant, attempts[0]))
        practice.BANK = PRACTICE
        if not any(one.slug == PRACTICE for one in banks.list_banks()):
            banks.import_bank(
                (ROOT / "questions" / f"{PRACTICE}.yaml").read_bytes(),
                file_name=PRACTICE,
                account_id=None,
                now=datetime.now(UTC),
            )
    page.close()
    coming = site.contest(opens_in=timedelta(minutes=20))
    return Furnished(
        slug, coming, attempts[1], attempts[0], receipt, hall.code, answer_file, back_office
    )


def a_late_file(attempt_id: int, participant: Participant) -> int:
    """A file with one answer that came late, handed in by its owner; returns its id."""
    facts = attempts_storage.find_attempt(attempt_id)
    assert facts is not None
    question = question_ids(facts)[0]
    made_at = int(facts.started_at.timestamp() * 1000)
    entry = {"seq": 1, "question": question, "response": None, "made_at": made_at}
    content = {"token": start_tokens.sign(facts), "entries": [entry]}
    data = seal(content, answer_file_keys.public_key())
    return answer_files.receive(data, who=participant.who, for_others=False, now=datetime.now(UTC))


def violations(page: Page, *, only: str | None = None) -> list[str]:
    """What axe-core finds, as "rule: where"; `only` runs a single rule."""
    run = {"type": "rule", "values": [only]} if only else {"type": "tag", "values": TAGS}
    page.evaluate(AXE)
    found = page.evaluate(
        "(run) => axe.run(document, {runOnly: run, resultTypes: ['violations']})", run
    )
    return [
        f"{one['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]


def faults(page: Page, pages: dict[str, str]) -> dict[str, list[str]]:
    """The violations of each page, in light and (contrast) in dark."""
    wrong: dict[str, list[str]] = {}
    for name, address in pages.items():
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.goto(address)
        found = violations(page)
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        found += [f"dark {one}" for one in violations(page, only="color-contrast")]
        if found:
            wrong[name] = found
    return wrong


def check_language(
    language: str, site: Site, new_context: Callable[..., BrowserContext]
) -> dict[str, list[str]]:
    """The violations of every page in one language; {} when there is none."""
    context = new_context(locale=LOCALES[language])
    furnished = furnish(site, context)
    wrong = faults(context.new_page(), furnished.pages())
    stranger = new_context(locale=LOCALES[language])
    wrong.update(faults(stranger.new_page(), furnished.pages_of_strangers()))
    return wrong
