"""Who runs which contest: made, joined, left, and asked again when work begins."""

from __future__ import annotations

import threading
from datetime import date, datetime

import pytest
from flask import Flask

from app.domain.errors import InvalidRequest, NotFound
from app.services import (
    audit,
    audit_views,
    bank_duplicates,
    bank_holds,
    bank_views,
    contest_copies,
    contest_jobs,
    contest_staff,
    contests,
    roles,
)
from app.services.accounts import SignedIn
from app.services.contest_staff import EVERYWHERE, NOWHERE
from app.storage.db import db
from tests.factories import a_person, an_organiser
from tests.factories_contests import a_bank, a_contest, a_draft, a_round
from tests.staffing import let_only

SLUG = "cuoc-thi"


@pytest.fixture
def staff(app: Flask) -> SignedIn:
    """The whole staff of the contest."""
    who = an_organiser(full_name="Nông Thị Hạnh", phone="+84912000001")
    a_contest(SLUG, account_id=who.account_id)
    let_only([who.account_id], SLUG)
    return who


def an_outsider(**given: str) -> SignedIn:
    """An organiser who is on no staff."""
    before = [one.account_id for one in contest_staff.list_staff(SLUG)]
    who = an_organiser(**given)
    let_only(before, SLUG)
    return who


def refused(who: str, now: datetime) -> str:
    with pytest.raises(InvalidRequest) as refusal:
        contest_staff.add(SLUG, who=who, account_id=None, now=now)
    return refusal.value.errors[0][1]


def test_whoever_makes_or_copies_a_contest_is_its_staff(staff: SignedIn, now: datetime) -> None:
    assert SLUG in contest_staff.reach("organise", staff)
    copier = an_outsider()
    let_only([staff.account_id, copier.account_id], SLUG)
    contest_copies.copy_contest(
        SLUG, new_slug="moi", title="Mới", first_day=date(2027, 1, 4),
        account_id=copier.account_id, now=now,
    )  # fmt: skip
    assert [one.account_id for one in contest_staff.list_staff("moi")] == [copier.account_id]
    assert contest_staff.reach("organise", staff).slugs == {SLUG}


def test_roles_for_the_whole_site_reach_every_contest(staff: SignedIn) -> None:
    assert contest_staff.reach("correct_keys", a_person(role="arbiter")) == EVERYWHERE
    assert contest_staff.reach("organise", a_person(role="administrator")) == EVERYWHERE
    assert contest_staff.reach("organise", a_person()) == NOWHERE


def test_another_organiser_is_added_by_phone_or_by_name_once(
    staff: SignedIn, now: datetime
) -> None:
    other = an_outsider(full_name="Đặng Văn Lợi", phone="+84912000002")
    assert contest_staff.add(SLUG, who="0912 000 002", account_id=None, now=now) == "Đặng Văn Lợi"
    assert SLUG in contest_staff.reach("organise", other)
    assert refused("0912000002", now) == "already"
    assert refused("đặng văn lợi", now) == "already"
    an_outsider(full_name="Lò Thị Mai")
    assert contest_staff.add(SLUG, who=" lo thi  mai", account_id=None, now=now) == "Lò Thị Mai"
    assert audit.find_broken_link() is None
    _total, entries = audit_views.list_entries(SLUG, offset=0, limit=2)
    assert [one.entry.act for one in entries] == ["contest.staff_add"] * 2


def test_only_one_organiser_who_is_really_there_is_added(staff: SignedIn, now: datetime) -> None:
    an_outsider(full_name="Vàng Thị Dỉnh")
    an_outsider(full_name="Vàng Thị Dỉnh")
    assert refused("Vàng Thị Dỉnh", now) == "several"
    a_person(full_name="Không Tổ Chức", phone="+84912000009")
    assert refused("0912000009", now) == "nobody"
    assert refused("Không Tổ Chức", now) == "nobody"
    assert refused("  ", now) == "missing"


