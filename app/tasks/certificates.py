"""Jobs on the certificates of a whole contest: giving them out, and printing them."""

from __future__ import annotations

import secrets

from app.services import certificate_batches
from app.services.jobs import Outcome, Work


def issue(work: Work) -> Outcome:
    """Give everybody what has been earned; begun again, it goes on where it was."""
    given = certificate_batches.issue_all(
        work.params["slug"],
        account_id=work.account_id,
        now=work.now,
        below=secrets.randbelow,
        progress=work.progress,
    )
    return Outcome({"issued": given.issued, "withdrawn": given.withdrawn})


def review(work: Work) -> Outcome:
    """Withdraw what changed boards have made untrue."""
    gone = certificate_batches.review_all(work.params["slug"], account_id=None, now=work.now)
    return Outcome({"withdrawn": gone})


def print_file(work: Work) -> Outcome:
    """Write one file with the certificates that stand."""
    return certificate_batches.print_job(work.params, work.progress)
