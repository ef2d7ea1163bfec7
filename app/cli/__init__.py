"""The command line: `flask audit|backup|bank|contest|unit|user|demo|tasks …`."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Register every group of commands."""
    from app.cli.audit import audit
    from app.cli.backup import backup
    from app.cli.bank import bank
    from app.cli.contest_report import contest
    from app.cli.demo import demo_group, setup
    from app.cli.tasks import tasks
    from app.cli.unit import unit
    from app.cli.user import user

    for group in (audit, backup, bank, contest, demo_group, setup, tasks, unit, user):
        app.cli.add_command(group)
