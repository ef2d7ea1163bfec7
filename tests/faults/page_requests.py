"""Garbage in every field, query and address of every page: never a failure, never markup."""

from __future__ import annotations

import io
import logging
import random
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from werkzeug.datastructures import MultiDict
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.config import ROOT
from tests import naughty
from tests.faults.image_cases import images
from tests.faults.page_forms import Form, look
from tests.faults.scene import Scene

SLOW = 10.0
"""Seconds of CPU beyond which an answer counts as a failure."""
_LEFT_ALONE = {"accounts.sign_out", "accounts.delete_account", "organiser.disable_account"}
_ARGUMENT = re.compile(r"(?:args|form|values)(?:\.get(?:list)?\(|\[)\s*\"([\w-]+)\"")
_PLAUSIBLE = ("1", "0", "2", "on", "true", "vi", "all", "2026-11-24", "2026-11-24T09:00", "commune",
              "individual", "a", "xlsx", "json", "docx", "pdf", "csv")  # fmt: skip
_EVERYWHERE = ("/language", "/text-size", "/sign-out")
_HEADERS = ("Accept-Language", "Accept", "Referer", "User-Agent", "If-None-Match", "Range",
            "Cookie", "Authorization", "X-CSRFToken", "X-Forwarded-For", "If-Modified-Since",
            "Content-Type", "X-Request-Id")  # fmt: skip


class Judge:
    """Counts what was asked, and keeps what must not be."""

    def __init__(self, scene: Scene) -> None:
        self.statuses: Counter[int] = Counter()
        self.faults: dict[str, str] = {}
        self._crash = _LastCrash()
        logging.disable(logging.WARNING)  # One line a request is not for here.
        scene.app.logger.addHandler(self._crash)

    def look_at(self, what: str, answer: TestResponse, seconds: float) -> str:
        """Judge an answer; returns its text when it is a page."""
        self.statuses[answer.status_code] += 1
        busy = answer.status_code == 503 and "Retry-After" in answer.headers
        if answer.status_code >= 500 and not busy:
            self.faults.setdefault(self._crash.said[-400:], f"{answer.status_code} for {what}")
        if seconds > SLOW:
            self.faults.setdefault(f"slow {what[:60]}", f"{seconds:.0f} s for {what}")
        page = answer.text if answer.mimetype == "text/html" else ""
        for tag in look(page).marked[:1]:
            self.faults.setdefault(tag, f"markup {tag} after {what}")
        return page

    @property
    def tried(self) -> int:
        """How many answers were judged."""
        return self.statuses.total()


class _LastCrash(logging.Handler):
    said = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.said = logging.Formatter().format(record) if record.exc_info else record.getMessage()


