"""The table of permissions, read once more the other way round."""

from __future__ import annotations

import pytest

from app.domain.permissions import PERMISSIONS, allows

OF_EVERYBODY = {"view_public", "register", "sign_in", "sign_out", "report_activity", "set_up"}
OF_THE_SIGNED_IN = OF_EVERYBODY | {"manage_own_profile", "take_contest", "answer", "watch_own_unit"}
OF_STAFF = OF_THE_SIGNED_IN | {
    "watch_answer_files",
    "compare_people",
    "correct_keys",
    "read_audit",
    "watch_evidence",
}


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("nobody", OF_EVERYBODY),
        ("participant", OF_THE_SIGNED_IN),
        ("organiser", OF_STAFF | {"organise"}),
        ("arbiter", OF_STAFF | {"arbitrate"}),
        ("administrator", OF_STAFF | {"organise", "arbitrate", "administer"}),
        ("stranger", set()),
    ],
)
def test_each_role_may_do_exactly_this(role: str, may: set[str]) -> None:
    assert {permission for permission in PERMISSIONS if allows(permission, (role,))} == may


def test_roles_add_up() -> None:
    assert allows("organise", ("participant", "organiser"))
    assert not allows("administer", ("participant", "organiser", "arbiter"))


@pytest.mark.parametrize("permission", ["", "fly", "Organise"])
def test_an_unknown_permission_is_nobodys(permission: str) -> None:
    assert not allows(permission, ("administrator",))


def test_without_any_role_nothing_is_allowed() -> None:
    assert not any(allows(permission, ()) for permission in PERMISSIONS)
