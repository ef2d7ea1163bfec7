"""The nginx configuration, tried with a real nginx before two real application servers."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from subprocess import DEVNULL

import pytest
from flask import Flask

from app.config import ROOT, Settings
from app.services import boards
from app.tasks import publishing
from app.web import security
from tests.factories import a_person
from tests.factories_contests import a_contest, a_finished_attempt

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
BOARD = "/contests/cuoc-thi/boards/individual"
pytestmark = [
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed"),
    pytest.mark.long,
]
SERVED = """
from pathlib import Path
from app import create_app
from app.config import Settings
app = create_app(Settings(
    database_url={url!r}, secret_key="a secret for tests only", instance=Path({instance!r}),
    proxy_hops=1, demo=False,
))
"""


def a_free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Reply:
    status: int
    headers: http.client.HTTPMessage
    text: str


def ask(port: int, path: str, method: str = "GET", **headers: str) -> Reply:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, headers=headers)
        reply = connection.getresponse()
        data = reply.read()
        if reply.headers["Content-Encoding"] == "gzip":
            data = gzip.decompress(data)
        return Reply(reply.status, reply.headers, data.decode())
    finally:
        connection.close()


def wait_for(port: int, path: str) -> None:
    for _ in range(300):
        try:
            if ask(port, path).status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"nothing answers on port {port}")


@dataclass
class House:
    """nginx on `port`, and application servers on the ports of `apps` (by their process)."""

    folder: Path
    instance: Path
    port: int
    ports: list[int]
    apps: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, port: int) -> None:
        command = [sys.executable, "-m", "gunicorn", "served:app", "--bind", f"127.0.0.1:{port}"]
        command += ["--worker-class", "gthread", "--threads", "4", "--graceful-timeout", "10"]
        command += ["--preload", "--keep-alive", "15"]
        with (self.folder / f"{port}.log").open("ab") as log:
            self.apps[port] = subprocess.Popen(
                command,
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=log,
                stderr=log,
            )
        wait_for(port, "/healthz")

    def stop(self, port: int) -> None:
        process = self.apps.pop(port)
        process.terminate()
        process.wait(90)

    def use_all_but(self, port: int | None) -> None:
        """What deploy/replace.sh does before and after it replaces an application."""
        path = rendered(self.folder, self.instance, self.port, self.ports, port)
        subprocess.run([str(NGINX), "-s", "reload", "-c", str(path)], check=True, stderr=DEVNULL)
        time.sleep(2)


def rendered(
    folder: Path, instance: Path, port: int, ports: list[int], down: int | None = None
) -> Path:
    """The configuration as the script renders it."""
    environment = {
        **os.environ,
        "THISO_RUN": str(folder),
        "THISO_LOG": str(folder / "access.log"),
        "THISO_LISTEN": f"127.0.0.1:{port}",
        "THISO_APPS": " ".join(f"127.0.0.1:{one}" for one in ports),
        "THISO_BOARDS": str(instance / "boards"),
        "THISO_DOWN": f"127.0.0.1:{down}",
    }
    script = ROOT / "deploy" / "render-nginx.sh"
    text = subprocess.run(
        ["/bin/sh", str(script)], env=environment, check=True, capture_output=True
    ).stdout
    path = folder / "nginx.conf"
    # Started by root, nginx would serve as another user, who cannot see a test's files.
    path.write_bytes((b"user root;\n" if os.geteuid() == 0 else b"") + text)
    return path


@pytest.fixture
def house(app: Flask, settings: Settings, tmp_path: Path, now: datetime) -> Iterator[House]:
    """A contest with one person on its boards, served by two applications behind nginx."""
    a_contest()
    a_finished_attempt(a_person(full_name="Lò Văn Sớm"), right=2, at=now)
    boards.refresh(now)
    publishing.publish(now + timedelta(minutes=1))
    source = SERVED.format(url=settings.database_url, instance=str(settings.instance))
    (tmp_path / "served.py").write_text(source)
    made = House(tmp_path, settings.instance, a_free_port(), [a_free_port(), a_free_port()])
    configuration = rendered(tmp_path, settings.instance, made.port, made.ports)
    for port in made.ports:
        made.start(port)
    command = [str(NGINX), "-c", str(configuration), "-g", "daemon off;"]
    nginx = subprocess.Popen(command, stderr=DEVNULL)
    try:
        wait_for(made.port, "/nginx-health")
        yield made
    finally:
        nginx.terminate()
        nginx.wait(20)
        for port in list(made.apps):
            made.stop(port)


def test_the_configuration_is_accepted(tmp_path: Path) -> None:
    path = rendered(tmp_path, tmp_path, a_free_port(), [1, 2])
    assert "${" not in path.read_text()
    tried = subprocess.run(
        [str(NGINX), "-t", "-c", str(path)], capture_output=True, text=True, check=False
    )
    assert tried.returncode == 0, tried.stderr


def test_boards_are_read_while_the_application_is_down(house: House) -> None:
    up = ask(house.port, BOARD)
    assert (up.status, "Lò V. S." in up.text) == (200, True)
    assert "Set-Cookie" not in up.headers
    assert ask(house.port, BOARD, **{"If-None-Match": up.headers["ETag"]}).status == 304
    for port in house.ports:
        house.stop(port)
    time.sleep(1.1)  # What nginx itself kept for a second is gone.
    down = ask(house.port, BOARD)
    assert (down.status, down.headers["X-Thiso-Kept"]) == (200, "1")
    assert "Lò V. S." in down.text
    assert "bản lưu, đọc được khi máy chủ ứng dụng nghỉ" in down.text
    assert down.headers["Content-Type"] == "text/html; charset=utf-8"
    assert ask(house.port, BOARD, **{"If-None-Match": down.headers["ETag"]}).status == 304
    packed = ask(house.port, BOARD, **{"Accept-Encoding": "gzip"})
    assert (packed.headers["Content-Encoding"], packed.text) == ("gzip", down.text)
    assert "· Đợt 1</p>" in ask(house.port, f"{BOARD}?round=1").text
    assert "· Cả cuộc thi</p>" in ask(house.port, f"{BOARD}?round=../../1&q=x").text
    plain = json.loads(ask(house.port, f"/api/v1{BOARD}").text)
    assert [row["name"] for row in plain["rows"]] == ["Lò V. S."]


def test_what_needs_the_application_says_that_it_rests(house: House) -> None:
    for port in house.ports:
        house.stop(port)
    page = ask(house.port, "/")
    assert (page.status, page.headers["Retry-After"]) == (503, "15")
    assert "Máy chủ đang nghỉ" in page.text
    assert ask(house.port, "/contests/khac/boards/individual").status == 503
    answer = ask(house.port, "/api/v1/attempts/1/answers", "PUT", **{"Content-Length": "0"})
    assert (answer.status, json.loads(answer.text)["code"]) == (503, "unavailable")
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert ask(house.port, "/api/v1/contests/khac/boards/commune").status == 503
    style = ask(house.port, "/static/css/base.css?v=1")
    assert (style.status, style.headers["Cache-Control"]) == (
        200,
        "public, max-age=31536000, immutable",
    )


def test_refusals_and_limits_stand(house: House) -> None:
    assert ask(house.port, "/contests/khac/boards/individual").status == 404
    assert ask(house.port, "/api/v1/contests/khac/boards/commune").status == 404
    assert ask(house.port, f"/api/v1{BOARD}?limit=x").status == 400
    assert ask(house.port, "/metrics").status == 404
    assert ask(house.port, "/boards/cuoc-thi/individual/latest.html").status == 404
    large = ask(house.port, "/api/v1/accounts", "POST", **{"Content-Length": str(22 * 1024**2)})
    assert large.status == 413


def test_what_nginx_itself_answers_has_the_strict_headers(house: House) -> None:
    asked = {"/static/css/base.css": 200, "/static/no-such-file": 404}
    for port in house.ports:
        house.stop(port)
    time.sleep(1.1)
    asked |= {BOARD: 200, f"/api/v1{BOARD}": 200, "/help": 503, "/api/v1/contests": 503}
    for path, status in asked.items():
        answer = ask(house.port, path)
        assert answer.status == status, path
        for name, value in security._HEADERS.items():
            assert answer.headers.get_all(name) == [value], (path, name)
        assert "Strict-Transport-Security" not in answer.headers  # Nobody came over HTTPS.
        assert answer.headers["Server"] == "nginx"  # And not which one.


def test_servers_are_replaced_one_after_the_other_without_a_failed_request(house: House) -> None:
    statuses: list[int] = []
    ended = threading.Event()

    def keep_asking() -> None:
        while not ended.is_set():
            statuses.append(ask(house.port, "/contests/cuoc-thi").status)
            statuses.append(ask(house.port, "/language", "POST").status)

    threads = [threading.Thread(target=keep_asking) for _ in range(3)]
    for thread in threads:
        thread.start()
    for port in house.ports:
        house.apps[port].send_signal(signal.SIGHUP)
        house.use_all_but(port)
        house.stop(port)
        house.start(port)
    house.use_all_but(None)
    ended.set()
    for thread in threads:
        thread.join()
    assert len(statuses) > 20
    assert set(statuses) == {200, 303}
