"""Planted faults: a copy of the application in which one promise is broken.

Each area keeps its own in `mutants_<area>.py`, as `MUTANTS`; they are found by themselves.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from pathlib import Path

from tests.bench.servers import ROOT, copy_tree

PREFIX = "mutants_"


@dataclass(frozen=True, slots=True)
class Mutant:
    """`old`, which stands exactly once in `file`, becomes `new`.

    `caught_by` is the name of a harness, or ids of tests parted by spaces: they must fail.
    """

    name: str
    file: str
    old: str
    new: str
    caught_by: str

    @property
    def tests(self) -> tuple[str, ...]:
        """The ids of the tests that catch it; none where a harness does."""
        return (
            tuple(self.caught_by.split()) if "::" in self.caught_by or "/" in self.caught_by else ()
        )

    def changed(self) -> str:
        """The file with the fault in it; raises ValueError when it cannot be planted."""
        text = (ROOT / self.file).read_text(encoding="utf-8")
        if text.count(self.old) != 1:
            raise ValueError(f"{self.name}: the code has changed, plant it anew")
        return text.replace(self.old, self.new)

    def plant(self, folder: Path) -> Path:
        """A copy of the tree, below `folder`, with the fault in it; raises ValueError."""
        text = self.changed()
        tree = copy_tree(folder / self.name)
        (tree / self.file).write_text(text, encoding="utf-8")
        return tree


def areas() -> dict[str, tuple[Mutant, ...]]:
    """The planted faults of each area; raises ValueError when two have one name."""
    import tests.faults

    found: dict[str, tuple[Mutant, ...]] = {}
    for module in sorted(one.name for one in pkgutil.iter_modules(tests.faults.__path__)):
        if module.startswith(PREFIX):
            made = importlib.import_module(f"tests.faults.{module}")
            found[module.removeprefix(PREFIX)] = made.MUTANTS
    names = [one.name for mutants in found.values() for one in mutants]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"two planted faults of one name: {', '.join(sorted(twice))}")
    return found


def all_mutants() -> tuple[Mutant, ...]:
    """The planted faults of all areas."""
    return tuple(one for mutants in areas().values() for one in mutants)
