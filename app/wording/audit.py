"""The acts of the audit chain in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain.audit_heads import Damage, Finding

_ACTS: Final[Mapping[str, LazyString]] = {
    "appeal.answer": _l("Trả lời kiến nghị"),
    "attempt.extend": _l("Thêm giờ cho một lượt thi"),
    "attempt.reopen": _l("Mở lại một lượt thi"),
    "backup.create": _l("Sao lưu"),
    "backup.fail": _l("Sao lưu không thành"),
    "backup.nightly": _l("Sao lưu hằng đêm"),
    "backup.rehearse": _l("Thử khôi phục bản sao lưu"),
    "backup.restore": _l("Khôi phục từ bản sao lưu"),
    "bank.import": _l("Nhập ngân hàng câu hỏi"),
    "ceremony.advance": _l("Công bố một hạng"),
    "ceremony.prepare": _l("Chuẩn bị lễ công bố"),
    "certificate.issue": _l("Cấp giấy chứng nhận"),
    "certificate.restore": _l("Trả lại giấy chứng nhận"),
    "certificate.withdraw": _l("Thu hồi giấy chứng nhận"),
    "contest.create": _l("Tạo cuộc thi"),
    "contest.draw": _l("Bốc thăm"),
    "contest.exclude": _l("Ghi người không dự thi"),
    "contest.finalise": _l("Chốt kết quả"),
    "contest.freeze": _l("Hẹn giờ dừng bảng"),
    "contest.outage": _l("Ghi sự cố"),
    "contest.publish": _l("Công bố cuộc thi"),
    "contest.readmit": _l("Bỏ khỏi danh sách không dự thi"),
    "contest.reveal": _l("Công bố kết quả"),
    "contest.staff_add": _l("Thêm người vào ban tổ chức"),
    "contest.staff_remove": _l("Đưa người ra khỏi ban tổ chức"),
    "contest.update": _l("Sửa cuộc thi"),
    "correction.approve": _l("Duyệt sửa đáp án"),
    "correction.propose": _l("Đề nghị sửa đáp án"),
    "correction.reject": _l("Không duyệt sửa đáp án"),
    "evidence.dismiss": _l("Bỏ qua dấu hiệu"),
    "evidence.note": _l("Ghi chú về dấu hiệu"),
    "evidence.reopen": _l("Mở lại dấu hiệu để xem"),
    "evidence.restore": _l("Tính lại lượt thi"),
    "evidence.uphold": _l("Ghi nhận dấu hiệu có căn cứ"),
    "evidence.void": _l("Không tính lượt thi"),
    "evidence.write": _l("Xuất gói bằng chứng"),
    "hall.close": _l("Đóng buổi thi"),
    "hall.open": _l("Mở buổi thi"),
    "report.create": _l("Tạo báo cáo"),
    "role.grant": _l("Giao quyền"),
    "role.revoke": _l("Thu quyền"),
    "round.settle": _l("Ghi đáp số câu dự đoán"),
    "settings.change": _l("Đổi cài đặt"),
}
_DAMAGES: Final[Mapping[Damage, LazyString]] = {
    Damage.ALTERED: _l("Mục số %(number)s hoặc mục ngay trước đã bị sửa."),
    Damage.DELETED: _l("Mục số %(number)s đã bị xoá."),
    Damage.MOVED: _l("Mục số %(number)s bị đổi chỗ với mục khác."),
    Damage.TRUNCATED: _l("Các mục từ số %(number)s trở đi đã bị cắt mất."),
    Damage.REWRITTEN: _l("Mục số %(number)s khác với mục đã công bố: nhật ký đã bị viết lại."),
}


def act_text(act: str) -> str:
    """What was done; the act's own name where it has no words yet."""
    return str(_ACTS.get(act, act))


def damage_text(found: Finding) -> str:
    """What happened to the chain, and what shows it."""
    said = str(_DAMAGES[found.damage]) % {"number": found.number}
    if found.head is None:
        return said
    shown = _("Dấu đã công bố cho thấy điều đó: %(head)s.", head=found.head.short)
    return f"{said} {shown}"
