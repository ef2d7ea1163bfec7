"""`flask tasks`: the background work, as a process of its own."""

from __future__ import annotations

from flask.cli import AppGroup

from app.tasks import ticker

tasks = AppGroup("tasks", help="Background work beside the web server.")


@tasks.command("run")
def run() -> None:
    """Close overdue attempts and refresh boards until stopped."""
    ticker.run()
