"""Everything that can be taken along as a file, as the pages and the command line give it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from tests.faults.page_forms import Form, look
from tests.faults.scene import Scene

ENDINGS = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/pdf": ".pdf",
    "text/csv": ".csv",
}
NO_TEXT_OF_PEOPLE = {
    "organiser.download_template", "organiser.download_roster_template",
    "organiser.download_unit_template",
}  # fmt: skip
ELSEWHERE = {
    "organiser.download_job",  # The same files, made in the background.
    "play.download_certificate",  # Needs one's own certificate: reached from the list.
    "public.download_material",  # What was brought in is given back as it was.
    "organiser.download_evidence",  # JSON in a package.
    "public.download_published",
    "accounts.export_data",  # JSON.
}
"""Ways to a file that are not looked at, and why."""


@dataclass(frozen=True, slots=True)
class Export:
    """One file and where it came from."""

    source: str
    ending: str
    data: bytes


def exports(scene: Scene) -> Iterator[Export]:
    """Follow every link of every furnished page, send every form that gives a file."""
    client = scene.client(scene.everything)
    seen: set[str] = set()
    for address in sorted(set(scene.pages.values())):
        answer = client.get(address)
        if answer.mimetype != "text/html":
            continue
        found = look(answer.text)
        for link in found.links:
            endpoint = _endpoint(scene, link)
            # Of one endpoint one file of each kind is enough: the code is the same.
            key = f"{endpoint} {urlsplit(link).path.rpartition('/')[2]}"
            if _gives_a_file(endpoint) and key not in seen:
                seen.add(key)
                yield from _taken(client, link, endpoint)
        for form in found.forms:
            endpoint = _endpoint(scene, form.action, "POST")
            if endpoint == "organiser.download_report" and endpoint not in seen:
                seen.add(endpoint)
                yield from _reports(client, form)
    yield from _of_commands(scene)


def reachable(scene: Scene) -> set[str]:
    """The endpoints that give a file, as their names say."""
    return {
        rule.endpoint
        for rule in scene.app.url_map.iter_rules()
        if _gives_a_file(rule.endpoint)
    } - NO_TEXT_OF_PEOPLE - ELSEWHERE  # fmt: skip


def _gives_a_file(endpoint: str) -> bool:
    return endpoint.rpartition(".")[2].startswith(("export_", "download_"))


def _endpoint(scene: Scene, link: str, method: str = "GET") -> str:
    with suppress(HTTPException):
        matched: str = scene.app.url_map.bind("x").match(urlsplit(link).path, method)[0]
        return matched
    return ""


def _taken(client: FlaskClient, link: str, endpoint: str) -> Iterator[Export]:
    answer = client.get(link)
    if answer.status_code == 200:
        yield Export(endpoint, ENDINGS.get(answer.mimetype, ""), answer.data)


def _reports(client: FlaskClient, form: Form) -> Iterator[Export]:
    for kind in ("xlsx", "docx", "pdf"):
        data = {**dict(form.values.lists()), "format": [kind]}
        answer = client.post(form.action, data=data)
        if answer.status_code == 200:
            ending = ENDINGS.get(answer.mimetype, "")
            yield Export("organiser.download_report", ending, answer.data)


def _of_commands(scene: Scene) -> Iterator[Export]:
    runner = scene.app.test_cli_runner()
    for command in (
        *(["contest", "board", scene.slug, "--by", by, "--format", "csv"]
          for by in ("individual", "organisation", "commune")),
        ["bank", "stats", scene.slug, "--csv"],
    ):  # fmt: skip
        with scene.app.app_context():
            done = runner.invoke(args=command)
        assert done.exit_code == 0, (command, done.output, done.exception)
        yield Export(" ".join(command), ".csv", done.stdout_bytes)
