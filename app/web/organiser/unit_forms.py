"""The forms about units: what an organisation is, how many people it has, where it goes."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FileField, TelField
from wtforms.validators import Optional

from app.domain.contest_rules import GROUPS
from app.domain.errors import InvalidRequest
from app.domain.unit_edits import KINDS, LARGEST_HEADCOUNT, LONGEST_CODE
from app.services import units
from app.services.unit_editing import LONGEST_REASON, NewValues
from app.services.unit_merging import KEEP, SUM
from app.web.organiser.form_fields import (
    Between,
    ChoiceField,
    LineField,
    OptionsField,
    WholeField,
    at_most,
    filled,
    offered,
)
from app.wording.labels import group_label
from app.wording.rosters import file_problem
from app.wording.units import kind_label

BELOW = " › "
_SENTENCES: Final[dict[tuple[str, str], LazyString]] = {
    ("code", "code_format"): _l("Chỉ dùng chữ không dấu, số, dấu chấm và gạch nối."),
    ("code", "code_taken"): _l("Mã này đã có đơn vị khác dùng."),
    ("name", "empty"): _l("Hãy điền vào ô này."),
    ("name", "too_long"): _l("Tên dài quá 120 ký tự. Hãy viết gọn lại."),
    ("name", "characters"): _l("Tên có ký tự không dùng được. Hãy chỉ dùng chữ cái."),
    ("parent", "circle"): _l("Đơn vị này nằm bên dưới chính đơn vị đang sửa."),
    ("into", "itself"): _l("Không thể sáp nhập một đơn vị vào chính nó."),
    ("into", "below"): _l("Đơn vị này nằm bên dưới đơn vị sẽ sáp nhập. Hãy chuyển nó đi trước."),
    ("reason", "missing"): _l("Hãy điền vào ô này."),
    ("reason", "disabled"): _l("Tài khoản đang bị khoá. Hãy mở khoá trước."),
    ("source", "missing"): _l("Hãy điền vào ô này."),
    ("purpose", "missing"): _l("Hãy điền vào ô này."),
    ("phone", "phone_invalid"): _l("Hãy nhập số di động gồm 10 chữ số, ví dụ 0912 345 678."),
    ("phone", "nobody"): _l("Chưa có ai đăng ký bằng số này. Hãy mời người đó đăng ký trước."),
    ("phone", "waiting"): _l("Người này chưa kích hoạt tài khoản. Hãy đợi người đó kích hoạt."),
    ("phone", "already"): _l("Người này đã là đầu mối của đơn vị."),
}
_UNKNOWN = _l("Mục này không còn nữa, hãy chọn mục khác.")


class UnitForm(FlaskForm):  # type: ignore[misc]
    """What the forms of this room share."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    def place(self, refusal: InvalidRequest) -> None:
        """Say every fault of a refusal beside its field."""
        for path, code in refusal.errors:
            if path == "file":
                sentence = file_problem(code)
            else:
                sentence = str(_SENTENCES.get((path, code), _UNKNOWN))
            if path in self:
                self[path].errors = [*self[path].errors, sentence]
            else:
                self.form_errors.append(sentence)


class _Reason(UnitForm):
    reason = LineField(
        _l("Lý do"),
        [at_most(LONGEST_REASON)],
        description=_l("Ví dụ số và ngày của quyết định. Được ghi vào lịch sử của đơn vị."),
    )


class OrganisationForm(_Reason):
    """An organisation."""

    name = LineField(_l("Tên đơn vị"), [filled()])
    code = LineField(
        _l("Mã"),
        [filled(), at_most(LONGEST_CODE)],
        description=_l("Chữ không dấu và số, ví dụ so-y-te. Giấy mời in mã cũ vẫn dùng được."),
    )
    kind = ChoiceField(_l("Loại"))
    parent = ChoiceField(_l("Đơn vị cấp trên"), optional=True)
    headcount = WholeField(
        _l("Số người"),
        [Optional(), Between(0, LARGEST_HEADCOUNT)],
        description=_l("Kể cả các đơn vị bên dưới. Tỉ lệ dự thi tính trên số này."),
    )

    def offer(self, own: str = "") -> OrganisationForm:
        """Fill the lists, without the organisation itself; returns the form."""
        self.kind.choices = offered((kind, kind_label(kind)) for kind in KINDS)
        self.parent.choices = offered(
            [("", _("Không có (đơn vị cấp cao nhất)")), *organisation_choices(but=own)]
        )
        return self

    def values(self) -> NewValues:
        """What was filled in."""
        return NewValues(
            code=self.code.data or "",
            name=self.name.data or "",
            kind=self.kind.data or "",
            parent=self.parent.data or None,
            headcount=self.headcount.data,
        )


