"""Times in which a server cannot write: what it says then, and that it serves again by itself."""

from __future__ import annotations

import http.client
import json
import time
from dataclasses import dataclass, field
from typing import Any

from tests.bench.stage import Sitting, Stage
from tests.faults.journals import Entry, judge

AGAIN = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the server; status 0 where there was none."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        """The body as an object; {} where it is none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


@dataclass(slots=True)
class Watch:
    """What clients were told of their saves, and what was wrong with it."""

    stage: Stage
    port: int
    sittings: list[Sitting]
    acknowledged: set[Entry] = field(default_factory=set)
    unknown: set[Entry] = field(default_factory=set)
    tried: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)

    def check(self, right: bool, what: str) -> None:
        """Count a check; `what` says what is wrong where it is not right."""
        self.tried += 1
        if not right:
            self.wrong.append(what)

    def save(self, number: int, seq: int) -> Answer:
        """Save one answer; a good reply is remembered, any other must be a clear 503."""
        token, attempt, answers = self.sittings[number]
        question, response = answers[seq % len(answers)]
        body = {"answers": [{"seq": seq, "question": question, "response": response}]}
        answer = fetch(self.port, "PUT", f"/api/v1/attempts/{attempt}/answers", token, body)
        entry = (attempt, seq, question, json.dumps(response, ensure_ascii=False))
        if answer.status == 200:
            self.check(answer.json().get("last_seq", 0) >= seq, "200 without the entry")
            self.acknowledged.add(entry)
        else:
            self.unknown.add(entry)
            self.refused += 1
            self.check(
                is_clear(answer), f"a save was answered {answer.status}: {answer.body[:80]!r}"
            )
        return answer

    def page(self, number: int) -> Answer:
        """The page of an attempt: it is there, or says clearly that it cannot be."""
        token, attempt, _ = self.sittings[number]
        answer = fetch(self.port, "GET", f"/attempts/{attempt}", token)
        clear = answer.status == 503 and "Retry-After" in answer.headers
        said = "chưa ghi được".encode() in answer.body
        self.check(answer.status == 200 or (clear and said), f"a page was answered {answer.status}")
        return answer

    def serves_again(self, number: int, seq: int) -> float:
        """After how many seconds a save is good again, without anybody's doing."""
        begun = time.monotonic()
        while time.monotonic() < begun + AGAIN:
            if self.save(number, seq).status == 200:
                return time.monotonic() - begun
            time.sleep(0.2)
            seq += 1
        self.check(False, f"no save was good {AGAIN:.0f} s after the trouble had ended")
        return AGAIN

    def settle(self) -> str:
        """Read everything back; what the journal holds is counted as checks."""
        verdict = judge(self.stage, self.port, self.sittings, self.acknowledged, self.unknown)
        self.check(verdict.broken == 0, str(verdict))
        return str(verdict)


def is_clear(answer: Answer) -> bool:
    """Whether a refusal says that it is for now, to people and to programs."""
    problem = answer.json()
    return (
        answer.status == 503
        and answer.headers.get("Content-Type") == "application/problem+json"
        and problem.get("code") == "unavailable"
        and answer.headers.get("Retry-After", "").isdigit()
    )


def fetch(
    port: int, method: str, path: str, token: str = "", body: dict[str, Any] | None = None
) -> Answer:
    """One request on a connection of its own."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    data = None
    if body is not None:
        data, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        link.request(method, path, data, headers)
        reply = link.getresponse()
        return Answer(reply.status, dict(reply.getheaders()), reply.read())
    except OSError as error:
        return Answer(0, {}, str(error).encode())
    finally:
        link.close()
