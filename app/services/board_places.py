"""One person's place on the boards."""

from __future__ import annotations

from app.services import contests
from app.services.board_views import OwnPlace, division_of, part_of, prizes_of, row_of
from app.storage import standings


def own_place(
    slug: str, person_id: int, *, round_number: int | None = None, division: str | None = None
) -> OwnPlace | None:
    """Where a person stands; None without a result on the boards. Raises `NotFound`."""
    contest = contests.get_public_contest(slug)
    among = division_of(contest, division)
    part = part_of(contest, round_number, division=among)
    found = standings.find_row(part, person_id)
    if found is None:
        return None
    key, commune, unit = found.rank_key, found.commune_code, found.organisation_id
    rank = standings.count_before(part, key) + 1
    return OwnPlace(
        rank=rank,
        total=standings.count(part),
        row=row_of(contest, found, rank, prizes_of(contest, part, among)),
        commune_rank=standings.count_in_commune(part, commune, key) + 1,
        commune_total=standings.count_in_commune(part, commune),
        organisation_rank=None if unit is None
        else standings.count_in_organisation(part, unit, key) + 1,
        organisation_total=None if unit is None
        else standings.count_in_organisation(part, unit),
    )  # fmt: skip
