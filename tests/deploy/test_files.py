"""What is deployed names files, settings and commands that there are."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import yaml
from sqlalchemy import create_engine, text

from app.config import ROOT, Settings, read_settings
from app.web import security
from tests.databases import Databases

DEPLOY = ROOT / "deploy"


def compose() -> dict[str, dict[str, dict[str, object]]]:
    loaded: dict[str, dict[str, dict[str, object]]] = yaml.safe_load(
        (DEPLOY / "compose.yaml").read_text()
    )
    return loaded


def test_two_applications_share_their_settings() -> None:
    services = compose()["services"]
    assert services["app-1"] == services["app-2"]
    environment = services["app-1"]["environment"]
    assert isinstance(environment, dict)
    assert environment["PROXY_HOPS"] == "1"
    known = {"DATABASE_URL", "SECRET_KEY", "REDIS_URL", "TRUSTED_HOSTS", "PROVINCE_CODE",
             "PROXY_HOPS", "SECURE_COOKIES", "WEB_CONCURRENCY", "DEMO"}  # fmt: skip
    assert set(environment) == known


def test_what_is_mounted_is_there_and_every_volume_is_declared() -> None:
    for service in compose()["services"].values():
        for volume in service.get("volumes", ()):  # type: ignore[attr-defined]
            source = str(volume).split(":")[0]
            if source.startswith("."):
                assert (DEPLOY / source).exists(), source
            else:
                assert source in compose()["volumes"]


def test_nginx_is_given_the_boards_that_the_applications_write() -> None:
    services = compose()["services"]
    boards = "boards:/srv/thiso/instance/boards"
    assert boards in services["app-1"]["volumes"]  # type: ignore[operator]
    assert f"{boards}:ro" in services["nginx"]["volumes"]  # type: ignore[operator]
    run = "".join(services["nginx"]["environment"]["THISO_BOARDS"])  # type: ignore[index]
    assert run == boards.partition(":")[2]


def test_services_wait_for_services_that_there_are_and_say_when_they_are_well() -> None:
    services = compose()["services"]
    for name, service in services.items():
        assert "healthcheck" in service, name
        waited: object = service.get("depends_on", {})
        assert isinstance(waited, dict)
        assert waited.keys() <= services.keys()
        conditions = {one["condition"] for one in waited.values()}
        assert conditions <= {"service_healthy", "service_completed_successfully"}


def test_only_what_may_be_repeated_goes_by_kept_connections() -> None:
    configuration = (DEPLOY / "nginx.conf").read_text()
    kept = re.search(r"map \$request_method \$apps \{(.*?)\}", configuration, re.S)
    assert kept is not None
    assert re.findall(r"(\w+) (\w+);", kept[1]) == [
        ("default", "thiso_once"), ("GET", "thiso"), ("HEAD", "thiso"), ("PUT", "thiso"),
    ]  # fmt: skip
    once = re.search(r"upstream thiso_once \{(.*?)\n    \}", configuration, re.S)
    assert once is not None
    assert "keepalive" not in once[1]
    assert "proxy_pass http://thiso" not in configuration


def test_the_settings_of_the_guide_are_accepted(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "deploy.md").read_text()
    block = re.search(r"```\n(   DATABASE_URL.*?)```", guide, re.S)
    assert block is not None
    environ = dict(line.strip().split("=", 1) for line in block[1].strip().splitlines())
    settings = read_settings(environ, tmp_path)
    assert isinstance(settings, Settings)
    assert (settings.proxy_hops, settings.demo, settings.secure_cookies) == (1, False, True)


@pytest.mark.parametrize("unit", sorted((DEPLOY / "systemd").iterdir()), ids=lambda one: one.name)
def test_units_do_not_run_as_root_and_write_in_one_place(unit: Path) -> None:
    unit_file = unit.read_text()
    for line in ("User=thiso", "NoNewPrivileges=yes", "ProtectSystem=strict",
                 "ReadWritePaths=/srv/thiso/instance"):  # fmt: skip
        assert line in unit_file
    for command in re.findall(r"^ExecStart=/srv/thiso/(\S+)", unit_file, re.M):
        assert (ROOT / command).exists()


def test_postgresql_knows_every_setting(databases: Databases) -> None:
    if "postgresql" not in os.environ.get("THISO_DATABASES", "postgresql"):
        pytest.skip("without PostgreSQL")
    url = databases.fresh("postgresql")
    engine = create_engine(url)
    with engine.connect() as connection:
        known = set(connection.scalars(text("SELECT lower(name) FROM pg_settings")))
    engine.dispose()
    databases.drop(url)
    settings = (DEPLOY / "postgresql.conf").read_text()
    named = re.findall(r"^(\w+) = ", settings, re.M)
    assert len(named) > 20
    assert {one.lower() for one in named} - known == set()


def test_no_configuration_limits_by_address() -> None:
    configuration = (DEPLOY / "nginx.conf").read_text()
    assert not re.search(r"^\s*limit_(req|conn|rate)", configuration, re.M)


def test_nginx_answers_with_the_headers_of_the_application() -> None:
    text = (DEPLOY / "headers.conf").read_text()
    given = dict(re.findall(r'^add_header (\S+) "?([^"\n]+?)"? always;$', text, re.M))
    assert given.pop("Strict-Transport-Security") == "$transport_security"
    assert given == security._HEADERS
    nginx = (DEPLOY / "nginx.conf").read_text()
    assert f'https "{security._TRANSPORT}"' in nginx
    # A place with headers of its own inherits none: it must name these too.
    places = re.split(r"\n        location ", nginx)[1:]
    assert sum("add_header" in one for one in places) >= 6
    for place in places:
        assert ("add_header" in place) == ("deploy/headers.conf" in place), place.split("{")[0]
