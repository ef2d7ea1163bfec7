"""What goes on around the demonstration's contests: materials, news, and what units did."""

from __future__ import annotations

import random
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.services import activity_calls, activity_reports, announcements, materials, units

LAWS = "https://vanban.chinhphu.vn"
SERVICES = "https://dichvucong.gov.vn"
ASKED_ORGANISATIONS = 12
ANSWERING = 30


@dataclass(frozen=True, slots=True)
class _Material:
    topic: str
    title: str
    summary: str
    link: str = LAWS


_STRATEGY, _LAWS, _SERVICES = "Chủ trương và chương trình", "Luật", "Dịch vụ số cho người dân"
MATERIALS = (
    _Material(
        _STRATEGY,
        "Nghị quyết 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị",
        "Về đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia.",
    ),
    _Material(
        _STRATEGY,
        "Quyết định 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ",
        "Chương trình Chuyển đổi số quốc gia: chính phủ số, kinh tế số, xã hội số.",
    ),
    _Material(
        _LAWS,
        "Luật Giao dịch điện tử số 20/2023/QH15 ngày 22/6/2023",
        "Giá trị pháp lý của thông điệp dữ liệu, chữ ký điện tử và hợp đồng điện tử.",
    ),
    _Material(
        _LAWS,
        "Luật Căn cước số 26/2023/QH15 ngày 27/11/2023",
        "Thẻ căn cước, căn cước điện tử và cơ sở dữ liệu quốc gia về dân cư.",
    ),
    _Material(
        _LAWS,
        "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15 ngày 26/6/2025",
        "Quyền của mỗi người với dữ liệu của mình, có hiệu lực từ ngày 01/01/2026.",
    ),
    _Material(
        _SERVICES,
        "Cổng Dịch vụ công quốc gia",
        "Nơi nộp hồ sơ trực tuyến và theo dõi kết quả.",
        SERVICES,
    ),
)
_DONE = (
    ("Phát thanh về cuộc thi trên loa truyền thanh", "Toàn xã", (300, 1500)),
    ("Tổ công nghệ số cộng đồng đến từng nhà hướng dẫn", "Các thôn", (40, 180)),
    ("Hướng dẫn nộp hồ sơ trực tuyến tại bộ phận một cửa", "Bộ phận một cửa", (20, 90)),
    ("Sinh hoạt chuyên đề về an toàn trên mạng", "Nhà văn hoá", (35, 120)),
)


def make(*, contest: str, account_id: int, seed: int, now: datetime) -> None:
    """Add materials, an announcement on a contest (its slug), and a call with some reports."""
    for one in MATERIALS:
        materials.add_material(
            topic=one.topic,
            title=one.title,
            summary=one.summary,
            link=one.link,
            file=None,
            account_id=account_id,
            now=now,
        )
    announcements.create_announcement(
        title="Cuộc thi “Tìm hiểu chuyển đổi số quốc gia” đang mở",
        text=(
            "Mọi người trong tỉnh đều dự thi được, trên điện thoại hoặc máy tính.\n\n"
            "- 20 câu hỏi, 15 phút, tối đa 5 lượt\n"
            "- Nên đọc phần *Tài liệu học tập* trước khi thi"
        ),
        contest=contest,
        pinned=True,
        published_at=now - timedelta(days=2),
        until=None,
        account_id=account_id,
        now=now,
    )
    _activities(account_id, random.Random(seed), now)  # noqa: S311 - invented, no secret


def _activities(account_id: int, chance: random.Random, now: datetime) -> None:
    organisations = [one.code for one in units.list_organisations()][:ASKED_ORGANISATIONS]
    call_id = activity_calls.create_call(
        title="Hoạt động hưởng ứng cuộc thi chuyển đổi số (số liệu mẫu)",
        guidance="Mỗi hoạt động một báo cáo: **làm gì, ở đâu, bao nhiêu người**. Nên kèm ảnh.",
        deadline_at=now + timedelta(days=10),
        communes=True,
        organisations=organisations,
        token=lambda: secrets.token_urlsafe(16),
        account_id=account_id,
        now=now - timedelta(days=6),
    )
    asked = activity_calls.list_units(call_id)
    for unit in chance.sample(asked, min(ANSWERING, len(asked))):
        title, place, (low, high) = chance.choice(_DONE)
        report_id = activity_reports.keep_report(
            unit,
            title=title,
            held_on=(now - timedelta(days=chance.randint(1, 5))).date().isoformat(),
            place=place,
            people=str(chance.randint(low, high)),
            description="",
            send=True,
            account_id=None,
            now=now - timedelta(hours=chance.randint(1, 20)),
        )
        if chance.random() < 0.6:
            activity_reports.accept_report(report_id, note="", account_id=account_id, now=now)
