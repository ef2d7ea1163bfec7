"""The forms of the report page: which file, and the heading that official reports bear."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from app.domain.reports import DEFAULT_LISTED, MOST_LISTED
from app.services.contests import ContestView
from app.services.settings import LONGEST, ReportHeading
from app.web.organiser.form_fields import (
    Between,
    ChoiceField,
    LineField,
    OptionsField,
    TextField,
    WholeField,
    at_most,
    filled,
    given,
    offered,
)

EVERYTHING = "all"


class ReportForm(FlaskForm):  # type: ignore[misc]
    """Which file of which part of a contest."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    format = OptionsField(
        _l("Loại tệp"),
        choices=offered(
            [
                ("docx", _l("Word: văn bản để hoàn thiện, ký và gửi")),
                ("pdf", _l("PDF: như bản Word, để in và lưu")),
                ("xlsx", _l("Excel: đầy đủ mọi bảng số liệu, để tính toán thêm")),
            ]
        ),
        default="docx",
    )
    round = ChoiceField(_l("Phạm vi"), choices=[])
    listed = WholeField(
        _l("Số hàng trong mỗi danh sách giải"),
        [given(), Between(1, MOST_LISTED)],
        description=_l("Ai cùng hạng với người ở hàng cuối cũng được ghi vào."),
        default=DEFAULT_LISTED,
    )

    def offer(self, contest: ContestView) -> ReportForm:
        """Fill the list of rounds; returns the form."""
        whole = _("Toàn cuộc thi và từng đợt") if len(contest.rounds) > 1 else _("Toàn cuộc thi")
        rounds = [
            (
                str(one.number),
                _("Chỉ đợt %(number)s: %(title)s", number=one.number, title=one.title),
            )
            for one in contest.rounds
            if len(contest.rounds) > 1
        ]
        self.round.choices = offered([(EVERYTHING, whole), *rounds])
        return self

    def round_number(self) -> int | None:
        """The round asked for, None for all."""
        return None if self.round.data == EVERYTHING else int(self.round.data)


class HeadingForm(FlaskForm):  # type: ignore[misc]
    """The heading and the signature of official reports."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    superior_body = LineField(
        _l("Cơ quan chủ quản"),
        [at_most(LONGEST)],
        description=_l("Dòng đầu ở góc trái, ví dụ: UBND TỈNH TUYÊN QUANG."),
    )
    issuing_body = LineField(
        _l("Cơ quan ban hành"),
        [filled(), at_most(LONGEST)],
        description=_l("Ví dụ: SỞ KHOA HỌC VÀ CÔNG NGHỆ hoặc BAN TỔ CHỨC CUỘC THI."),
    )
    number = LineField(
        _l("Số, ký hiệu"),
        [at_most(LONGEST)],
        description=_l("Để dấu … ở chỗ văn thư ghi số, ví dụ: …/BC-SKHCN."),
    )
    place = LineField(
        _l("Địa danh"),
        [at_most(LONGEST)],
        description=_l("Đứng trước ngày tháng, ví dụ: Tuyên Quang."),
    )
    signer_authority = LineField(
        _l("Quyền hạn ký"),
        [at_most(LONGEST)],
        description=_l("Ví dụ: TM. BAN TỔ CHỨC hoặc KT. GIÁM ĐỐC. Bỏ trống nếu không cần."),
    )
    signer_title = LineField(
        _l("Chức vụ người ký"),
        [at_most(LONGEST)],
        description=_l("Ví dụ: GIÁM ĐỐC, PHÓ GIÁM ĐỐC, TRƯỞNG BAN."),
    )
    signer_name = LineField(
        _l("Họ tên người ký"),
        [at_most(LONGEST)],
        description=_l("Ví dụ: Nguyễn Văn An. Có thể điền sau."),
    )
    recipients = TextField(
        _l("Nơi nhận"), description=_l("Mỗi dòng một nơi, ví dụ: Lưu: VT."), render_kw={"rows": 4}
    )

    def fill(self, heading: ReportHeading) -> HeadingForm:
        """Show what is kept; returns the form."""
        values: dict[str, Any] = asdict(heading)
        self.process(data={**values, "recipients": "\n".join(heading.recipients)})
        return self

    def heading(self, kept: ReportHeading) -> ReportHeading:
        """What was filled in; what has no field stays as it is kept."""
        values = {**self.data, "recipients": tuple((self.recipients.data or "").splitlines())}
        known = {name: values[name] or "" for name in asdict(kept) if name in values}
        return replace(kept, **{**known, "recipients": values["recipients"]})
