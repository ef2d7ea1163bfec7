"""The report of a large contest, made in the background."""

from __future__ import annotations

from app.services import report_files
from app.services.jobs import Outcome, Work


def create(work: Work) -> Outcome:
    """Make the file that was asked for; how many attempts were looked through is told."""
    made = report_files.create(
        work.params["slug"],
        work.params["format"],
        account_id=work.account_id,
        now=work.now,
        round_number=work.params["round"],
        listed=work.params["listed"],
        progress=work.progress,
    )
    return Outcome(output=made.data, file_name=made.name, media_type=made.media_type)
