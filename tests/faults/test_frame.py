"""The frame of `make faults`: bounds are right, and every planted fault can be planted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.servers import ROOT
from tests.faults import catching
from tests.faults.__main__ import harnesses
from tests.faults.catching import Catch
from tests.faults.mutants import Mutant, all_mutants
from tests.faults.results import Result


@pytest.mark.parametrize(
    ("tried", "failed", "bound"),
    # From tables of exact one-sided 95 % limits; for none failed 3/n, a little above.
    [(10, 0, 0.3), (1000, 0, 0.003), (10, 1, 0.3942), (20, 5, 0.4556), (100, 2, 0.0616), (7, 7, 1)],
)
def test_the_bound_of_the_rate_of_failures(tried: int, failed: int, bound: float) -> None:
    assert Result("one", tried, failed).bound == pytest.approx(bound, abs=0.0001)


def test_what_tried_nothing_does_not_hold() -> None:
    assert not Result("one", 0, 0).holds
    assert not Result("one", 0, 0).skipped
    assert Result("one", 0, 0, "no strace here").skipped


def test_at_small_scale_each_area_has_what_tests_catch_and_two_that_harnesses_do() -> None:
    def mutant(name: str, by: str) -> Mutant:
        return Mutant(name, "wsgi.py", "x", "y", by)

    area = [
        mutant("a", "one"),
        mutant("b", "one"),
        mutant("c", "tests/x.py::y"),
        mutant("d", "two"),
        mutant("e", "three"),
    ]
    small = catching.for_scale({"area": area, "other": area[4:]}, "small")
    assert [one.name for one in small] == ["a", "c", "d", "e"]
    assert len(catching.for_scale({"area": area}, "full")) == len(area)


def test_every_planted_fault_can_be_planted_and_has_somebody_to_catch_it() -> None:
    for mutant in all_mutants():
        assert mutant.changed() != (ROOT / mutant.file).read_text(encoding="utf-8"), mutant.name
        if not mutant.tests:
            assert mutant.caught_by in harnesses(), mutant.name
        for test in mutant.tests:
            path, _, name = test.partition("::")
            text = (ROOT / path).read_text(encoding="utf-8")
            assert not name or f"def {name.partition('[')[0]}(" in text, (mutant.name, test)


def test_a_fault_whose_place_has_changed_is_not_planted() -> None:
    twice = Mutant("twice", "tests/faults/results.py", "self", "this", "durability")
    with pytest.raises(ValueError, match="twice: the code has changed"):
        twice.changed()


def test_a_harness_that_sees_nothing_has_missed_and_one_that_breaks_has_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutant = Mutant("m", "wsgi.py", "application", "x", "seer")
    monkeypatch.setattr(Mutant, "plant", lambda _self, folder: folder / "tree")

    def catch(result: Result | None) -> Catch:
        def seer(_tree: Path, _folder: Path, _scale: str) -> Result:
            if result is None:
                raise RuntimeError("the server did not come up")
            return result

        return next(catching.catch_all([mutant], {"seer": seer}, tmp_path))

    assert catch(Result("seer", 9, 1)).caught is True
    assert catch(Result("seer", 9, 0)).caught is False
    assert catch(None).caught is False
    assert catch(Result("seer", 0, 0, "not permitted here")).caught is None
