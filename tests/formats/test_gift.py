from __future__ import annotations

from hypothesis import given, settings

from app.domain.questions import Bank
from app.formats import gift_read, gift_write
from tests.formats import round_trips
from tests.formats.rich_banks import rich_banks

MAY_LOSE = {
    "bank.topic", "question.left_out", "question.ambiguous", "question.translations",
    "question.image", "question.scoring", "question.option_ids",
    "question.source", "question.explanation",
}  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(rich_banks())
def test_what_gift_carries_comes_back_and_the_rest_is_listed(bank: Bank) -> None:
    round_trips.check(bank, gift_write.write, gift_read.read, may_lose=MAY_LOSE)
