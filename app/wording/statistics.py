"""Statistics in words: what each figure is called, and what it tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

_LABELS: Final[Mapping[str, LazyString]] = {
    "order": _l("Thứ tự"),
    "facility": _l("Độ dễ"),
    "deviation": _l("Độ lệch chuẩn"),
    "discrimination": _l("Độ phân biệt"),
    "efficiency": _l("Hiệu suất phân biệt"),
    "effective_weight": _l("Trọng số thực"),
    "intended_weight": _l("Trọng số định trước"),
    "count": _l("Lượt"),
    "appeals": _l("Kiến nghị"),
}
FIGURE_HELP: Final[Mapping[str, LazyString]] = {
    "facility": _l("Điểm trung bình của câu so với điểm tối đa. 90 % là rất dễ, 20 % là rất khó."),
    "deviation": _l("Điểm của câu khác nhau nhiều hay ít. Gần 0 nghĩa là gần như ai cũng như ai."),
    "discrimination": _l(
        "Người làm tốt các câu khác có làm đúng câu này không. Trên 30 % là tốt; "
        "âm thì nên xem lại đáp án."
    ),
    "efficiency": _l("Độ phân biệt so với mức cao nhất mà câu dễ hay khó như vậy có thể đạt."),
    "effective_weight": _l("Câu này thật sự góp bao nhiêu phần vào chênh lệch tổng điểm."),
    "intended_weight": _l("Câu này chiếm bao nhiêu phần của tổng điểm theo đề."),
}
"""What a figure tells, for those who have never heard of it."""
PAPER_FIGURES: Final[Mapping[str, tuple[LazyString, str, LazyString]]] = {
    "mean": (
        _l("Điểm trung bình"),
        "points",
        _l("Tính bằng điểm, theo lượt thi đầu của mỗi người."),
    ),
    "median": (_l("Trung vị"), "points", _l("Một nửa số người có điểm từ mức này trở xuống.")),
    "deviation": (_l("Độ lệch chuẩn"), "points", _l("Điểm của mọi người cách nhau chừng nào.")),
    "skewness": (
        _l("Độ lệch của phân bố"),
        "plain",
        _l("Âm: nhiều người điểm cao. Dương: nhiều người điểm thấp."),
    ),
    "kurtosis": (_l("Độ nhọn"), "plain", _l("Lớn: nhiều người có điểm gần như nhau.")),
    "consistency": (
        _l("Độ nhất quán (CIC)"),
        "share",
        _l("Các câu có cùng đo một năng lực không. Trên 70 % là tốt."),
    ),
    "error_ratio": (
        _l("Tỉ lệ sai số"),
        "share",
        _l("Bao nhiêu phần của chênh lệch điểm là do may rủi."),
    ),
    "standard_error": (
        _l("Sai số chuẩn"),
        "points",
        _l("Điểm của một người có thể xê dịch chừng này do may rủi."),
    ),
}
"""Label, kind (points, plain, share) and help of each figure of a paper."""


def figure_label(name: str) -> str:
    """What a column is called."""
    return str(_LABELS[name])
