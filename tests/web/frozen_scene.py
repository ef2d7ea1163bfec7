"""A frozen contest with a result after the freeze that nobody may learn of, and a walk
over every address that is not the organisers'.

The walk compares what an address answers before the late result with what it answers
afterwards: whatever the late result changes is a leak, whether it is a name, a count
of a unit, a rank, a sheet of a workbook or the pixels of a picture. Totals over all units
may grow, and are left out.
"""

from __future__ import annotations

import io
import itertools
import random
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, g
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.domain.certificate_templates import Template
from app.domain.certificates import Awards, Since
from app.domain.permissions import NOBODY, PARTICIPANT, allows
from app.services import (
    announcements,
    boards,
    ceremonies,
    certificate_templates,
    freezing,
    halls,
    materials,
    unit_contacts,
)
from app.services.accounts import SignedIn
from app.storage.db import db
from tests.activities import a_call, a_report, a_unit
from tests.factories import DONG_VAN, MINH_XUAN, a_person, an_organisation, some_communes
from tests.factories_contests import a_bank, a_contest, a_finished_attempt, a_round

SLUG = "cuoc-thi"
HOUR = timedelta(hours=1)
LATE_NAME = "Vừ Thị Muộnmàng"
# All that could give the late result away, masked or not.
MARKS = ("Muộnmàng", "Vừ T. M.", "muonmang")
GROUP = "student"
# Of oneself: the own score is to be seen there, and the own rank is not.
OWN = {
    "accounts.export_data",
    "accounts.show_profile",
    "api.get_attempt",
    "api.get_own_part",
    "play.confirm_submission",
    "play.show_attempt",
    "play.show_card",
    "play.show_result",
    "play.wait",
    "public.show_contest",
}
# No figure of a contest: files of the site itself, and what machines ask.
OF_THE_SITE = {
    "static",
    "bundle",
    "public.show_metrics",
    "public.check_readiness",
    "play.start_practice",
}
_VOLATILE = (
    re.compile(r'(name="csrf_token" value=|name="csrf-token" content=)"[^"]*"'),
    re.compile(r'"server_now":\s*"[^"]*"'),
    # Totals of the whole contest.
    re.compile(r'<span class="stat-number">[\d.]*</span>'),
    re.compile(r'data-figure="\w+">[\d.]*'),
    re.compile(r'"(people|attempts)":\s*\d+(?=[,}\s])'),
)


@dataclass(slots=True)
class Scene:
    """People, and what their addresses hold."""

    app: Flask
    now: datetime
    early: SignedIn
    watcher: SignedIn
    late: SignedIn
    values: dict[str, list[Any]]
    late_values: dict[str, list[Any]] = field(default_factory=dict)


def set_up(app: Flask, now: datetime) -> Scene:
    """One early result, then the freeze; the late person is registered and has done nothing."""
    some_communes()
    an_organisation("som", "Sở Buổi Sớm")
    an_organisation("muon", "Trạm Viễn Thám")
    a_bank()
    a_contest(
        SLUG,
        attempts_allowed=None,
        result_policy="explanations",
        publish_participation_at="12:30",
        rounds=[a_round(closes_at=now + 4 * HOUR), a_round(
            title="Đợt 2", opens_at=now + 30 * HOUR, closes_at=now + 40 * HOUR)],
    )  # fmt: skip
    early = a_person(full_name="Lò Văn Sớm", commune=MINH_XUAN, organisation="som")
    watcher = a_person(full_name="Đặng Thị Đầumối", phone="+84911111111")
    for kind, code in (("organisation", "muon"), ("commune", DONG_VAN)):
        unit_contacts.appoint(kind, code, phone="+84911111111", account_id=None, now=now)
    late = a_person(full_name=LATE_NAME, commune=DONG_VAN, organisation="muon", group=GROUP)
    hall = halls.open_hall(
        SLUG, title="Hội trường", commune=None, organisation=None, account_id=None,
        now=now - HOUR / 2, below=random.Random(1).randrange,
    )  # fmt: skip
    certificate_templates.save_settings(
        SLUG, template=Template(), awards=Awards(participation=Since.CLOSED),
        account_id=None, now=now,
    )  # fmt: skip
    attempt = a_finished_attempt(early, SLUG, right=1, at=now)
    freezing.plan_freeze(SLUG, freeze_at=now + HOUR, reveal_at=None, account_id=None, now=now)
    boards.refresh(now)
    ceremonies.prepare(SLUG, places=5, account_id=None, now=now + HOUR)
    values = {**_things(now), "slug": [SLUG], "attempt_id": [attempt.id],
              "code": [attempt.receipt, hall.code, "K7QM2F9DXA"]}  # fmt: skip
    return Scene(app, now, early, watcher, late, values)


def _things(now: datetime) -> dict[str, list[Any]]:
    call = a_call(now)
    unit = a_unit(call)
    news = announcements.create_announcement(
        title="Tin", text="Tin", contest=SLUG, pinned=False, published_at=now, until=None,
        account_id=None, now=now,
    )  # fmt: skip
    material = materials.add_material(
        topic="Luật", title="Sổ tay", summary="", link="",
        file=materials.NewFile("so-tay.pdf", b"%PDF-1.7 so tay"), account_id=None, now=now,
    )  # fmt: skip
    return {
        "kind": ["individual", "organisation", "commune"],
        "token": [unit.token],
        "report_id": [a_report(unit, now)],
        "announcement_id": [news],
        "material_id": [material],
        "photo_id": [1],
        "seed": ["0123456789ab"],
        "number": [1],
        "file": ["x.png"],
        "name": ["site.css"],
        "filename": ["css/base.css"],
    }


