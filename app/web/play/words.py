"""Every phrase that the quiz's JavaScript says, in the language in force.

`{name}` stands for what the script fills in.
"""

from __future__ import annotations

from flask_babel import gettext as _


def quiz_words() -> dict[str, str]:
    """Phrases by the names that app/static/js/quiz uses."""
    return {**_saving_words(), **_time_words(), **_paper_words(), **_ending_words()}


def _saving_words() -> dict[str, str]:
    return {
        "saved": _("Đã lưu {saved}/{total}"),
        "saved_waiting": _("Đã lưu {saved}/{total} · {waiting} trên máy này"),
        "saved_sending": _("Đã lưu {saved}/{total} · đang gửi {waiting}"),
        "question_saved": _("Đã lưu"),
        "question_sending": _("Đang gửi…"),
        "question_waiting": _("Trên máy này, chưa gửi"),
        "question_unanswered": _("Chưa trả lời"),
        "question_unsaved": _("Chưa lưu được"),
        "question_refused": _("Câu trả lời này chưa đúng dạng nên chưa lưu được. Hãy sửa lại."),
        "question_elsewhere": _(
            "Câu này đã được trả lời trên một máy khác; đây là câu trả lời đó."
            " Muốn đổi, bạn chọn lại."
        ),
        "offline": _(
            "Mất kết nối. Cứ làm tiếp: câu trả lời được cất trên máy này, có mạng là tự gửi."
        ),
        "offline_over": _("Mất kết nối. Có mạng lại, máy này tự thử gửi và báo cho bạn."),
        "offline_memory": _(
            "Mất kết nối. Cứ làm tiếp nhưng đừng đóng trang: trình duyệt này không cất được"
            " câu trả lời."
        ),
        "send_now": _("Gửi lại"),
        "sign_in_again": _("Đăng nhập lại"),
        "understood": _("Đã hiểu"),
        "memory_only": _(
            "Trình duyệt này không cất được câu trả lời khi đóng trang."
            " Trước khi đóng trang, hãy đợi dòng “Đã lưu”."
        ),
        "signed_out": _("Phiên đăng nhập đã hết. Câu trả lời vẫn nằm trên máy này."),
        "other_account": _(
            "Tài khoản đang đăng nhập không phải người làm lượt thi này."
            " Câu trả lời vẫn nằm trên máy này."
        ),
        "sign_in_wrong": _("Số điện thoại hoặc mật khẩu không đúng."),
        "sign_in_many": _("Đã thử quá nhiều lần. Đợi một lát rồi thử lại."),
        "sign_in_no_network": _("Chưa có mạng. Thử lại sau ít giây."),
    }


def _time_words() -> dict[str, str]:
    return {
        "time_left": _("Còn"),
        "time_soon": _("Sắp hết giờ"),
        "time_last": _("Phút cuối"),
        "time_over": _("Hết giờ"),
        "minutes_left": _("Còn {minutes} phút."),
        "seconds_left": _("Còn {seconds} giây."),
        "warn_five": _("Còn 5 phút. Hết giờ, bài tự nộp."),
        "more_time": _("Bạn được thêm giờ làm bài. Lý do ghi ở đầu trang."),
        "warn_one": _("Còn 1 phút. Hết giờ, bài tự nộp."),
    }


def _paper_words() -> dict[str, str]:
    return {
        "map_answered": _("đã trả lời"),
        "map_waiting": _("trên máy này, chưa gửi"),
        "map_unanswered": _("chưa trả lời"),
        "map_flagged": _("xem lại sau"),
        "question_number": _("Câu {number}"),
        "back": _("Trước"),
        "back_to": _("Quay lại"),
        "next": _("Tiếp"),
        "to_finish": _("Nộp bài"),
        "move_up": _("Chuyển lên: {item}"),
        "move_down": _("Chuyển xuống: {item}"),
        "moved": _("{item}: vị trí {place}/{total}"),
        "number_wrong": _("Nhập một số, ví dụ 1250 hoặc 3,5."),
    }


def _ending_words() -> dict[str, str]:
    return {
        "all_answered": _("Bạn đã trả lời cả {total} câu."),
        "some_unanswered": _("Còn {count} câu chưa trả lời:"),
        "some_flagged": _("Câu bạn đánh dấu xem lại sau:"),
        "prediction_wrong": _("Nhập một số nguyên, ví dụ 1250."),
        "sending_rest": _("Đang gửi {waiting} câu trả lời còn trên máy này…"),
        "submitting": _("Đang nộp bài…"),
        "submit_waiting": _("Chưa nộp được. Cứ mở trang này: kết nối lại được là bài tự nộp."),
        "submit_failed": _("Chưa nộp được. Tải lại trang rồi thử lại; câu đã lưu không mất."),
        "submitted": _("Đã nộp bài. Đang mở kết quả…"),
        "over_done": _("Hết giờ. Bài đã tự nộp với {saved}/{total} câu đã lưu."),
        "over_submitting": _("Hết giờ. Đang nộp bài của bạn…"),
        "over_sending": _("Hết giờ. Đang gửi {waiting} câu trả lời còn trên máy này…"),
        "over_waiting": _(
            "Hết giờ mà chưa kết nối được. {saved}/{total} câu đã lưu vẫn được tính, bạn không"
            " cần làm gì. Kết nối lại được, trang này tự nộp bài và báo cho bạn."
        ),
        "over_unsent": _(
            "{waiting} câu trả lời trên máy này chưa tới máy chủ trước khi hết giờ"
            " nên có thể không được tính."
        ),
        "rescue_saved": _("Đã tải tệp về máy. Giữ tệp này và gửi khi có mạng."),
        "rescue_impossible": _(
            "Trình duyệt này không mã hoá được tệp bài làm (trang phải mở bằng https)."
            " Câu trả lời vẫn nằm trên máy này: hãy báo ban tổ chức."
        ),
        "rescue_failed": _("Máy này không tạo được tệp. Hãy giữ trang này mở và báo ban tổ chức."),
        "closed_elsewhere": _("Lượt thi này đã nộp, có thể trên một máy khác."),
        "closed_late": _("Lượt thi đã hết giờ. Mọi câu đã lưu vẫn được tính."),
    }
