"""What a list of organisations would do."""

from __future__ import annotations

from app.domain.organisation_plans import Known, Plan, plan
from app.domain.rosters import Row

HEALTH = Known("so-y-te", "Sở Y tế", "department", None, 2140)
HOSPITAL = Known("bv-tinh", "Bệnh viện tỉnh", "agency", "so-y-te", 600)
KNOWN = [HEALTH, HOSPITAL]


def planned(*rows: dict[str, str], known: list[Known] = KNOWN, **merged: str) -> Plan:
    return plan([Row(place, row) for place, row in enumerate(rows, start=2)], known, merged)


def faults(found: Plan) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.code) for one in found.problems]


def test_rows_are_new_changed_or_unchanged() -> None:
    found = planned(
        {"code": "so-y-te", "name": "Sở Y tế tỉnh", "headcount": "2.150"},
        {"code": "bv-tinh", "name": "Bệnh viện tỉnh", "headcount": "600"},
        {"code": "cdc", "name": "Trung tâm Kiểm soát bệnh tật", "parent": "Sở Y tế tỉnh"},
    )
    assert faults(found) == []
    assert [one.fields() for one in found.changed] == [
        [("name", "Sở Y tế", "Sở Y tế tỉnh"), ("headcount", 2140, 2150)]
    ]
    assert found.unchanged == 1
    assert found.new[0].after == Known(
        "cdc", "Trung tâm Kiểm soát bệnh tật", "other", "so-y-te", None
    )


def test_empty_cells_leave_everything_as_it_is() -> None:
    found = planned({"code": "BV-TINH"}, {"name": "so y te"})
    assert (found.new, found.changed, found.unchanged, found.problems) == ((), (), 2, ())


def test_a_new_one_without_a_code_is_given_one_that_is_free() -> None:
    taken = Known("phong-1", "Một phòng khác", "other", None, None)
    found = planned({"name": "Phòng 1"}, {"code": "phong-1-2", "name": "X"}, known=[taken])
    assert [one.after.code for one in found.new] == ["phong-1-3", "phong-1-2"]


def test_a_parent_may_stand_below_its_child_in_the_list() -> None:
    found = planned(
        {"code": "con", "name": "Con", "parent": "me"}, {"code": "me", "name": "Mẹ"}, known=[]
    )
    assert [one.after.parent for one in found.new] == ["me", None]


def test_every_fault_of_a_row_is_named_with_its_column() -> None:
    found = planned(
        {"code": "mã sai", "name": "A", "kind": "bộ", "headcount": "nhiều"},
        {"code": "x"},
        {"code": "cu", "name": "Cũ"},
        {"code": "y", "name": "Y", "parent": "không có"},
        {"code": "so-y-te", "name": "Một"},
        {"code": "SO-Y-TE", "name": "Hai"},
        {"name": "Mới"},
        {"name": "mơi"},
        cu="Sở Y tế",
    )
    assert faults(found) == [
        (2, "code", "code_format"),
        (2, "kind", "unknown"),
        (2, "headcount", "number"),
        (3, "name", "missing"),
        (4, "code", "merged"),
        (5, "parent", "unknown"),
        (7, "code", "twice"),
        (9, "name", "twice"),
    ]
    assert [one.after.name for one in [*found.new, *found.changed]] == ["Mới", "Một"]


def test_a_name_that_several_have_is_a_question_and_not_a_guess() -> None:
    twins = [Known(code, "Phòng Tài chính", "other", None, None) for code in ("a", "b")]
    found = planned(
        {"name": "phong tai chinh"}, {"code": "c", "name": "C", "parent": "Phòng Tài chính"},
        known=twins,
    )  # fmt: skip
    assert faults(found) == [(2, "name", "several"), (3, "parent", "several")]
    assert found.problems[0].value == "a, b"


def test_a_circle_is_refused_and_the_rest_goes_on() -> None:
    found = planned(
        {"code": "so-y-te", "parent": "bv-tinh"}, {"code": "x", "name": "X", "parent": "so-y-te"}
    )
    assert faults(found) == [(2, "parent", "circle")]
    assert [one.after.parent for one in found.new] == ["so-y-te"]


def test_parent_and_child_may_change_places() -> None:
    found = planned(
        {"code": "so-y-te", "parent": "moi"},
        {"code": "moi", "name": "Mới"},
    )
    assert faults(found) == []
    assert found.changed[0].fields() == [("parent", None, "moi")]


def test_who_hangs_below_a_row_that_falls_out_falls_out_too() -> None:
    found = planned(
        {"code": "a", "name": "A", "parent": "lạc"}, {"code": "b", "name": "B", "parent": "a"}
    )
    assert faults(found) == [(2, "parent", "unknown"), (3, "parent", "unknown")]
    assert found.new == ()
