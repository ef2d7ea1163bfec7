"""Every route, asked by everybody, answers what two readable tables say (see table.py)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.databases import Databases
from tests.web.matrix.asking import METHODS, SAFE, Asking, Door, body, doors, found
from tests.web.matrix.furnished import scene as made_scene
from tests.web.matrix.scene import Scene
from tests.web.matrix.table import DECLARED, MAY, ONLY, THEIRS, Expected, Who, is_below

LET_IN_BUT_ABSENT = {
    "accounts.set_up": "the site is set up",
    "organiser.delete_bank_image": "no image was uploaded",
    "public.show_image": "no image was uploaded",
    "bundle": "named by its content",
    "play.appeal_question": "the form names no question",
    "public.download_material": "its file went with a deletion that was allowed",
    "play.show_practice": "a contest draws from that bank",
    "play.start_practice": "a contest draws from that bank",
    "play.answer_practice": "a contest draws from that bank",
}
"""Who is let in finds nothing here, and no refusal either."""


@pytest.fixture(scope="module")
def scene(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with made_scene(databases, tmp_path_factory.mktemp("matrix")) as made:
        yield made


@pytest.fixture(scope="module")
def asking(scene: Scene) -> Asking:
    return Asking(scene)


def wrong(asking: Asking, door: Door, who: Who) -> str | None:
    """What is wrong with an answer; None when the table agrees."""
    path, nowhere = asking.scene.address(door.rule)
    wanted = door.expected(who)
    briefly = wanted in (Expected.FORBIDDEN, Expected.SIGN_IN)
    said = asking.ask(who, door.method, path, briefly=briefly)
    if wanted is Expected.LET_IN and door.method not in SAFE and said.status_code < 400:
        asking.scene.restore()
    if wanted is Expected.LET_IN and door.rule.endpoint in LET_IN_BUT_ABSENT:
        return None if found(said) in (Expected.LET_IN, Expected.NOT_THERE) else str(said.status)
    if found(said) != wanted:
        return f"{who}: {door} {path}: {found(said)} ({said.status_code}), the table says {wanted}"
    if wanted is Expected.NOT_THERE:
        nothing = asking.ask(who, door.method, nowhere)
        if (said.status_code, body(said, path)) != (nothing.status_code, body(nothing, nowhere)):
            return f"{who}: {door} tells {path} from {nowhere}"
    return None


def test_every_route_declares_a_permission_that_the_table_has(scene: Scene) -> None:
    assert [str(one) for one in doors(scene) if one.permission not in MAY] == []


def test_every_route_declares_what_its_place_asks_for(scene: Scene) -> None:
    wrong_place = [
        str(one)
        for one in doors(scene)
        for root, permissions in DECLARED.items()
        if is_below(one.rule.rule, root) and one.permission not in permissions
    ]
    assert wrong_place == []
    found = {
        permission: {one.rule.endpoint for one in doors(scene) if one.permission == permission}
        for permission in ONLY
    }
    assert found == ONLY


def test_every_route_has_an_address_here(scene: Scene) -> None:
    assert all(scene.address(rule)[0].startswith("/") for rule in scene.rules())


def test_every_owned_address_is_one_that_there_is(scene: Scene) -> None:
    rules = [one.rule for one in scene.rules()]
    assert [root for root in THEIRS if not any(is_below(one, root) for one in rules)] == []


@pytest.mark.parametrize("who", Who, ids=lambda who: who.name.lower())
def test_nobody_gets_through_a_door_that_is_not_theirs(asking: Asking, who: Who) -> None:
    closed = [one for one in doors(asking.scene) if one.expected(who) is not Expected.LET_IN]
    assert [said for one in closed if (said := wrong(asking, one, who))] == []


def test_every_door_opens_for_somebody(scene: Scene) -> None:
    assert [
        str(one)
        for one in doors(scene)
        if not any(one.expected(who) is Expected.LET_IN for who in Who)
    ] == []


@pytest.mark.long
@pytest.mark.parametrize("who", Who, ids=lambda who: who.name.lower())
def test_whoever_may_is_let_in_everywhere(asking: Asking, who: Who) -> None:
    open_ = [one for one in doors(asking.scene) if one.expected(who) is Expected.LET_IN]
    assert [said for one in open_ if (said := wrong(asking, one, who))] == []


def test_a_thing_of_one_contest_is_not_there_under_anothers_address(asking: Asking) -> None:
    """The organiser of another contest names the own contest and the other's things."""
    scene, leaks = asking.scene, []
    for door in doors(scene):
        things = door.rule.arguments - {"slug", "kind", "number", "part"}
        if not (is_below(door.rule.rule, "/organiser/contests/<slug>") and things):
            continue
        if door.rule.endpoint == "organiser.download_poster":
            continue  # Its word names a unit, which every contest has.
        path, _ = scene.address(door.rule)
        slug = path.split("/")[3]
        own = path.replace(f"/contests/{slug}/", "/contests/cua-nguoi-khac/", 1)
        answer = asking.ask(Who.OTHER_ORGANISER, door.method, own)
        if answer.status_code not in (403, 404):  # 403: what only arbiters do.
            leaks.append(f"{door} {own}: {answer.status_code}")
            scene.restore()
    assert leaks == []


