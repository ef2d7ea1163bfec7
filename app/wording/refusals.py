"""Every refusal in plain words: what happened, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask_babel import LazyString, ngettext
from flask_babel import lazy_gettext as _l

from app.domain.errors import Refusal, TooManyRequests


@dataclass(frozen=True, slots=True)
class Words:
    """A refusal as people read it."""

    title: str
    message: str
    hint: str

    def parts(self) -> dict[str, str]:
        return {"title": self.title, "message": self.message, "hint": self.hint}


_WORDS: dict[str, tuple[LazyString, LazyString, LazyString]] = {
    "busy": (
        _l("Máy chủ đang bận"),
        _l("Nhiều người đang làm bài nên trang này tạm nhường cho việc lưu câu trả lời."),
        _l("Chờ vài giây rồi tải lại trang."),
    ),
    "backup_failed": (
        _l("Không sao lưu được"),
        _l("Bản sao lưu không tạo được hoặc không thử được."),
        _l("Lý do ghi ở trang Sao lưu."),
    ),
    "contest_not_open": (
        _l("Cuộc thi chưa mở hoặc đã đóng"),
        _l("Lúc này chưa thể vào thi."),
        _l("Xem thời gian mở và đóng trên trang cuộc thi."),
    ),
    "attempt_closed": (
        _l("Lượt thi đã kết thúc"),
        _l("Lượt thi này đã hết giờ hoặc đã nộp, không nhận thêm câu trả lời."),
        _l("Mọi câu trả lời đã lưu trước đó vẫn được tính."),
    ),
    "already_submitted": (
        _l("Bài đã được nộp"),
        _l("Lượt thi này đã nộp rồi."),
        _l("Xem kết quả trên trang lượt thi."),
    ),
    "attempt_limit_reached": (
        _l("Đã hết lượt thi"),
        _l("Bạn đã dùng hết số lượt thi cho phép."),
        _l("Xem kết quả các lượt thi của bạn trên trang cuộc thi."),
    ),
    "activity_closed": (
        _l("Báo cáo không sửa được nữa"),
        _l("Báo cáo này đã được nhận, hoặc đã quá hạn sửa."),
        _l("Cần sửa thì hãy nhờ ban tổ chức trả lại báo cáo."),
    ),
    "not_eligible": (
        _l("Cuộc thi dành cho đối tượng khác"),
        _l("Nhóm đối tượng của bạn không thuộc diện dự thi."),
        _l("Nếu nhóm ghi trong hồ sơ chưa đúng, hãy sửa lại hồ sơ."),
    ),
    "not_eligible.province": (
        _l("Cuộc thi dành cho người trong tỉnh"),
        _l("Xã, phường ghi trong hồ sơ của bạn ở ngoài tỉnh nên bạn không thuộc diện dự thi."),
        _l("Nếu nơi ở ghi trong hồ sơ chưa đúng, hãy sửa lại hồ sơ."),
    ),
    "not_eligible.too_young": (
        _l("Bạn chưa đủ tuổi dự thi"),
        _l("Theo năm sinh đã ghi, bạn chưa đủ tuổi mà thể lệ yêu cầu."),
        _l("Nếu năm sinh ghi nhầm, hãy sửa lại trong hồ sơ."),
    ),
    "not_eligible.too_old": (
        _l("Bạn đã quá tuổi dự thi"),
        _l("Theo năm sinh đã ghi, bạn đã quá tuổi mà thể lệ cho phép."),
        _l("Nếu năm sinh ghi nhầm, hãy sửa lại trong hồ sơ."),
    ),
    "not_eligible.excluded": (
        _l("Bạn không dự thi cuộc này"),
        _l("Bạn có tên trong ban tổ chức, tổ ra đề, giám khảo hoặc thư ký của cuộc thi."),
        _l("Nếu danh sách ghi nhầm, hãy báo ban tổ chức."),
    ),
    "birth_year_required": (
        _l("Cần biết năm sinh"),
        _l("Thể lệ quy định tuổi dự thi nên cần năm sinh của bạn trước khi bắt đầu."),
        _l("Ghi năm sinh trong hồ sơ rồi bắt đầu."),
    ),
    "contest_frozen": (
        _l("Bảng xếp hạng đang tạm dừng công bố"),
        _l("Kết quả sau giờ tạm dừng chưa được công bố nên chưa chốt được."),
        _l("Công bố kết quả trước, rồi chốt cuộc thi."),
    ),
    "second_person_required": (
        _l("Cần người thứ hai duyệt"),
        _l("Người đề nghị không tự duyệt đề nghị của mình."),
        _l("Nhờ một người khác trong ban tổ chức hoặc giám sát viên xem và duyệt."),
    ),
    "not_found": (
        _l("Không tìm thấy"),
        _l("Trang hoặc dữ liệu này không có, hoặc không thuộc về bạn."),
        _l("Kiểm tra lại đường dẫn hoặc về trang chủ."),
    ),
    "consent_required": (
        _l("Cần sự đồng ý của bạn"),
        _l("Chưa có sự đồng ý về xử lý dữ liệu cá nhân."),
        _l("Đọc nội dung và đánh dấu vào ô đồng ý để tiếp tục."),
    ),
    "too_many_requests": (
        _l("Quá nhiều yêu cầu"),
        _l("Hệ thống đang nhận quá nhiều yêu cầu."),
        _l("Vui lòng đợi một lát rồi thử lại."),
    ),
    "too_many_requests.sign_in": (
        _l("Hãy đợi một lát rồi thử lại"),
        _l("Đã có nhiều lần nhập sai mật khẩu."),
        _l(
            "Máy nào đã từng đăng nhập số này thì không bị người khác làm phải đợi. "
            "Quên mật khẩu thì hãy xin ban tổ chức một mã kích hoạt."
        ),
    ),
    "too_many_requests.registrations": (
        _l("Đang có rất nhiều người đăng ký"),
        _l("Máy chủ chưa nhận kịp đăng ký của bạn; chưa có gì được ghi lại."),
        _l("Ở hội trường, hãy vào bằng mã trên màn hình: mã ấy có phần riêng."),
    ),
    "too_many_requests.files": (
        _l("Quá nhiều tệp trong ít phút"),
        _l("Tài khoản của bạn vừa gửi hoặc tải về rất nhiều tệp."),
        _l("Những tệp trước đó không mất."),
    ),
    "too_many_requests.busy": (
        _l("Đang có nhiều người đăng nhập"),
        _l("Máy chủ dành chỗ cho người đang làm bài trước."),
        _l("Bạn không phải làm gì khác, chỉ cần thử lại."),
    ),
    "headers_too_large": (
        _l("Trình duyệt gửi kèm quá nhiều thông tin"),
        _l("Địa chỉ hoặc cookie gửi lên dài quá mức máy chủ nhận."),
        _l("Xoá cookie của trang này rồi mở lại trang chủ."),
    ),
    "invalid_request": (
        _l("Yêu cầu chưa đúng"),
        _l("Thông tin gửi lên chưa đúng hoặc còn thiếu."),
        _l("Kiểm tra lại các ô đã nhập rồi gửi lại."),
    ),
    "not_permitted": (
        _l("Không có quyền"),
        _l("Tài khoản của bạn không có quyền làm việc này."),
        _l("Liên hệ ban tổ chức nếu bạn cần quyền này."),
    ),
    "sign_in_required": (
        _l("Cần đăng nhập"),
        _l("Bạn cần đăng nhập để tiếp tục."),
        _l("Đăng nhập rồi làm lại việc vừa rồi."),
    ),
    "sign_in_failed": (
        _l("Không đăng nhập được"),
        _l("Số điện thoại hoặc mật khẩu không đúng."),
        _l("Kiểm tra lại số điện thoại và mật khẩu."),
    ),
    "phone_invalid": (
        _l("Số điện thoại không đúng"),
        _l("Đây không phải là số điện thoại di động Việt Nam."),
        _l("Nhập số gồm 10 chữ số, ví dụ 0912 345 678."),
    ),
    "password_too_weak": (
        _l("Mật khẩu quá yếu"),
        _l("Mật khẩu quá ngắn, quá dễ đoán hoặc trùng với thông tin của bạn."),
        _l("Chọn mật khẩu từ 8 ký tự trở lên mà người khác khó đoán."),
    ),
    "bank_refused": (
        _l("Ngân hàng câu hỏi còn lỗi"),
        _l("Tệp còn lỗi nên chưa được nhập; không có gì bị thay đổi."),
        _l("Sửa các lỗi được liệt kê rồi tải lên lại."),
    ),
    "bank_changed": (
        _l("Ngân hàng câu hỏi đã có bản mới hơn"),
        _l("Trong lúc bạn sửa, người khác đã lưu một bản mới; bản của bạn chưa được lưu."),
        _l("Mở bản mới nhất rồi làm lại phần sửa của bạn."),
    ),
    "image_refused": (
        _l("Không nhận được hình"),
        _l("Tệp này không phải là hình dùng được."),
        _l("Chọn tệp PNG, JPEG, WebP hoặc GIF không quá 5 MB."),
    ),
    "not_enough_questions": (
        _l("Không đủ câu hỏi"),
        _l("Ngân hàng không đủ câu hỏi theo cơ cấu đề đã chọn."),
        _l("Giảm số câu hoặc chọn ngân hàng khác."),
    ),
    "contest_running": (
        _l("Cuộc thi đang diễn ra"),
        _l("Đã có lượt thi nên không đổi được thể lệ, ngân hàng câu hỏi hay thời gian đã bắt đầu."),
        _l("Vẫn sửa được tên, mô tả, giải thưởng và cho đợt đang mở đóng muộn hơn."),
    ),
    "reason_required": (
        _l("Cần ghi lý do"),
        _l("Đã có người thi, nên thay đổi này chạm tới họ."),
        _l("Ghi lý do rồi gửi lại; lý do được lưu trong nhật ký của ban tổ chức."),
    ),
    "contest_not_closed": (
        _l("Cuộc thi chưa kết thúc"),
        _l("Còn đợt thi chưa đóng, hoặc còn kết quả chưa lên bảng xếp hạng."),
        _l("Đợi các đợt thi đóng và bảng xếp hạng cập nhật xong rồi làm lại."),
    ),
    "method_not_allowed": (
        _l("Cách gọi không đúng"),
        _l("Địa chỉ này không nhận kiểu yêu cầu đó."),
        _l("Quay lại trang trước và thử lại."),
    ),
    "too_large": (
        _l("Tệp quá lớn"),
        _l("Dữ liệu gửi lên vượt quá giới hạn cho phép."),
        _l("Chia nhỏ tệp rồi gửi lại."),
    ),
    "csrf_failed": (
        _l("Trang đã cũ"),
        _l("Trang này mở đã lâu nên không xác nhận được yêu cầu."),
        _l("Tải lại trang rồi làm lại; câu trả lời đã lưu không bị mất."),
    ),
    "job_abandoned": (
        _l("Việc này bị dừng giữa chừng"),
        _l("Máy chủ đã thử ba lần mà chưa làm xong việc này nên không thử nữa."),
        _l("Chia nhỏ tệp hoặc thử lại sau; nếu vẫn vậy hãy báo người quản trị."),
    ),
    "unavailable": (
        _l("Hệ thống tạm thời chưa ghi được"),
        _l("Nơi lưu dữ liệu tạm thời không dùng được; việc vừa rồi có thể chưa được ghi nhận."),
        _l("Giữ trang này và thử lại sau ít phút; những gì đã báo là đã lưu thì không mất."),
    ),
    "failed": (
        _l("Hệ thống gặp lỗi"),
        _l("Đã có lỗi xảy ra ở phía hệ thống, không phải do bạn."),
        _l("Thử lại sau ít phút; câu trả lời đã lưu không bị mất."),
    ),
}


def words(code: str) -> Words:
    """The words for a code, in the language in force; unknown codes read as a failure."""
    title, message_, hint = _WORDS.get(code, _WORDS["failed"])
    return Words(str(title), str(message_), str(hint))


def message(refusal: Refusal) -> Words:
    """The words for a refusal; of one that knows why, the words for just that."""
    finer = f"{refusal.code}.{getattr(refusal, 'why', '')}"
    found = words(finer if finer in _WORDS else refusal.code)
    if isinstance(refusal, TooManyRequests):
        return replace(found, message=f"{found.message} {wait_text(refusal.retry_after)}")
    return found


def wait_text(seconds: int) -> str:
    """How long to wait, as a sentence; minutes where seconds would pretend to be exact."""
    if seconds <= 90:
        return ngettext("Hãy thử lại sau %(num)s giây.", "Hãy thử lại sau %(num)s giây.", seconds)
    minutes = -(-seconds // 60)
    return ngettext("Hãy thử lại sau %(num)s phút.", "Hãy thử lại sau %(num)s phút.", minutes)


def known_codes() -> frozenset[str]:
    """Every code that has words."""
    return frozenset(code for code in _WORDS if "." not in code)
