"""Evidence that two registrations are one person."""

from __future__ import annotations

from app.domain.person_likeness import SAME_NAME_MOST, Registered, pairs_of


def someone(id_: int, phone: str | None = None, **given: object) -> Registered:
    values = {"name": "hoang thi my", "commune": f"c{id_}", "organisation": None, **given}
    return Registered(id=id_, phone=phone or f"+849{id_:04d}{id_:04d}", **values)  # type: ignore[arg-type]


def found(*people: Registered) -> list[tuple[int, int, tuple[str, ...]]]:
    return [(pair.first, pair.second, pair.reasons) for pair in pairs_of(people)]


def test_one_name_alone_is_no_evidence() -> None:
    assert found(someone(1), someone(2)) == []


def test_a_shared_unit_is_and_a_name_must_be_shared_too() -> None:
    assert found(someone(1, commune="x"), someone(2, commune="x")) == [(1, 2, ("same_commune",))]
    assert found(someone(1, commune="x"), someone(2, commune="x", name="khac")) == []
    assert found(someone(2, organisation=7), someone(1, organisation=7)) == [
        (1, 2, ("same_organisation",))
    ]


def test_phones_are_near_when_one_digit_differs_or_two_are_swapped() -> None:
    near = [("+84912345678", "+84912345679"), ("+84912345678", "+84912354678")]
    for one, other in near:
        assert found(someone(1, one), someone(2, other)) == [(1, 2, ("near_phone",))]
    assert found(someone(1, "+84912345678"), someone(2, "+84912345689")) == []


def test_the_strongest_evidence_comes_first() -> None:
    people = [
        someone(1, "+84912345678", commune="x"),
        someone(2, "+84912345679", commune="x", organisation=3),
        someone(3, "+84987654321", organisation=3),
    ]
    assert found(*people) == [
        (1, 2, ("near_phone", "same_commune")),
        (2, 3, ("same_organisation",)),
    ]


def test_a_crowd_of_namesakes_is_told_apart_by_phones_alone() -> None:
    crowd = [someone(number, commune="x") for number in range(1, SAME_NAME_MOST + 2)]
    twin = someone(5000, "+84800010001")
    assert found(*crowd, twin) == [(1, 5000, ("near_phone",))]


def test_deleted_phones_are_never_near() -> None:
    people = [Registered(id_, "a", None, f"c{id_}", None) for id_ in (1, 2)]
    assert found(*people) == []
