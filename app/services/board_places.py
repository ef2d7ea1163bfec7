"""One person's place on the boards."""

from __future__ import annotations

from app.services import contests
from app.services.board_views import OwnPlace, division_of, part_of, prizes_of, row_of
from app.storage import places, standings


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
    place = places.find_place(part, found)
    alone = found.organisation_id is None
    return OwnPlace(
        rank=place.before + 1,
        total=place.total,
        row=row_of(contest, found, place.before + 1, prizes_of(contest, part, among)),
        commune_rank=place.commune_before + 1,
        commune_total=place.commune_total,
        organisation_rank=None if alone else place.organisation_before + 1,
        organisation_total=None if alone else place.organisation_total,
    )
