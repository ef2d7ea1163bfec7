"""Weekly rounds in one step: a line of the contest's form that writes its rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import Optional

from app.domain.round_plans import MOST_DAYS, MOST_PLANNED, WEEK, BadPlan, Plan, rounds_of
from app.web.organiser.contest_values import round_title
from app.web.organiser.form_fields import VIETNAM, Between, ClockField, DayField, WholeField, given

_PROBLEMS: Mapping[str, LazyString] = {
    "missing": _l("Hãy ghi số đợt, hoặc ngày cuối cùng."),
    "order": _l("Đợt chỉ có một ngày thì giờ đóng phải sau giờ mở."),
    "too_early": _l("Đến ngày này chưa xong được đợt nào."),
    "too_many": _l("Nhiều đợt quá; một cuộc thi có nhiều nhất 60 đợt."),
}


class PlanForm(FlaskForm):  # type: ignore[misc]
    """When the first round opens, how long each lasts, and how many there are."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    plan_first = DayField(_l("Ngày mở đợt đầu"), [given()])
    plan_opens = ClockField(_l("Giờ mở"), [given()], default=time(8))
    plan_closes = ClockField(_l("Giờ đóng của ngày cuối"), [given()], default=time(22))
    plan_days = WholeField(
        _l("Mỗi đợt kéo dài (ngày)"), [given(), Between(1, MOST_DAYS)], default=WEEK
    )
    plan_count = WholeField(_l("Số đợt"), [Optional(), Between(1, MOST_PLANNED)], default=4)
    plan_last = DayField(_l("Không quá ngày"), [Optional()])

    def rows(self) -> list[dict[str, Any]] | None:
        """The rounds as rows of the contest's form; None when something is wrong here."""
        if not self.validate():
            return None
        plan = Plan(
            first_day=self.plan_first.data,
            opens=self.plan_opens.data,
            closes=self.plan_closes.data,
            days=self.plan_days.data,
            count=self.plan_count.data,
            last_day=self.plan_last.data,
        )
        try:
            spans = rounds_of(plan)
        except BadPlan as bad:
            self._field(bad.field).errors = [str(_PROBLEMS[bad.code])]
            return None
        title = week_title if plan.step == WEEK else round_title
        return [
            {"title": title(number), "opens_at": one.opens_at, "closes_at": one.closes_at}
            for number, one in enumerate(spans, start=1)
        ]

    def _field(self, name: str) -> Any:
        return self["plan_last" if name == "last_day" else f"plan_{name}"]


def plan_of(form: Any) -> PlanForm:
    """The line as it begins: on the Monday after the first opening of the contest's form."""
    opens = form.rounds[0].form.opens_at.data if len(form.rounds) else None
    if opens is None:
        return PlanForm(formdata=None)
    day = opens.astimezone(VIETNAM).date()
    monday = day + timedelta(days=-day.weekday() % WEEK)
    return PlanForm(formdata=None, data={"plan_first": monday})


def put_rounds(form: Any, plan: PlanForm) -> None:
    """Write the planned rounds into the contest's form in place of those that stand there."""
    rows = plan.rows()
    if rows is None:
        return
    while form.rounds.entries:
        form.rounds.pop_entry()
    for row in rows:
        form.rounds.append_entry({"bank": "", **row})


def week_title(number: int) -> str:
    """The usual title of a round that lasts for a week at most."""
    return _("Tuần %(number)s", number=number)
