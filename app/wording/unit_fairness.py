"""Why accounts that nobody learns with do not help a unit, said beside its board."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from app.domain.contest_rules import Rules


def fairness_sentences(rules: Rules) -> list[str]:
    """What protects the units' board under these rules, in plain words."""
    return [
        _("Mỗi số điện thoại chỉ lập được một tài khoản."),
        _("Mỗi người chỉ được tính một lần, dù thi bao nhiêu lượt và dù chuyển đơn vị."),
        *_by_formula(rules),
        _(
            "Nhiều tài khoản trên một máy, bài giống nhau quá mức tình cờ hay làm nhanh quá mức "
            "đều được giám sát viên xem xét. Không bài nào tự động bị huỷ; máy dùng chung của "
            "cơ quan không bị coi là gian lận."
        ),
    ]


def _by_formula(rules: Rules) -> Iterator[str]:
    if rules.unit_formula == "mean":
        yield _("Nơi được xếp theo điểm trung bình: thêm tài khoản làm cho có chỉ kéo điểm xuống.")
    elif rules.unit_formula == "top_n_mean":
        yield _(
            "Chỉ tính những người điểm cao nhất: thêm tài khoản làm cho có không đổi được gì, "
            "và nơi ít người không thắng nhờ một người giỏi."
        )
    else:
        yield _(
            "Nơi được xếp theo số người hoặc số lượt: ban tổ chức đối chiếu với số người mà nơi "
            "ấy đã khai. Tỉ lệ trên 100 % là dấu hiệu phải xem lại."
        )
    if rules.min_unit_size > 1:
        yield _("Nơi có ít người dự thi hơn mức tối thiểu không được xếp hạng.")
