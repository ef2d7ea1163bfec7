"""The three boards: people, organisations, communes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request

from app.domain.contest_rules import GROUPS
from app.domain.errors import NotFound
from app.services import audit_heads, boards, corrections, replicas, units
from app.services.accounts import SignedIn
from app.web.access import requires
from app.web.clock import now
from app.web.kept_answers import kept_for_a_moment
from app.web.public import bp, presenters
from app.web.public.visitors import shareable, signed_in
from app.wording.labels import board_label
from app.wording.ranking import division_sentences, ranking_sentence
from app.wording.rules import unit_sentences
from app.wording.unit_fairness import fairness_sentences

KINDS = ("individual", "organisation", "commune")
PAGE = 50
LONGEST_QUERY = 100
FARTHEST = 10_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; what cannot be read counts as not asked."""

    round_number: int | None
    group: str | None
    division: str | None
    query: str
    offset: int
    hall: bool

    def arguments(self, **others: Any) -> dict[str, Any]:
        """Arguments for an address that asks for the same."""
        wanted = {
            "round": self.round_number,
            "group": self.group,
            "division": self.division,
            "q": self.query or None,
            "hall": 1 if self.hall else None,
        }
        return {**{name: value for name, value in wanted.items() if value}, **others}


@bp.get("/contests/<slug>/boards/<kind>")
@requires("view_public")
@kept_for_a_moment
def show_board(slug: str, kind: str) -> Response:
    """One board, overall or of a round or a group, searched and paged."""
    if kind not in KINDS:
        raise NotFound()
    asked = _asked()
    who = _viewer(asked)  # Who is signed in is never asked of a copy.
    shown = replicas.read(
        lambda: (
            _people(slug, asked, who) if kind == "individual" else _units(slug, kind, asked, who)
        )
    )
    board = shown["board"]
    tabs = [{"kind": one, "label": board_label(one), "current": one == kind} for one in KINDS]
    page = render_template(
        f"public/board_{'people' if kind == 'individual' else 'units'}.html",
        kind=kind,
        asked=asked,
        arguments=asked.arguments(slug=slug, kind=kind),
        contest=board.contest,
        groups=board.contest.rules.groups or GROUPS,
        tabs=tabs,
        corrected_at=corrections.newest_public(board.contest),
        audit_head=audit_heads.show_head(now()),
        **shown,
    )
    return shareable(page)


def _people(slug: str, asked: Asked, who: SignedIn | None) -> dict[str, Any]:
    board = boards.individual_board(
        slug,
        round_number=asked.round_number,
        group=asked.group,
        division=asked.division,
        query=asked.query,
        offset=asked.offset,
        limit=PAGE,
    )
    rules, own = board.contest.rules, None
    if who and rules.result_policy != "nothing":
        own = boards.own_place(
            slug, who.person_id, round_number=asked.round_number, division=asked.division
        )
    return {
        "board": board,
        "rows": presenters.person_rows(board.rows, rules, own=who.public_id if who else None),
        "own": own,
        "own_row": presenters.person_rows([own.row], rules)[0] if own else None,
        "explained": [ranking_sentence(rules), *division_sentences(rules)],
    }


def _units(slug: str, kind: str, asked: Asked, who: SignedIn | None) -> dict[str, Any]:
    board = boards.unit_board(
        slug,
        kind,
        round_number=asked.round_number,
        group=asked.group,
        division=asked.division,
        query=asked.query,
        offset=asked.offset,
        limit=PAGE,
    )
    own = None
    if who:
        own = who.commune if kind == "commune" else who.organisation
    return {
        "board": board,
        "rows": presenters.unit_rows(board, _paths(kind), own=own),
        "explained": unit_sentences(board.contest.rules),
        "fairness": fairness_sentences(board.contest.rules),
    }


def _viewer(asked: Asked) -> SignedIn | None:
    """Whose own row is marked; on a projector, which everybody looks at, nobody's."""
    return None if asked.hall else signed_in()


def _paths(kind: str) -> dict[str, tuple[str, ...]]:
    if kind == "commune":
        return {}
    return {one.code: one.path for one in units.list_organisations()}


def _asked() -> Asked:
    group, division = request.args.get("group", ""), request.args.get("division", "")
    return Asked(
        round_number=_number("round", 1000) or None,
        group=group if group in GROUPS and not division else None,
        division=division or None,
        query=" ".join(request.args.get("q", "").split())[:LONGEST_QUERY],
        offset=_number("offset", FARTHEST) // PAGE * PAGE,
        hall=request.args.get("hall") == "1",
    )


def _number(name: str, most: int) -> int:
    raw = request.args.get(name, "")
    number = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 12 else 0
    return number if number <= most else 0