def add_late_result(scene: Scene) -> None:
    """The late person answers everything right, faster than anybody, and the boards follow."""
    attempt = a_finished_attempt(scene.late, SLUG, right=3, at=scene.now + 2 * HOUR, seconds=7)
    scene.late_values = {"attempt_id": [attempt.id], "code": [attempt.receipt]}
    boards.refresh(scene.now + 2 * HOUR + timedelta(minutes=1))


Bodies = dict[tuple[str, str, str], str]
"""Role, endpoint and address, with what is answered."""


def walk(scene: Scene, moment: datetime) -> Bodies:
    """What every address answers every role at a moment."""
    db.session.remove()
    people = {"nobody": None, "early": scene.early, "watcher": scene.watcher, "late": scene.late}
    bodies: Bodies = {}
    for role, who in people.items():
        client = _client(scene.app, who)
        may = (NOBODY,) if who is None else (PARTICIPANT,)
        for endpoint, address in addresses(scene, may):
            with scene.app.app_context():
                _set_time(scene.app, moment)
                answer = client.get(address)
            bodies[role, endpoint, address] = f"{answer.status_code}\n{readable(answer)}"
    return bodies


def addresses(scene: Scene, may: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Every GET route that these roles may ask, with every value and way of asking."""
    for rule in scene.app.url_map.iter_rules():
        view = scene.app.view_functions[rule.endpoint]
        permission = getattr(view, "permission", "view_public")
        if rule.endpoint in OF_THE_SITE or "GET" not in (rule.methods or ()):
            continue
        if allows(permission, may):
            for address in _filled(scene, rule):
                for query in _queries(rule.endpoint):
                    yield rule.endpoint, address + query


def _filled(scene: Scene, rule: Rule) -> Iterator[str]:
    unknown = rule.arguments - scene.values.keys()
    assert not unknown, f"give tests/web/frozen_scene.py a value of {unknown} for {rule.endpoint}"
    names = sorted(rule.arguments)
    for values in itertools.product(*(
        [*scene.values[name], *scene.late_values.get(name, ())] for name in names
    )):  # fmt: skip
        built = rule.build(dict(zip(names, values, strict=True)))
        if built is not None:
            yield built[1]


def _queries(endpoint: str) -> list[str]:
    if endpoint in ("public.show_board", "api.get_board"):
        return ["", f"?group={GROUP}", "?round=1", "?q=vu", "?q=tram+vien+tham", "?hall=1"]
    if endpoint.startswith("accounts.") and "unit" in endpoint:
        return ["", f"?contest={SLUG}&unit=organisation:muon",
                f"?contest={SLUG}&unit=commune:{DONG_VAN}"]  # fmt: skip
    if endpoint == "public.show_participation":
        return ["", "?kind=organisation"]
    return [""]


def readable(answer: TestResponse) -> str:
    """A body as text: workbooks unpacked, pictures and other files byte by byte."""
    data = answer.data
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = {
                name: archive.read(name) for name in archive.namelist() if "docProps" not in name
            }
        text = "\n".join(
            f"{name}\n{part.decode('utf-8', 'replace')}" for name, part in inside.items()
        )
    elif answer.mimetype.startswith(("text/", "application/json", "image/svg")):
        text = answer.text
    else:
        text = data.hex()
    for volatile in _VOLATILE:
        text = volatile.sub("", text)
    return text


def findings(scene: Scene, before: Bodies, after: Bodies) -> list[str]:
    """Where the late result can be noticed by somebody who may not know of it."""
    found = []
    for (role, endpoint, address), body in after.items():
        own = role == "late" and endpoint in OWN
        marked = role != "late" and any(mark in body for mark in MARKS)
        # A contact knows the people of the own unit by name, and may: the list does not change.
        known = role == "watcher" and "unit" in endpoint
        was = before.get((role, endpoint, address))
        changed = was is not None and was != body
        if (changed and not own) or (marked and not known):
            found.append(f"{role} {endpoint} {address}")
        elif was is None and role != "late" and not _says_nothing(endpoint, body):
            found.append(f"{role} {endpoint} {address} is new")
    return sorted(found)


def _says_nothing(endpoint: str, body: str) -> bool:
    """What is there since the late result: 404 for others, and receipts, which name nobody."""
    return body.startswith(("404", "303", "401")) or "receipt" in endpoint


def _client(app: Flask, who: SignedIn | None) -> FlaskClient:
    client = app.test_client()
    if who is not None:
        with client.session_transaction() as session:
            session["_user_id"] = who.get_id()
    return client


def _set_time(app: Flask, moment: datetime) -> None:
    def set_now() -> None:
        g.now = moment

    functions = app.before_request_funcs.setdefault(None, [])
    functions[:] = [one for one in functions if getattr(one, "__name__", "") != "set_now"]
    functions.insert(0, set_now)
