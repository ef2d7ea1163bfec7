"""Jobs in every state, and uploads: one to confirm, one refused, one in an old font."""

from __future__ import annotations

from datetime import UTC, datetime

from app.services import bank_uploads, job_running, jobs
from tests.journeys.furnishing import Furnishing

GIFT = "::c1::Thủ đô của Việt Nam? {=Hà Nội ~Huế#Chưa đúng}\n\nHãy viết một đoạn {}\n"
NO_PAGES = ("organiser.download_job", "organiser.download_template", "organiser.watch_job")
REFUSED = "Câu hỏi,A,B,Đáp án\nMột cộng một?,1,2,E\nHai cộng hai?,4,4,A\n"
OLD = "C©u hái,A,B,§¸p ¸n\nTr­êng häc sè cÇn g×?,M¹ng,ThÇy c«,A\n"


def pages(furnishing: Furnishing) -> dict[str, str]:
    """The pages of jobs and of bringing files in."""
    account, now = furnishing.organiser.who.account_id, datetime.now(UTC)

    def upload(text: str, name: str) -> str:
        begun = bank_uploads.begin(
            text.encode(), file_name=name, language="vi", account_id=account, now=now
        )
        return f"/organiser/banks/uploads/{begun.token}"

    def job(title: str) -> tuple[str, int]:
        token = jobs.add(kind="bank.export", account_id=account, params={"title": title}, now=now)
        claimed = job_running.claim(holder="furnishing", now=now)
        while claimed is not None and claimed.token != token:  # Older ones are of other areas.
            claimed = job_running.claim(holder="furnishing", now=now)
        assert claimed is not None
        return f"/organiser/jobs/{token}", claimed.id

    running, running_id = job("Đang ghi")
    job_running.report(running_id, holder="furnishing", done=2, total=5, now=now)
    failed, failed_id = job("Hỏng")
    job_running.fail(failed_id, holder="furnishing", error="failed", now=now)
    ended, ended_id = job("Đã ghi")
    made = jobs.Outcome(output=b"x", file_name="ngan-hang-1.gift", media_type="text/plain")
    job_running.finish(ended_id, holder="furnishing", outcome=made, now=now)
    return {
        "organiser.list_jobs": "/organiser/jobs",
        "organiser.show_job": running,
        "organiser.show_job failed": failed,
        "organiser.show_job ended": ended,
        "organiser.preview_import": upload(GIFT, "de.gift"),
        "organiser.preview_import refused": upload(REFUSED, "loi.csv"),
        "organiser.preview_import old font": upload(OLD, "cu.csv"),
        "organiser.export_bank": "/organiser/banks/ky-nang-so/export/aiken",
    }
