"""Jobs of trust: trying a correction, deriving statistics anew, writing an evidence bundle."""

from __future__ import annotations

import secrets

from app.services import correction_trials, evidence_files, evidence_refresh, statistics
from app.services.jobs import Outcome, Work


def try_correction(work: Work) -> Outcome:
    """Compute what a correction would change."""
    return correction_trials.try_job(work.params)


def derive_statistics(work: Work) -> Outcome:
    """Derive all statistics of a contest anew."""
    statistics.derive_now(work.params["slug"], work.now)
    return Outcome({"slug": work.params["slug"]})


def look_for_evidence(work: Work) -> Outcome:
    """Look through a contest for signs of unfairness."""
    slug = work.params["slug"]
    return Outcome({"slug": slug, "new": evidence_refresh.look_now(slug, work.now)})


def write_evidence(work: Work) -> Outcome:
    """Write the evidence bundle of a contest."""
    return evidence_files.write(
        work.params["slug"],
        account_id=work.account_id,
        now=work.now,
        below=secrets.randbelow,
        progress=work.progress,
    )