class Asker:
    """Somebody with every role, or nobody, who asks for anything."""

    def __init__(self, scene: Scene, judge: Judge, chance: random.Random) -> None:
        self.scene, self.judge, self.chance = scene, judge, chance
        self.addresses = sorted(set(scene.pages.values()))
        self.names = _query_names()
        self.rules = [
            rule for rule in scene.app.url_map.iter_rules()
            if rule.endpoint not in _LEFT_ALONE and rule.endpoint != "static"
            and not rule.endpoint.startswith("api.")
        ]  # fmt: skip
        self._pictures = images(chance)
        self._begin()

    def _begin(self) -> None:
        who = self.chance.choice((self.scene.everything,) * 6 + (self.scene.plain, None))
        self.client = self.scene.client(who)
        self._left = 40

    def step(self) -> None:
        """Ask once or, for a form, twice."""
        self._left -= 1
        if self._left < 0:
            self._begin()
        roll = self.chance.random()
        if roll < 0.5:
            self._fill_in()
        elif roll < 0.7:
            self._query(self.chance.choice(self.addresses))
        elif roll < 0.92:
            self._address(self.chance.choice(self.rules))
        else:
            self._headers(self.chance.choice(self.addresses))

    def ask(self, method: str, path: str, **given: Any) -> str:
        """Ask, and have the answer judged; returns the page."""
        start = time.process_time()
        answer = self.client.open(path, method=method, **given)
        spent = time.process_time() - start
        shown = {name: value for name, value in given.items() if name != "headers"}
        return self.judge.look_at(f"{method} {path[:300]} {str(shown)[:700]}", answer, spent)

    def _fill_in(self) -> None:
        address = self.chance.choice(self.addresses)
        forms = [form for form in look(self.ask("GET", address)).forms if form.values]
        # The two that stand on every page have their turn, not more.
        own = [form for form in forms if form.action not in _EVERYWHERE] or forms
        if forms:
            self.send(self.chance.choice(own if self.chance.random() < 0.97 else forms), address)

    def send(self, form: Form, address: str) -> None:
        """Send a form of a page with some of its fields as they should not be."""
        target = urlsplit(form.action).path or urlsplit(address).path
        if any(word in target for word in ("sign-out", "/profile/delete", "/disable")):
            return
        values = self._spoiled(form.values)
        if form.method == "get":
            self.ask("GET", f"{target}?{_query(values)}")
            return
        if not form.files:
            self._post(target, values)
            return
        data: dict[str, Any] = {
            _whole(name): [_whole(one) for one in several] for name, several in values.lists()
        }
        for name in form.files:
            if self.chance.random() < 0.8:
                data[name] = (io.BytesIO(self._file()), _whole(self._naughty()) or "x")
        self.ask("POST", target, data=data)

    def _post(self, target: str, values: MultiDict[str, str]) -> None:
        form = "application/x-www-form-urlencoded"
        self.ask("POST", target, data=_query(values).encode(), content_type=form)

    def _spoiled(self, values: MultiDict[str, str]) -> MultiDict[str, str]:
        changed = values.copy()
        names = [name for name in changed if name != "csrf_token"]
        most = self.chance.choice((1, 1, 2, 5, len(names)))
        for name in self.chance.sample(names, min(most, len(names))):
            roll = self.chance.random()
            if roll < 0.1:
                del changed[name]
            elif roll < 0.2:
                changed.setlist(name, [*changed.getlist(name), self._naughty()])
            elif roll < 0.3:
                changed[name] = self.chance.choice(_PLAUSIBLE)
            else:
                changed[name] = self._naughty()
        if self.chance.random() < 0.1:
            changed.add(self._naughty() or "x", self._naughty())
        return changed

    def _query(self, address: str) -> None:
        names = self.chance.sample(self.names, self.chance.randint(1, 4))
        pairs = [(name, self._word()) for name in names]
        self.ask("GET", f"{urlsplit(address).path}?{_query(MultiDict(pairs))}")

    def _address(self, rule: Rule) -> None:
        path = re.sub(
            r"<(?:(\w+):)?(\w+)>", lambda found: self._part(found[1], found[2]), rule.rule
        )
        method = self.chance.choice(sorted(rule.methods or {"GET"}))
        if method in ("GET", "HEAD", "OPTIONS"):
            self.ask(method, path)
            return
        values = MultiDict((name, self._word()) for name in self.chance.sample(self.names, 3))
        values["csrf_token"] = look(self.ask("GET", "/")).token
        self._post(path, values)

    def _part(self, converter: str | None, name: str) -> str:
        known = [
            segment for address in self.addresses for segment in urlsplit(address).path.split("/")
        ]
        if converter == "int":
            return self.chance.choice(("0", "1", "2", "3", "999999", "00", "2147483647"))
        if self.chance.random() < 0.6:
            return self.chance.choice(known) or "x"
        raw = self._naughty().encode("utf-8", "surrogatepass")[:600]
        return quote(raw, safe="/" if converter == "path" else "") or "x"

    def _headers(self, address: str) -> None:
        name = self.chance.choice(_HEADERS)
        value = re.sub(r"[\r\n]", "", self._naughty()).encode("utf-8", "replace").decode("latin-1")
        body: dict[str, Any] = {}
        if name == "Content-Type":
            body = {"data": self._naughty().encode("utf-8", "surrogatepass"), "content_type": value}
            self.ask("POST", address, **body)
            return
        self.ask("GET", address, headers={name: value}, **body)

    def _naughty(self) -> str:
        return self.chance.choice(naughty.EVEN_BROKEN)

    def _word(self) -> str:
        return self._naughty() if self.chance.random() < 0.7 else self.chance.choice(_PLAUSIBLE)

    def _file(self) -> bytes:
        roll = self.chance.random()
        if roll < 0.5:
            return next(self._pictures)
        return self._naughty().encode("utf-8", "surrogatepass")


def _whole(text: str) -> str:
    """Without halves of signs, which no form of a browser carries."""
    return text.encode("utf-8", "ignore").decode()


def _query(values: MultiDict[str, str]) -> str:
    return urlencode(list(values.items(multi=True)), errors="surrogatepass")


def _query_names() -> list[str]:
    """Every name that a view asks for, in the address or in a form."""
    found: set[str] = set()
    for path in Path(ROOT, "app", "web").rglob("*.py"):
        found |= set(_ARGUMENT.findall(path.read_text(encoding="utf-8")))
    return sorted(found)