class CommuneForm(_Reason):
    """A commune's headcount."""

    headcount = WholeField(
        _l("Số người"),
        [Optional(), Between(0, LARGEST_HEADCOUNT)],
        description=_l("Tỉ lệ dự thi tính trên số này. Để trống nếu chưa biết."),
    )


class MergeForm(UnitForm):
    """Where an organisation goes, and what becomes of the headcount."""

    into = ChoiceField(_l("Sáp nhập vào đơn vị"))
    headcount = OptionsField(
        _l("Số người của đơn vị nhận"),
        choices=offered(
            [
                (SUM, _l("Cộng số người của cả hai")),
                (KEEP, _l("Giữ nguyên số của đơn vị nhận (khi số ấy đã gồm cả hai)")),
            ]
        ),
    )
    reason = LineField(
        _l("Lý do"),
        [filled(), at_most(LONGEST_REASON)],
        description=_l("Ví dụ số và ngày của quyết định. Được ghi vào lịch sử của đơn vị."),
    )

    def offer(self, own: str) -> MergeForm:
        """Fill the list, without the organisation itself; returns the form."""
        choices = [("", _("Chọn đơn vị")), *organisation_choices(but=own)]
        self.into.choices = offered(choices)
        return self


class ContactForm(UnitForm):
    """Who is to be a contact."""

    phone = TelField(
        _l("Số điện thoại"),
        [filled()],
        description=_l("Số mà người đó dùng để đăng nhập."),
    )


class ListForm(UnitForm):
    """A list of units to be taken over."""

    kind = OptionsField(
        _l("Danh sách"),
        choices=offered(
            [
                ("organisations", _l("Cơ quan, đơn vị, đoàn thể")),
                ("communes", _l("Số người của xã, phường")),
            ]
        ),
    )
    file = FileField(_l("Tệp Excel (.xlsx)"))


class RosterForm(UnitForm):
    """A list of people, with what the law asks about it."""

    file = FileField(_l("Tệp Excel (.xlsx)"))
    source = LineField(
        _l("Danh sách do ai lập?"),
        [filled(), at_most(LONGEST_REASON)],
        description=_l("Ví dụ: Văn phòng Sở Y tế lập ngày 10/11. Người trong danh sách đọc được."),
    )
    purpose = LineField(
        _l("Dùng để làm gì?"),
        [filled(), at_most(LONGEST_REASON)],
        description=_l("Ví dụ: tạo sẵn tài khoản dự thi. Người trong danh sách đọc được."),
    )
    commune = ChoiceField(_l("Xã, phường cho dòng để trống"), optional=True)
    organisation = ChoiceField(_l("Đơn vị cho dòng để trống"), optional=True)
    group = ChoiceField(_l("Nhóm cho dòng để trống"), optional=True)

    def offer(self) -> RosterForm:
        """Fill the lists; returns the form."""
        communes = [(one.code, one.name) for one in units.list_communes()]
        self.commune.choices = offered([("", _("Không đặt sẵn: báo lỗi dòng để trống")), *communes])
        self.organisation.choices = offered(
            [("", _("Không thuộc đơn vị nào (người dân)")), *organisation_choices()]
        )
        groups: list[tuple[str, Any]] = [(code, group_label(code)) for code in GROUPS]
        self.group.choices = offered([("", _("Đối tượng khác")), *groups])
        return self


def organisation_choices(but: str = "") -> list[tuple[str, str]]:
    """All organisations that stand, each with those above it."""
    found = [(one.code, BELOW.join(one.path)) for one in units.list_organisations()]
    return sorted((one for one in found if one[0] != but), key=lambda one: one[1])
