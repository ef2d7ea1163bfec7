"""As if it were another moment: a contest's pages for anybody, from the participants' templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import render_template, request
from flask_babel import LazyString, format_datetime
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain.contest_moments import Moment
from app.domain.contest_rules import GROUPS
from app.domain.contests import State
from app.domain.papers import present
from app.services import contest_previews, contests, practice
from app.services.contest_previews import Preview, PreviewedResult
from app.services.contests import ContestView, RoundView
from app.web.access import requires
from app.web.contest_cards import contest_card, round_row
from app.web.i18n import language
from app.web.organiser import bp
from app.web.papers import question_view, reviewed_answer, to_read
from app.wording.labels import group_label
from app.wording.rules import rules_sentences

STRANGER = "stranger"
LONGEST_SEED = 20
MOMENTS: Final[Mapping[Moment, LazyString]] = {
    Moment.BEFORE: _l("Một ngày trước giờ mở"),
    Moment.WAITING: _l("Mười phút trước giờ mở"),
    Moment.OPENED: _l("Vừa mở"),
    Moment.DURING: _l("Giữa đợt thi"),
    Moment.LAST_MINUTE: _l("Phút cuối"),
    Moment.CLOSED: _l("Vừa đóng"),
    Moment.FINAL: _l("Kết quả đã chính thức"),
}
SHOWN: Final[Mapping[str, LazyString]] = {
    "contest": _l("Trang cuộc thi"),
    "waiting": _l("Trang chờ mở"),
    "paper": _l("Đề thi"),
    "result": _l("Trang kết quả"),
}


class Asked:
    """What the address asks to see; whatever it does not know is taken as the usual."""

    def __init__(self, contest: ContestView) -> None:
        given = request.args
        self.moment = Moment(_one_of(given.get("at"), list(Moment), Moment.DURING))
        self.group = _one_of(given.get("group"), [STRANGER, *GROUPS], _usual_group(contest))
        self.show = _one_of(given.get("show"), list(SHOWN), "contest")
        self.seed = "".join((given.get("seed") or "").split())[:LONGEST_SEED] or "1"
        numbers = {str(one.number): one for one in contest.rounds}
        self.round = numbers.get(given.get("round", ""), contest.rounds[0])

    @property
    def known_group(self) -> str | None:
        """The participant's group; None for who is not signed in."""
        return None if self.group == STRANGER else self.group

    def address(self, **changed: str) -> dict[str, str]:
        """The arguments of an address that asks for the same but for what is changed."""
        asked = {
            "at": str(self.moment),
            "group": self.group,
            "seed": self.seed,
            "show": self.show,
            "round": str(self.round.number),
        }
        return {**asked, **changed}


@bp.get("/contests/<slug>/preview")
@requires("organise")
def preview_contest(slug: str) -> str:
    """A page of the contest as participants would see it; nothing is kept."""
    contest = contests.get_contest(slug)
    asked = Asked(contest)
    preview = contest_previews.as_if(contest, asked.round, asked.moment)
    bar = _bar(contest, asked, preview)
    unseen = _unseen(asked, preview)
    if unseen:
        return render_template("organiser/contest_preview_none.html", **bar, unseen=unseen)
    page = _PAGES[asked.show](asked, preview)
    return render_template(f"organiser/contest_preview_{asked.show}.html", **bar, **page)


def _one_of(value: str | None, known: list[Any], usual: Any) -> Any:
    return value if value in known else usual


def _usual_group(contest: ContestView) -> str:
    return contest.rules.groups[0] if contest.rules.groups else GROUPS[0]


def _bar(contest: ContestView, asked: Asked, preview: Preview) -> dict[str, Any]:
    """What stands above every preview: what is seen, and the choice of something else."""
    return {
        "previewed": contest,
        "asked": asked,
        "at": preview.at,
        "note": _note(asked, preview),
        "moments": [(str(kind), str(label)) for kind, label in MOMENTS.items()],
        "rounds_offered": [(one.number, one.title) for one in contest.rounds],
        "groups": [
            (STRANGER, _("Người chưa đăng nhập")),
            *((code, group_label(code)) for code in GROUPS),
        ],
        "shown": [(show, str(label), asked.address(show=show)) for show, label in SHOWN.items()],
        "another": asked.address(seed=str(int(asked.seed) + 1) if _is_number(asked.seed) else "1"),
    }


def _is_number(seed: str) -> bool:
    return seed.isascii() and seed.isdecimal()