def test_methods_that_a_route_does_not_declare_are_answered_405(asking: Asking) -> None:
    scene, said = asking.scene, []
    declared: dict[str, set[str]] = {}
    for rule in scene.rules():
        path = scene.address(rule)[0].partition("?")[0]
        declared.setdefault(path, set()).update(rule.methods or ())
    for path, methods in declared.items():
        for method in set(METHODS) - methods:
            # What else the path could mean ("/people/<id>" beside "/people/duplicates").
            if scene.app.url_map.bind("localhost").test(path, method):
                continue
            answer = asking.ask(Who.ADMINISTRATOR, method, path, briefly=True)
            if answer.status_code != 405 or method in answer.headers.get("Allow", ""):
                said.append(f"{method} {path}: {answer.status_code}")
    assert said == []


def test_no_state_changes_without_the_forgery_token(asking: Asking) -> None:
    """Cookies alone, as another site's form would send them: pages, API, sign-in, sign-out."""
    scene, said = asking.scene, []
    for door in doors(scene):
        view = scene.app.view_functions[door.rule.endpoint]
        if door.method in SAFE or getattr(view, "reads_no_cookie", False):
            continue
        path, _ = scene.address(door.rule)
        for who in (Who.NOBODY, Who.ADMINISTRATOR):
            answer = asking.ask(who, door.method, path, forgery=True, briefly=True)
            # Programs that have not signed in have nothing to forge: they are told to.
            nobody = who is Who.NOBODY and path.startswith("/api/") and answer.status_code == 401
            refused = answer.status_code == 400 and b"csrf_failed" in answer.data
            if not (refused or nobody):
                said.append(f"{who}: {door}: {answer.status_code}")
                scene.restore()
    assert said == []


def test_only_views_that_act_for_nobody_take_no_token(scene: Scene) -> None:
    free = {
        one.rule.endpoint
        for one in doors(scene)
        if one.method not in SAFE
        and getattr(scene.app.view_functions[one.rule.endpoint], "reads_no_cookie", False)
    }
    assert free == {
        "api.create_account",  # Nobody is signed in by it.
        "api.create_session",  # Answers a token, sets no cookie.
        "play.answer_practice",  # Kept nowhere.
        "public.choose_language",  # As harmless as a link.
        "public.choose_text_size",
    }


def test_a_bearer_needs_no_token_and_is_refused_for_other_reasons_only(asking: Asking) -> None:
    api = [one for one in doors(asking.scene) if one.rule.rule.startswith("/api/")]
    for door in api:
        if door.method in SAFE:
            continue
        path, _ = asking.scene.address(door.rule)
        answer = asking.ask(Who.DEMOTED_TOKEN, door.method, path)
        assert b"csrf_failed" not in answer.data, str(door)
        asking.scene.restore()


@pytest.mark.parametrize("number", ["0", "9" * 9, str(2**31), "9" * 30])
def test_a_number_that_no_column_holds_is_an_address_that_is_not_there(
    asking: Asking, number: str
) -> None:
    scene, said = asking.scene, []
    for door in doors(scene):
        if "<int:" not in door.rule.rule:
            continue
        path, _ = scene.address(door.rule)
        given = {**scene.values.get("*", {}), **scene.values.get(door.rule.endpoint, {})}
        for name, value in given.items():
            if name in door.rule.arguments and isinstance(value, int):
                path = _replaced(door.rule.rule, given, name, number)
                answer = asking.ask(Who.ADMINISTRATOR, door.method, path, briefly=True)
                if answer.status_code != 404:
                    said.append(f"{door} {path}: {answer.status_code}")
    assert said == []


def _replaced(rule: str, given: dict[str, object], name: str, number: str) -> str:
    for other, value in given.items():
        text = number if other == name else str(value)
        for kind in (f"<{other}>", f"<int:{other}>", f"<path:{other}>"):
            rule = rule.replace(kind, text)
    return rule
