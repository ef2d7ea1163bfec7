"""The forms of certificates: words, look and awards; a reason for taking one back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, FieldList, Form, FormField
from wtforms.validators import Optional

from app.domain.certificate_awards import LAST_RANK, LONGEST_PRIZE, MOST_PRIZES
from app.domain.certificate_templates import LONGEST, Template
from app.domain.certificates import Awards, Prize, Since
from app.domain.contest_rules import GROUPS
from app.domain.divisions import board_key
from app.domain.errors import InvalidRequest
from app.services.certificate_templates import Settings
from app.services.contests import ContestView
from app.web.organiser.form_fields import (
    Between,
    ChoiceField,
    LineField,
    OptionsField,
    TextField,
    WholeField,
    at_most,
    filled,
    offered,
)
from app.wording import certificates as words
from app.wording.labels import group_label

FEWEST_ROWS = 4
SPARE_ROWS = 2
_ROW = re.compile(r"prizes-(\d+)-(\w+)")
_TEXTS = ("title", "lead", "body", "issuer", "place", "signer_title", "signer_name")
_LOOKS = ("accent", "frame", "orientation")


class PrizeRow(Form):  # type: ignore[misc]
    """One prize; a row without any words and ranks counts for nothing."""

    text = LineField(_l("Tên giải"), [at_most(LONGEST_PRIZE)])
    first = WholeField(_l("Từ hạng"), [Optional(), Between(1, LAST_RANK)])
    last = WholeField(_l("Đến hạng"), [Optional(), Between(1, LAST_RANK)])
    scope = ChoiceField(_l("Bảng xếp hạng"), choices=[], optional=True, default="0")
    group = ChoiceField(_l("Nhóm"), choices=[], optional=True, default="")

    def is_empty(self) -> bool:
        """Whether nothing has been written into the row."""
        ranks = (self.first, self.last)
        written = any(one.data is not None or "".join(one.raw_data or ()).strip() for one in ranks)
        return not (self.text.data or written)

    def prize(self) -> Prize:
        """The row as a prize; without a last rank it is for the first one alone."""
        first = self.first.data or 0
        return Prize(
            text=self.text.data or "",
            first=first,
            last=first if self.last.data is None else self.last.data,
            scope=int(self.scope.data or 0),
            group=self.group.data or None,
        )


class CertificateForm(FlaskForm):  # type: ignore[misc]
    """Everything that an organiser decides of a contest's certificates."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    participation = OptionsField(_l("Giấy cho người đã dự thi"))
    share = WholeField(
        _l("Giấy đạt mức điểm: từ bao nhiêu phần trăm số điểm"), [Optional(), Between(1, 100)]
    )
    prizes = FieldList(FormField(PrizeRow), _l("Giấy đạt giải"), max_entries=MOST_PRIZES)
    own = BooleanField(_l("Người dự thi tự tải giấy của mình"))

    issuer = TextField(_l("Cơ quan cấp giấy"), [at_most(LONGEST["issuer"])])
    title = LineField(_l("Tiêu đề"), [filled(), at_most(LONGEST["title"])])
    lead = LineField(_l("Dòng trên họ tên"), [at_most(LONGEST["lead"])])
    body = TextField(_l("Nội dung dưới họ tên"), [filled(), at_most(LONGEST["body"])])
    place = LineField(_l("Nơi cấp"), [at_most(LONGEST["place"])])
    signer_title = LineField(_l("Chức danh người ký"), [at_most(LONGEST["signer_title"])])
    signer_name = LineField(_l("Họ tên người ký"), [at_most(LONGEST["signer_name"])])
    accent = OptionsField(_l("Màu"))
    frame = OptionsField(_l("Khung"))
    orientation = OptionsField(_l("Khổ giấy A4"))

    def offer(self, contest: ContestView) -> CertificateForm:
        """Fill the lists and add rows to write into; returns the form."""
        self.participation.choices = offered(words.SINCE.items())
        self.accent.choices = offered(words.ACCENTS.items())
        self.frame.choices = offered(words.FRAMES.items())
        self.orientation.choices = offered(words.ORIENTATIONS.items())
        wanted = max(FEWEST_ROWS, len(self.prizes) + (SPARE_ROWS if _is_full(self.prizes) else 0))
        while len(self.prizes) < min(wanted, MOST_PRIZES):
            self.prizes.append_entry()
        scopes = [("0", _("Toàn cuộc thi"))]
        if len(contest.rounds) > 1:
            scopes += [(str(round_.number), round_.title) for round_ in contest.rounds]
        divisions = [(board_key(one.code), one.name) for one in contest.rules.divisions]
        labels = [(code, group_label(code)) for code in GROUPS]
        groups = [("", _("Mọi nhóm")), *divisions, *labels]
        for row in self.prizes:
            row.form.scope.choices, row.form.group.choices = offered(scopes), offered(groups)
        return self

    def template(self) -> Template:
        """Words and look as they were written."""
        chosen = {name: self[name].data or "" for name in (*_TEXTS, *_LOOKS)}
        return Template(**chosen)

    def awards(self) -> Awards:
        """Who earns what, as it was written; empty rows are left out."""
        known = self.participation.data in list(Since)
        return Awards(
            participation=Since(self.participation.data) if known else Since.NEVER,
            share=self.share.data,
            prizes=tuple(row.form.prize() for row in self._rows()),
            own=bool(self.own.data),
        )

    def put(self, refusal: InvalidRequest) -> None:
        """Write what the service has found wrong beside the fields it is about."""
        for path, code in refusal.errors:
            field = self._field(path)
            text = words.fault_text(code)
            field.errors = [*field.errors, text]

    def _rows(self) -> list[Any]:
        return [row for row in self.prizes if not row.form.is_empty()]

    def _field(self, path: str) -> Any:
        row = _ROW.fullmatch(path)
        return self._rows()[int(row[1])].form[row[2]] if row else self[path]


def filled_form(settings: Settings, contest: ContestView) -> CertificateForm:
    """The form with what is kept."""
    values: dict[str, Any] = settings.template.plain()
    awards = settings.awards
    values.update(participation=awards.participation.value, share=awards.share, own=awards.own)
    values["prizes"] = [_row(prize) for prize in awards.prizes]
    return CertificateForm(formdata=None, data=values).offer(contest)


def _row(prize: Prize) -> dict[str, Any]:
    return {
        "text": prize.text,
        "first": prize.first,
        "last": prize.last,
        "scope": str(prize.scope),
        "group": prize.group or "",
    }


def _is_full(rows: Iterable[Any]) -> bool:
    return all(not row.form.is_empty() for row in rows)