def _note(asked: Asked, preview: Preview) -> str | None:
    """What to know about an invented page."""
    if asked.show == "result":
        return _(
            "Bài làm và điểm dưới đây là của một người không có thật, biết chừng bảy phần mười. "
            "Thứ hạng chỉ có khi có người thi."
        )
    if asked.show != "paper":
        return None
    said = []
    if asked.round.state(preview.at) is not State.OPEN:
        said.append(_("Lúc này không ai thấy đề. Dưới đây là đề như lúc vừa mở."))
    prediction = preview.contest.rules.prediction
    if prediction is not None:
        text = prediction.text_in(language())
        said.append(_("Lúc nộp bài còn hỏi câu dự đoán: “%(text)s”", text=text))
    return " ".join(said) or None


def _unseen(asked: Asked, preview: Preview) -> str | None:
    """Why there is nothing to see, if so."""
    if asked.show == "waiting" and preview.coming is None:
        return _("Lúc này không có đợt nào sắp mở, nên không có trang chờ.")
    if asked.show == "result" and preview.at < asked.round.opens_at:
        return _("Lúc này chưa ai có kết quả: đợt thi chưa mở.")
    if asked.show == "contest":
        return None
    if asked.known_group is None:
        return _("Người chưa đăng nhập không thấy trang này: phải đăng nhập rồi mới vào thi được.")
    if not contest_previews.may_take_part(preview.contest.rules, asked.known_group):
        return _("Nhóm này không được dự thi, nên không thấy trang này.")
    return None


def _contest_page(asked: Asked, preview: Preview) -> dict[str, Any]:
    contest, at = preview.contest, preview.at
    return {
        "card": contest_card(contest, at),
        "rounds": [round_row(one, at) for one in contest.rounds],
        "rules": rules_sentences(contest.rules, language(), len(contest.rounds)),
        "participation": contests.count_participation(contest.id),
        "who": None,
        "practice_offered": practice.is_offered(),
        "attempts": [],
        "way_in": preview.way_in(asked.known_group),
    }


def _waiting_page(_asked: Asked, preview: Preview) -> dict[str, Any]:
    round_ = preview.coming
    assert round_ is not None  # noqa: S101 - `_unseen` has looked
    return {
        "contest": preview.contest,
        "round": round_,
        "now_clock": format_datetime(preview.at, "HH:mm"),
        "opens_clock": format_datetime(round_.opens_at, "HH:mm"),
        "client": {},
    }


def _paper_page(asked: Asked, preview: Preview) -> dict[str, Any]:
    drawn = contest_previews.draw_paper(preview, _seed(asked))
    questions = present(drawn.paper, language())
    prediction = preview.contest.rules.prediction
    return {
        "attempt": {
            **_head(preview.contest, preview.round),
            "deadline_at": drawn.deadline_at,
            "deadline_clock": format_datetime(drawn.deadline_at, "HH:mm"),
            "now_clock": format_datetime(drawn.started_at, "HH:mm"),
            "last_seq": 0,
            "answered": 0,
            "total": len(questions),
        },
        "questions": [question_view(n, one, None) for n, one in enumerate(questions, start=1)],
        "prediction_text": prediction.text_in(language()) if prediction else None,
        "notes": [],
        "client": {"urls": {"result": "#"}, "modules": ""},
    }


def _result_page(asked: Asked, preview: Preview) -> dict[str, Any]:
    made = contest_previews.invent_result(preview, _seed(asked))
    assert made is not None  # noqa: S101 - `_unseen` has looked
    return {
        "result": {
            **_head(preview.contest, preview.round),
            **_figures(made),
            "policy": preview.contest.rules.result_policy,
            "to_read": to_read(preview.round.bank_version_id, made.answers or ()),
            "later": preview.contest.rules.result_policy == "explanations" and not made.explained,
        },
        "notes": [],
        "files": [],
        "leftover": None,
        "certificates": {"more": [], "certificates": []},
        "may_again": False,
    }


def _figures(made: PreviewedResult) -> dict[str, Any]:
    earned = made.earned
    answers = made.answers
    return {
        "attempt_id": 0,
        "attempt_number": 1,
        "submitted_at": made.ended_at,
        "closed_by": "submission",
        "receipt": "0000-0000-0000",
        "points": earned.mills if earned else None,
        "max_points": earned.max_mills if earned else None,
        "correct": earned.correct if earned else None,
        "total": made.total,
        "counted": made.answered,
        "time_ms": earned.time_ms if earned else None,
        "places": [],
        "answers": None
        if answers is None
        else [reviewed_answer(number, one) for number, one in enumerate(answers, start=1)],
    }


def _head(contest: ContestView, round_: RoundView) -> dict[str, Any]:
    return {
        "id": 0,
        "number": 1,
        "round_title": round_.title,
        "contest": {"slug": contest.slug, "title": contest.title},
    }


def _seed(asked: Asked) -> str:
    return f"preview/{asked.seed}"


_PAGES: Final = {
    "contest": _contest_page,
    "waiting": _waiting_page,
    "paper": _paper_page,
    "result": _result_page,
}
