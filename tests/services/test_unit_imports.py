"""Units from Excel: what is confirmed is what was shown, once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.domain.commune_plans import Plan as CommunePlan
from app.domain.errors import InvalidRequest, NotFound
from app.domain.organisation_plans import Plan as OrganisationPlan
from app.services import (
    audit,
    roster_drafts,
    unit_editing,
    unit_history,
    unit_imports,
    unit_rooms,
    units,
)
from app.services.unit_editing import NewValues
from tests.factories import MINH_XUAN, an_organisation, an_organiser, some_communes
from tests.lists import ORGANISATION_HEADINGS, a_list, rows_of

LIST = a_list(
    ORGANISATION_HEADINGS,
    ("so-y-te", "Sở Y tế", "Sở, ban, ngành", None, 2150),
    ("cdc", "Trung tâm CDC", "co quan", "benh-vien", 80),
    ("benh-vien", "Bệnh viện tỉnh", "agency", "Sở Y tế", "1.200"),
    ("x", "X", "bộ", None, 1),
)


@pytest.fixture
def account_id(app: Flask) -> int:
    some_communes()
    an_organisation("so-y-te", "Sở Y tế", headcount=2140)
    return an_organiser().account_id


def upload(account_id: int, now: datetime, data: bytes = LIST, kind: str = "organisations") -> str:
    return unit_imports.upload(data, kind, file_name="ds.xlsx", account_id=account_id, now=now)


def test_nothing_changes_before_the_confirmation_and_all_at_once_by_it(
    account_id: int, now: datetime
) -> None:
    token = upload(account_id, now)
    found = unit_imports.preview(token, account_id=account_id)
    assert isinstance(found.plan, OrganisationPlan)
    assert [one.after.code for one in found.plan.new] == ["cdc", "benh-vien"]
    assert found.plan.changed[0].fields() == [("headcount", 2140, 2150)]
    assert [(one.row, one.column) for one in found.plan.problems] == [(5, "kind")]
    assert len(units.list_organisations()) == 1
    done = unit_imports.confirm(token, shown=found.digest, account_id=account_id, now=now)
    assert done is not None
    assert (done.new, done.changed, done.left_out) == (2, 1, 1)
    cdc = units.find_organisation("cdc")
    assert cdc is not None
    assert cdc.path == ("Sở Y tế", "Bệnh viện tỉnh", "Trung tâm CDC")
    change = unit_history.organisation_history("so-y-te").changes[0]
    assert (change.before, change.after, change.reason) == ("2140", "2150", "ds.xlsx")
    assert [one.change for one in unit_history.organisation_history("cdc").changes] == ["add"]
    assert audit.find_broken_link() is None


def test_a_preview_is_confirmed_once_and_by_its_owner_only(account_id: int, now: datetime) -> None:
    token = upload(account_id, now)
    digest = unit_imports.preview(token, account_id=account_id).digest
    other = an_organiser().account_id
    with pytest.raises(NotFound):
        unit_imports.preview(token, account_id=other)
    with pytest.raises(NotFound):
        unit_imports.confirm(token, shown=digest, account_id=other, now=now)
    assert unit_imports.confirm(token, shown=digest, account_id=account_id, now=now)
    with pytest.raises(NotFound):
        unit_imports.confirm(token, shown=digest, account_id=account_id, now=now)


def test_what_has_changed_since_the_preview_is_shown_again(account_id: int, now: datetime) -> None:
    token = upload(account_id, now)
    digest = unit_imports.preview(token, account_id=account_id).digest
    changed = NewValues("so-y-te", "Sở Y tế", "department", None, 1)
    unit_editing.edit_organisation("so-y-te", changed, account_id=None, now=now)
    assert unit_imports.confirm(token, shown=digest, account_id=account_id, now=now) is None
    assert unit_imports.confirm(token, shown="x", account_id=account_id, now=now) is None
    assert len(units.list_organisations()) == 1
    again = unit_imports.preview(token, account_id=account_id).digest
    assert unit_imports.confirm(token, shown=again, account_id=account_id, now=now)


def test_a_preview_that_nobody_confirms_goes_by_itself(account_id: int, now: datetime) -> None:
    token = upload(account_id, now)
    upload(account_id, now + roster_drafts.KEPT + timedelta(minutes=1))
    with pytest.raises(NotFound):
        unit_imports.preview(token, account_id=account_id)


def test_a_list_can_be_thrown_away(account_id: int, now: datetime) -> None:
    token = upload(account_id, now)
    roster_drafts.discard(token, unit_imports.KINDS, account_id=account_id)
    with pytest.raises(NotFound):
        unit_imports.preview(token, account_id=account_id)


def test_headcounts_of_communes_come_by_code_or_name(account_id: int, now: datetime) -> None:
    data = a_list(("Xã/Phường", "Mã", "Số người"), ("", 2215, 5000), ("dong van", "", "6.000"))
    token = upload(account_id, now, data, "communes")
    found = unit_imports.preview(token, account_id=account_id)
    assert isinstance(found.plan, CommunePlan)
    unit_imports.confirm(token, shown=found.digest, account_id=account_id, now=now)
    counts = {one.code: one.headcount for one in units.list_communes()}
    assert counts == {MINH_XUAN: 5000, "00721": 6000, "02536": 1000}
    assert len(unit_history.commune_history(MINH_XUAN).changes) == 1


def test_what_was_exported_reads_as_unchanged(account_id: int, now: datetime) -> None:
    an_organisation("benh-vien", "Bệnh viện tỉnh", kind="agency", parent="so-y-te")
    plan = unit_imports.check(unit_rooms.export(), "organisations").plan
    assert isinstance(plan, OrganisationPlan)
    assert (plan.new, plan.changed, plan.unchanged, plan.problems) == ((), (), 2, ())
    headings = ("Mã", "Tên", "Loại", "Đơn vị cấp trên", "Số người")
    template = unit_imports.template("organisations", headings, "Đơn vị")
    plan = unit_imports.check(template, "organisations").plan
    assert (plan.changed, plan.unchanged, plan.problems) == ((), 2, ())
    assert rows_of(template)[0] == headings


def test_what_is_no_list_is_refused(account_id: int, now: datetime) -> None:
    for data, kind, fault in (
        (b"x", "organisations", ("file", "not_xlsx")),
        (a_list(("A", "B"), (1, 2)), "organisations", ("file", "no_heading:name")),
        (LIST, "people", ("kind", "choice")),
    ):
        with pytest.raises(InvalidRequest) as refused:
            upload(account_id, now, data, kind)
        assert refused.value.errors == (fault,)
