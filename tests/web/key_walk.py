"""Asking every route for everybody in both worlds, and what may differ between them."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator

from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.domain.permissions import NOBODY, allows
from app.services.accounts import SignedIn
from app.services.practice import BANK
from tests.web.key_banks import MARK
from tests.web.key_worlds import EXPLAINED, LAST_SECRET, STATES, World, set_time

STAFF = ("organiser", "arbiter", "administrator")
OF_THE_SITE = {
    "static",
    "bundle",
    "public.show_metrics",
    "public.check_readiness",
    "organiser.download_poster",  # A title and an address, as PDF with its moment.
    "organiser.download_posters",
}
# Where staff see keys, because making and mending them is their work.
OF_KEYS = {
    "organiser.compare_bank_versions",
    "organiser.download_bank_usage",
    "organiser.edit_bank_yaml",
    "organiser.edit_question",
    "organiser.export_bank",
    "organiser.export_evidence",
    "organiser.export_statistics",
    "organiser.list_evidence",
    "organiser.preview_contest",
    "organiser.propose_correction",
    "organiser.show_bank",
    "organiser.show_bank_usage",
    "organiser.show_evidence",
    "organiser.show_statistics",
}
# The digest of a whole bank file: of use to staff alone, who see keys elsewhere.
OF_DIGESTS = {"organiser.export_audit", "organiser.list_audit"}
# What no key decides: the moment, what one session alone carries, what one instance made up.
_VOLATILE = (
    re.compile(rb'(name="csrf_token" value=|name="csrf-token" content=)"[^"]*"'),
    re.compile(rb'"(server_now|rescue_key|key)": ?("[^"]*"|\{[^}]*\})'),
    re.compile(rb"<dcterms:(created|modified)[^/]*</dcterms:\w+>"),
    # The head of the audit chain: a digest over, among all else, the digest of the whole bank.
    re.compile(rb"\b\d+:[0-9a-f]{12}\b"),
    re.compile(rb'trust-hash">[0-9a-f]{64}'),
    # When a PDF was made.
    re.compile(rb"/(CreationDate|ModDate) ?\([^)]*\)|/ID ?\[[^]]*\]|<xmp:\w+Date>[^<]*|:ID>[^<]*"),
)
HEADED = {"public.show_board", "public.check_result"}
"""Pages that print the head: their tag and length follow from it."""
_UNCOMPARED = {"Set-Cookie", "X-Request-ID", "Date"}
Told = dict[tuple[str, str, str, str], bytes]
"""Role, method, endpoint and address, with all that was answered."""
Where = Callable[[str], bool]
"""Whether an endpoint is to be asked."""


def everywhere(endpoint: str) -> bool:
    """Every endpoint."""
    return True


def walk(
    world: World, roles: Iterable[str], *, where: Where = everywhere, wrongly: bool = False
) -> Told:
    """What every address answers these people now; also what is asked wrongly."""
    set_time(world.app, world.moment)
    told: Told = {}
    for role in roles:
        who = world.people.get(role)
        client = client_of(world, who)
        for method, endpoint, address in asked(world, roles_of(who), wrongly):
            if where(endpoint):
                answer = client.open(address, method=method)
                told[role, method, endpoint, address] = whole(answer, endpoint)
    return told


def roles_of(who: SignedIn | None) -> tuple[str, ...]:
    """The roles by which somebody may ask."""
    return (NOBODY,) if who is None else who.roles


def client_of(world: World, who: SignedIn | None, base: str = "http://localhost") -> FlaskClient:
    """A client in which somebody is signed in."""
    client = world.app.test_client()
    if who is not None:
        with client.session_transaction(base_url=base) as session:
            session["_user_id"] = who.get_id()
    return client


def asked(world: World, may: tuple[str, ...], wrongly: bool) -> Iterator[tuple[str, str, str]]:
    """Every route that these may read, with every value; `wrongly` also refusals of each."""
    for rule in sorted(world.app.url_map.iter_rules(), key=lambda one: one.rule):
        view = world.app.view_functions[rule.endpoint]
        permission = getattr(view, "permission", "view_public")
        if rule.endpoint in OF_THE_SITE:
            continue
        for number, address in enumerate(_filled(world, rule)):
            if "GET" in (rule.methods or ()) and allows(permission, may):
                for query in _queries(rule.endpoint):
                    yield "GET", rule.endpoint, address + query
            if wrongly and number == 0:  # Of a method, of a request without its content.
                yield "DELETE", rule.endpoint, address
                yield "POST", rule.endpoint, address
                if not allows(permission, may):
                    yield "GET", rule.endpoint, address


def _filled(world: World, rule: Rule) -> Iterator[str]:
    values = dict(world.values)
    if "/banks/" in rule.rule:
        values["slug"] = [BANK]
    names = sorted(rule.arguments)
    ways = [values.get(name, [1] if name.endswith("_id") else ["x"]) for name in names]
    for chosen in itertools.product(*ways):
        built = rule.build(dict(zip(names, chosen, strict=True)))
        if built is not None:
            yield built[1]


def _queries(endpoint: str) -> tuple[str, ...]:
    return ("", "?q=mat") if endpoint in ("public.show_board", "api.get_board") else ("",)


def whole(answer: TestResponse, endpoint: str) -> bytes:
    """Status, headers and body in a form that can be compared; archives are unpacked."""
    body = answer.get_data()
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(
                name.encode() + b"\n" + archive.read(name) for name in sorted(archive.namelist())
            )
    for volatile in _VOLATILE:
        body = volatile.sub(b"", body)
    compared = [(name, value) for name, value in answer.headers if name not in _UNCOMPARED]
    if endpoint in HEADED or answer.mimetype.endswith((".sheet", "/html")):
        compared = [one for one in compared if one[0] != "Content-Length"]
    if endpoint in HEADED:
        compared = [one for one in compared if one[0] != "ETag"]
    return f"{answer.status}\n{sorted(compared)}\n".encode() + body


def may_differ(state: str, role: str, endpoint: str, address: str, world: World) -> bool:
    """Whether this person may learn keys here and now."""
    if role in STAFF and endpoint in OF_KEYS:
        return True
    if STATES.index(state) <= LAST_SECRET or endpoint != "play.show_result":
        return False
    own = world.owned[f"thi-{EXPLAINED}"].get(role)
    return address == f"/attempts/{own}/result"


def findings(state: str, world: World, one: Told, other: Told) -> list[str]:
    """Where somebody who may not see keys can tell the worlds apart, or reads a key."""
    assert one.keys() == other.keys()
    found = []
    for asked_, body in one.items():
        role, method, endpoint, address = asked_
        if may_differ(state, role, endpoint, address, world):
            continue
        if body != other[asked_] and not (role in STAFF and endpoint in OF_DIGESTS):
            found.append(f"{state}: {role} {method} {endpoint} {address} differs")
        if MARK.encode() in body.lower():
            found.append(f"{state}: {role} {method} {endpoint} {address} holds a key")
    return sorted(found)


def seen_keys(state: str, world: World, told: Told) -> set[tuple[str, str]]:
    """Who really read a key, and where: role and endpoint."""
    return {
        (role, endpoint)
        for (role, _, endpoint, address), body in told.items()
        if MARK.encode() in body and may_differ(state, role, endpoint, address, world)
    }
