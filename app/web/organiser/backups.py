"""Backups for administrators: which there are, and whether they are any good."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.services import backup_shelf
from app.services.backups import BackupRefused
from app.web.access import person, requires
from app.web.clock import now
from app.web.organiser import bp
from app.wording.backups import age_text, check_text

REHEARSED_LONG_AGO = timedelta(days=31)


@bp.get("/backups")
@requires("administer")
def list_backups() -> str:
    """The backups in their folder, the newest first, and how the last rehearsal went."""
    at = now()
    seen = backup_shelf.overview(at)
    rehearsal = seen.rehearsal
    return render_template(
        "organiser/backups.html",
        seen=seen,
        rows=[{"kept": one, "age": age_text(at - one.created_at)} for one in seen.kept],
        rehearsal=rehearsal,
        rehearsed_long_ago=rehearsal is None or at - rehearsal["at"] > REHEARSED_LONG_AGO,
        failed=[check_text(one) for one in rehearsal["failed"]] if rehearsal else [],
    )


@bp.post("/backups")
@requires("administer")
def make_backup() -> Response:
    """Have one made now, in the background."""
    try:
        token = backup_shelf.ask(account_id=person().account_id, now=now())
    except BackupRefused:
        flash(_("Chưa có nơi cất bản sao lưu: hãy đặt BACKUP_DIR trước."), "error")
        return redirect(url_for("organiser.list_backups"), 303)
    return redirect(url_for("organiser.show_job", token=token), 303)


@bp.post("/backups/<name>/rehearsal")
@requires("administer")
def rehearse_backup(name: str) -> Response:
    """Have one tried out, in the background."""
    token = backup_shelf.ask_for_rehearsal(name, account_id=person().account_id, now=now())
    return redirect(url_for("organiser.show_job", token=token), 303)
