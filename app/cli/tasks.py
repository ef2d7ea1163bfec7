"""`flask tasks`: the background work, as processes of their own."""

from __future__ import annotations

from flask.cli import AppGroup

from app.tasks import ticker, worker

tasks = AppGroup("tasks", help="Background work beside the web server.")


@tasks.command("run")
def run() -> None:
    """Close overdue attempts and refresh boards until stopped."""
    ticker.run()


@tasks.command("work")
def work() -> None:
    """Do jobs (imports, exports, reports) one after the other until stopped."""
    worker.run()
