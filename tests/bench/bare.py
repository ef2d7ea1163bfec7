"""The bare limit: a Flask endpoint that inserts one row with raw SQL, and nothing else.

Same server, same database with the same settings (WAL, synchronous=FULL, BEGIN
IMMEDIATE), a table like the journal, one durable row before the answer.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time

from flask import Flask, Response, request

app = Flask(__name__)
_local = threading.local()
TABLE = (
    "CREATE TABLE IF NOT EXISTS bare (attempt INTEGER, seq INTEGER, question INTEGER,"
    " response TEXT, saved_at INTEGER, PRIMARY KEY (attempt, seq, question)) WITHOUT ROWID"
)


def _connection() -> sqlite3.Connection:
    if not hasattr(_local, "connection"):
        made = sqlite3.connect(os.environ["BARE_DATABASE"], timeout=10, isolation_level=None)
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("PRAGMA synchronous=FULL")
        made.execute(TABLE)
        _local.connection = made
    return _local.connection  # type: ignore[no-any-return]


@app.get("/healthz")
def healthz() -> dict[str, bool]:
    """It is up."""
    _connection()
    return {"alive": True}


@app.put("/bare/<int:attempt>")
def save(attempt: int) -> Response:
    """One row, durable before the answer."""
    body = request.get_json()
    entry = body["answers"][0]
    link = _connection()
    link.execute("BEGIN IMMEDIATE")
    link.execute(
        "INSERT OR IGNORE INTO bare VALUES (?, ?, ?, ?, ?)",
        (attempt, entry["seq"], 0, str(entry["response"]), time.time_ns()),
    )
    link.execute("COMMIT")
    return Response('{"ok":true}', mimetype="application/json")
