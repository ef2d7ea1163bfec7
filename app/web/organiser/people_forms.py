"""The forms about people, and what a search asks for."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from app.services.people_search import Query
from app.services.unit_editing import LONGEST_REASON
from app.web.organiser.form_fields import (
    LineField,
    OptionsField,
    at_most,
    clean_line,
    filled,
    offered,
)
from app.web.organiser.unit_forms import UnitForm

LONGEST_QUERY = 100


class AccountActForm(UnitForm):
    """Why something is done to an account."""

    reason = LineField(
        _l("Lý do"),
        [filled(), at_most(LONGEST_REASON)],
        description=_l("Ví dụ: người dự thi gọi điện báo quên mật khẩu. Được ghi lại."),
    )


class PairForm(UnitForm):
    """Whether two are the same person; neither answer is chosen beforehand."""

    kind = OptionsField(
        _l("Quyết định"),
        choices=offered(
            [("same", _l("Là cùng một người")), ("different", _l("Là hai người khác nhau"))]
        ),
    )
    reason = LineField(_l("Lý do"), [filled(), at_most(LONGEST_REASON)])


def query_of(args: Mapping[str, str]) -> Query:
    """What an address asks for."""
    return Query(
        text=clean_line(args.get("q"))[:LONGEST_QUERY],
        commune=clean_line(args.get("commune"))[:LONGEST_QUERY],
        organisation=clean_line(args.get("organisation"))[:LONGEST_QUERY],
    )
