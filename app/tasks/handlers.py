"""Which function does a job of which kind; see app.services.jobs for how to add one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.services.jobs import Outcome, Work
from app.tasks import backups, banks, certificates, reports, trust

Handler = Callable[[Work], Outcome]

HANDLERS: Mapping[str, Handler] = {
    "backup.make": backups.make,
    "backup.rehearse": backups.rehearse,
    "bank.read": banks.read,
    "bank.store": banks.store,
    "bank.export": banks.export,
    "certificates.issue": certificates.issue,
    "certificates.print": certificates.print_file,
    "certificates.review": certificates.review,
    "correction.try": trust.try_correction,
    "evidence.look": trust.look_for_evidence,
    "evidence.write": trust.write_evidence,
    "report.create": reports.create,
    "statistics.derive": trust.derive_statistics,
}
