"""What one participation asks of the database: counted, so the same on every machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import event

from app.storage.db import db
from app.storage.links import Link
from tests.bench.lines import Line
from tests.bench.stage import SLUG, Stage
from tests.queries import counted_queries, writes

SAVES = 20


def work(stage: Stage) -> Iterator[Line]:
    """Statements that read, statements that change, and commits of a whole participation."""
    tokens = stage.tokens(2)
    _participate(stage, tokens[0])  # Statements and banks are in memory from now on.
    with stage.app.app_context(), _counted() as found:
        _participate(stage, tokens[1])
    each = f"start, {SAVES} saves, submit"
    yield Line("database: reads of a participation", found["reads"], "", "", None, each)
    yield Line("database: writes of a participation", found["writes"], "", "", None, each)
    most = SAVES + 2
    holds = found["commits"] <= most
    yield Line("database: commits of a participation", found["commits"], "", f"≤ {most}", holds)


def _participate(stage: Stage, token: str) -> None:
    client = stage.app.test_client(use_cookies=False)
    headers = {"Authorization": f"Bearer {token}"}
    paper: Any = client.post(f"/api/v1/contests/{SLUG}/attempts", headers=headers).json
    singles = [one for one in paper["questions"] if one["type"] == "single"]
    for seq in range(1, SAVES + 1):
        one = singles[seq % len(singles)]
        entry = {"seq": seq, "question": one["id"], "response": one["options"][0]["id"]}
        path = f"/api/v1/attempts/{paper['id']}/answers"
        answer = client.put(path, json={"answers": [entry], "known": seq - 1}, headers=headers)
        assert answer.status_code == 200, answer.status_code
    path = f"/api/v1/attempts/{paper['id']}/submission"
    assert client.post(path, headers=headers).status_code == 200


@contextmanager
def _counted() -> Iterator[Counter[str]]:
    found: Counter[str] = Counter()

    def committed(*_given: Any) -> None:
        found["commits"] += 1

    def committing(link: Link) -> None:
        committed()
        commit(link)

    engine, commit = db.engine, Link.commit
    event.listen(engine, "commit", committed)
    try:
        with counted_queries() as sent, patch.object(Link, "commit", committing):
            yield found
    finally:
        event.remove(engine, "commit", committed)
        found["writes"] = len(writes(sent))
        found["reads"] = len(sent) - found["writes"]
