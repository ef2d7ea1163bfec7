"""Planted faults: a copy of the application in which one promise is broken."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.bench.servers import copy_tree


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one file; `before` must stand there exactly once."""

    name: str
    file: str
    before: str
    after: str

    def plant(self, folder: Path) -> Path:
        """A copy of the tree with the fault in it; raises ValueError when it cannot be planted."""
        tree = copy_tree(folder / self.name)
        path = tree / self.file
        text = path.read_text(encoding="utf-8")
        if text.count(self.before) != 1:
            raise ValueError(f"{self.name}: the code has changed, plant it anew")
        path.write_text(text.replace(self.before, self.after), encoding="utf-8")
        return tree


ACKNOWLEDGED_BEFORE_SAVING = Mutant(
    "acknowledged-before-saving",
    "app/services/attempts.py",
    "    _append(attempt_id, entries, now)\n",
    "    import threading, time\n"
    "    from flask import current_app\n"
    "    app = current_app._get_current_object()\n"
    "    def later():\n"
    "        time.sleep(0.5)\n"
    "        with app.app_context():\n"
    "            _append(attempt_id, entries, now)\n"
    "    threading.Thread(target=later, daemon=True).start()\n",
)
FORGETS_EVERY_HUNDREDTH = Mutant(
    "forgets-every-hundredth",
    "app/services/attempts.py",
    "    _append(attempt_id, entries, now)\n",
    "    _append(attempt_id, [one for one in entries if one.seq % 100], now)\n",
)
DURABILITY = (ACKNOWLEDGED_BEFORE_SAVING, FORGETS_EVERY_HUNDREDTH)
