"""Faults planted for durability, races and deadlines."""

from __future__ import annotations

from tests.faults.mutants import Mutant

_APPEND = "    added = _append(attempt_id, entries, now)\n"
_LATER = """\
    import threading, time
    from flask import current_app
    app = current_app._get_current_object()
    def later():
        time.sleep(0.5)
        with app.app_context():
            _append(attempt_id, entries, now)
    threading.Thread(target=later, daemon=True).start()
    added = len(entries)
"""

MUTANTS = (
    Mutant(
        "acknowledged-before-saving",
        "app/services/attempts.py",
        _APPEND,
        _LATER,
        "durability",
    ),
    Mutant(
        "forgets-every-hundredth",
        "app/services/attempts.py",
        _APPEND,
        "    added = _append(attempt_id, [one for one in entries if one.seq % 100], now)\n",
        "durability",
    ),
    Mutant(
        "swallows-errors-of-writing-together",
        "app/services/transactions.py",
        "        if mine.error is not None:\n            raise mine.error\n",
        "",
        "tests/services/test_writing_together.py",
    ),
)
