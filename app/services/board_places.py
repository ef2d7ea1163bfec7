"""One person's place on the boards."""

from __future__ import annotations

from app.services import contests
from app.services.board_views import OwnPlace, row_of, scope_of
from app.storage import standings
from app.storage.standings import Part


def own_place(slug: str, person_id: int, *, round_number: int | None = None) -> OwnPlace | None:
    """Where a person stands; None without a result on the boards. Raises `NotFound`."""
    contest = contests.get_public_contest(slug)
    part = Part(contest.id, scope_of(contest, round_number))
    found = standings.find_row(part, person_id)
    if found is None:
        return None
    key, commune, unit = found.rank_key, found.commune_code, found.organisation_id
    rank = standings.count_before(part, key) + 1
    return OwnPlace(
        rank=rank,
        total=standings.count(part),
        row=row_of(contest, found, rank),
        commune_rank=standings.count_in_commune(part, commune, key) + 1,
        commune_total=standings.count_in_commune(part, commune),
        organisation_rank=None if unit is None
        else standings.count_in_organisation(part, unit, key) + 1,
        organisation_total=None if unit is None
        else standings.count_in_organisation(part, unit),
    )  # fmt: skip