def test_somebody_leaves_but_never_the_last_who_can_run_it(staff: SignedIn, now: datetime) -> None:
    def remove(who: SignedIn) -> None:
        contest_staff.remove(SLUG, staff_id=who.account_id, account_id=None, now=now)

    with pytest.raises(InvalidRequest):
        remove(staff)
    other = an_organiser()  # On the staff, as everybody in tests.
    let_only([staff.account_id, other.account_id], SLUG)
    roles.revoke_role(account_id=other.account_id, role="organiser", by=None, now=now)
    with pytest.raises(InvalidRequest):
        remove(staff)  # The other one is there in name only.
    remove(other)
    with pytest.raises(NotFound):
        remove(other)
    assert SLUG in contest_staff.reach("organise", staff)


def test_two_who_leave_at_once_do_not_leave_it_to_nobody(
    app: Flask, staff: SignedIn, now: datetime
) -> None:
    other = an_organiser()
    let_only([staff.account_id, other.account_id], SLUG)
    gate, ended = threading.Barrier(2), []

    def leave(account_id: int) -> None:
        with app.app_context():
            gate.wait()
            try:
                contest_staff.remove(SLUG, staff_id=account_id, account_id=None, now=now)
                ended.append("left")
            except InvalidRequest:
                ended.append("stayed")
            finally:
                db.session.remove()

    db.session.remove()
    threads = [threading.Thread(target=leave, args=(one.account_id,)) for one in (staff, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["left", "stayed"]
    assert len(contest_staff.list_staff(SLUG)) == 1


def test_work_is_done_only_for_those_who_still_run_the_contest(
    staff: SignedIn, now: datetime
) -> None:
    outsider = an_outsider()
    params = {"slug": SLUG, "title": "Báo cáo"}
    contest_jobs.check("report.create", params, staff.account_id)
    contest_jobs.check("certificates.review", params, None)  # The system's own.
    contest_jobs.check("bank.export", {"slug": "bank"}, outsider.account_id)
    for who in (outsider, a_person()):
        with pytest.raises(NotFound):
            contest_jobs.check("report.create", params, who.account_id)
    roles.revoke_role(account_id=staff.account_id, role="organiser", by=None, now=now)
    with pytest.raises(NotFound):
        contest_jobs.check("report.create", params, staff.account_id)


def test_the_audit_log_tells_others_nothing_about_the_contest(
    staff: SignedIn, now: datetime
) -> None:
    outsider = an_outsider()
    within = contest_staff.reach("read_audit", outsider)
    total, entries = audit_views.list_entries(None, offset=0, limit=99, within=within)
    assert total == len(entries) > 0
    assert not [one for one in entries if one.entry.subject.startswith("contest/")]
    own = contest_staff.reach("read_audit", staff)
    _total, entries = audit_views.list_entries(None, offset=0, limit=99, within=own)
    assert {"contest.create", "contest.publish"} <= {one.entry.act for one in entries}
    assert audit_views.list_entries(SLUG, offset=0, limit=9, within=within) == (0, [])


def test_a_bank_is_shared_until_a_published_contest_of_others_draws_from_it(
    staff: SignedIn, now: datetime
) -> None:
    outsider = an_outsider()
    a_bank("chung")
    assert bank_holds.held_from(staff, now) == frozenset()
    assert bank_holds.held_from(outsider, now) == {"bank"}
    assert bank_holds.held_from(a_person(role="arbiter"), now) == {"bank"}
    assert bank_holds.held_from(a_person(role="administrator"), now) == frozenset()
    after = contests.get_contest(SLUG).closes_at + bank_holds.rule.AFTER_CLOSE
    assert bank_holds.held_from(outsider, after) == frozenset()


def test_a_held_bank_cannot_be_drawn_from_or_found(staff: SignedIn, now: datetime) -> None:
    outsider = an_outsider()
    with pytest.raises(InvalidRequest) as refusal:
        a_draft("cua-toi", account_id=outsider.account_id, rounds=[a_round("bank")], now=now)
    assert refusal.value.errors == (("rounds[0].bank_slug", "unknown"),)
    a_bank("chung")
    held = bank_holds.held_from(outsider, now)
    wanted = bank_views.Wanted(words="Câu")
    everywhere = {one.content.bank.slug for one in bank_views.search_everywhere(wanted)}
    found = {one.content.bank.slug for one in bank_views.search_everywhere(wanted, held=held)}
    assert (everywhere, found) == ({"bank", "chung"}, {"chung"})
    assert bank_duplicates.find_everywhere().pairs
    assert not bank_duplicates.find_everywhere(held=held).pairs
