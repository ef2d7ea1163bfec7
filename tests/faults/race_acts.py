"""Races of organisers: what is done once stays done once."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Select, func, select

from app.domain.corrections import Kind
from app.domain.errors import InvalidRequest
from app.services import accounts, banks, contests, corrections
from app.services.accounts import SignedIn
from app.storage.tables import AuditEntry, BankKey, Contest, Correction
from app.web.access import make_token
from tests.bench.stage import SLUG
from tests.faults.race_scene import AT_ONCE, Scene, contest_to_draw, form_request
from tests.staffing import let_every_organiser_run_everything


def approve_twice(scene: Scene) -> str:
    """A correction approved by many at once counts once: one new key, one entry in the audit."""
    first, others = _organiser(scene), [_organiser(scene) for _ in range(3)]
    correction, version, before = _propose(scene, first)
    path = f"/organiser/contests/{SLUG}/corrections/{correction}/approve"
    scene.burst([form_request(token(scene, one), path) for one in others for _ in range(2)])
    keys = _count(scene, select(func.count()).where(BankKey.bank_version_id == version)) - before
    subject = f"contest/{SLUG}/correction/{correction}"
    audits = len(scene.rows(AuditEntry.number, act="correction.approve", subject=subject))
    state = scene.rows(Correction.state, id=correction)[0][0]
    if (state, keys, audits) != ("approved", 1, 1):
        return f"{state}: {keys} new keys, {audits} entries in the audit"
    return ""


def draw_twice(scene: Scene) -> str:
    """Lots are drawn once: the seed that is kept is the one in the only audit entry."""
    who = _organiser(scene)
    slug = contest_to_draw(scene)
    path = f"/organiser/contests/{slug}/draw"
    scene.burst([form_request(token(scene, who), path)] * AT_ONCE)
    seed = scene.rows(Contest.draw_seed, slug=slug)[0][0]
    details = scene.rows(AuditEntry.detail, act="contest.draw", subject=f"contest/{slug}")
    if len(details) != 1 or seed is None or seed not in str(details[0][0]):
        return f"{len(details)} draws in the audit, seed kept: {seed is not None}"
    return ""


def token(scene: Scene, who: SignedIn) -> str:
    """A token to speak with for an organiser, who is on the staff of every contest."""
    with scene.stage.app.app_context():
        let_every_organiser_run_everything(datetime.now(UTC))
    with scene.stage.app.test_request_context():
        return make_token(who)


def _organiser(scene: Scene) -> SignedIn:
    with scene.stage.app.app_context():
        return accounts.add_user(
            phone=f"0976{next(scene.numbers):06d}", password=None, full_name="Ban Tổ Chức",
            role="organiser", group="cadre", commune=scene.stage.communes[0],
            now=datetime.now(UTC),
        )  # fmt: skip


def _propose(scene: Scene, who: SignedIn) -> tuple[int, int, int]:
    now = datetime.now(UTC)
    with scene.stage.app.app_context():
        version = contests.get_contest(SLUG).rounds[0].bank_version_id
        for question, option in _choices(scene, version):
            try:
                correction = corrections.propose(
                    SLUG, bank_version_id=version, question=question, kind=Kind.REPLACE,
                    response=option, reason="thử", public_note="thử", account_id=who.account_id,
                    now=now,
                )  # fmt: skip
                break
            except InvalidRequest:
                continue  # It is right already.
    before = _count(scene, select(func.count()).where(BankKey.bank_version_id == version))
    return correction, version, before


def _choices(scene: Scene, version: int) -> list[tuple[str, str]]:
    questions = [one for one in banks.compiled(version).questions if one.type.value == "single"]
    turn, place = divmod(next(scene.numbers), len(questions))
    one = questions[place]
    return [(one.id, one.options[(turn + n) % len(one.options)].id) for n in (0, 1)]


def _count(scene: Scene, query: Select[tuple[int]]) -> int:
    return int(scene.read(lambda session: session.scalar(query)) or 0)
