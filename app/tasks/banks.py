"""Jobs on large banks: reading a file, storing what was confirmed, writing a file."""

from __future__ import annotations

from app.services import bank_exports, bank_uploads
from app.services.jobs import Outcome, Work


def read(work: Work) -> Outcome:
    """Read and check an uploaded file."""
    return bank_uploads.read_upload(work.data or b"", work.params, work.progress)


def store(work: Work) -> Outcome:
    """Store an upload as a version of a bank."""
    imported = bank_uploads.store(
        work.params["upload"],
        slug=work.params["slug"],
        title=work.params["bank_title"],
        account_id=work.account_id or 0,
        now=work.now,
    )
    return Outcome({"slug": imported.slug, "number": imported.number})


def export(work: Work) -> Outcome:
    """Write a version of a bank in another format."""
    return bank_exports.write_job(work.params)
