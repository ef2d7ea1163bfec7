"""Words that only organisers read."""

from __future__ import annotations

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.domain.contest_rules import CHAIN_A, CHAIN_B
from app.domain.questions import MultipleScoring
from app.wording.ranking import QUANTITIES as QUANTITY_WORDS

Choices = tuple[tuple[str, LazyString], ...]

SCORINGS: Final = {
    MultipleScoring.ALL_OR_NOTHING: _l("Chọn đúng tất cả mới có điểm"),
    MultipleScoring.PARTIAL: _l("Có điểm cho từng phương án"),
    MultipleScoring.RIGHT_MINUS_WRONG: _l("Phương án đúng trừ phương án sai"),
}
ATTEMPTS_PER: Final[Choices] = (
    ("round", _l("mỗi đợt thi")),
    ("day", _l("mỗi ngày")),
)
COUNTS: Final[Choices] = (
    ("best", _l("Lượt tốt nhất")),
    ("first", _l("Lượt đầu tiên")),
    ("last", _l("Lượt cuối cùng")),
)
QUANTITIES: Final[Choices] = tuple(QUANTITY_WORDS.items())
NEARNESS: Final[Choices] = (
    ("nearest", _l("Gần đáp số nhất, dù lớn hơn hay nhỏ hơn")),
    ("nearest_not_over", _l("Gần đáp số nhất mà không vượt quá; ai dự đoán quá thì xếp sau")),
)
OVER_ROUNDS: Final[Choices] = (
    ("sum", _l("Cộng kết quả của tất cả các đợt")),
    ("best_k", _l("Cộng một số đợt tốt nhất của mỗi người")),
    ("last", _l("Chỉ lấy đợt gần nhất mà mỗi người dự thi")),
)
POLICIES: Final[Choices] = (
    ("nothing", _l("Chỉ mã biên nhận, chưa có điểm")),
    ("score", _l("Điểm")),
    ("answers", _l("Điểm và bài mình đã làm")),
    ("explanations", _l("Điểm và bài mình đã làm; khi đợt thi đã đóng thì thêm đáp án, lời giải")),
)
CHAIN_CHOICES: Final[Choices] = (
    ("a", _l("Số câu đúng, rồi dự đoán gần nhất, rồi thời gian ngắn hơn, rồi nộp sớm hơn")),
    ("b", _l("Số câu đúng, rồi thời gian ngắn hơn, rồi nộp sớm hơn")),
    ("custom", _l("Tự chọn thứ tự")),
)
CHAINS: Final = {"a": CHAIN_A, "b": CHAIN_B}
