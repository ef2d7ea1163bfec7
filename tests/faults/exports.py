"""Every file that can be taken along, with words in it that begin as formulas: none becomes one.

Counted by structure everywhere, and as LibreOffice opens it where there is one.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.faults import formulas
from tests.faults.export_files import exports, reachable
from tests.faults.formulas import Count, structure
from tests.faults.inside import run_inside, tell
from tests.faults.poison import poison
from tests.faults.results import Result
from tests.faults.scene import scene


def harness(tree: Path, folder: Path, scale: str) -> Result:
    """All exports of the application in `tree`; sizes do not differ."""
    return run_inside("tests.faults.exports", tree, folder, scale)


def take_all(folder: Path) -> tuple[Count, dict[str, str], list[Path]]:
    """What all files hold, what is wrong with which, and spreadsheets kept for LibreOffice."""
    total, wrong, kept = Count(), {}, []
    with scene(folder, poison) as made:
        poison(made.app)
        made.site.refresh_boards()
        left = reachable(made)
        for number, one in enumerate(exports(made)):
            left.discard(one.source)
            if not one.ending:
                continue
            found = structure(one.data, one.ending)
            total += found
            if found.formulas or (found.links and one.ending != ".pdf"):
                wrong[one.source] = f"{found.formulas} formulas, {found.links} links"
            if one.ending in (".xlsx", ".csv"):
                kept.append(folder / f"{number:03d}{one.ending}")
                kept[-1].write_bytes(one.data)
    wrong.update(dict.fromkeys(left, "no file was reached"))
    return total, wrong, kept


def main() -> None:
    """Inside the tree that is tried."""
    folder = Path(sys.argv[1])
    total, wrong, kept = take_all(folder)
    note = f"{len(kept)} spreadsheets, {total.cells} cells, {total.hostile} begin as a formula"
    if formulas.soffice():
        seen = _as_libreoffice_sees(kept, folder)
        note += (
            f"; LibreOffice: {seen.cells} cells, {seen.hostile} begin as a formula,"
            f" {seen.formulas} formulas, {seen.links} links"
        )
        if seen.formulas or seen.links:
            wrong["LibreOffice"] = f"{seen.formulas} formulas, {seen.links} links"
    else:
        note += "; no LibreOffice here"
    faults = [f"{source}: {what}" for source, what in sorted(wrong.items())]
    tell(Result("exports", total.cells, len(wrong), "; ".join([note, *faults[:10]])))


def _as_libreoffice_sees(kept: list[Path], folder: Path) -> Count:
    """First it must see formulas that are there; raises OSError when it does not."""
    planted = folder / "planted.csv"
    planted.write_bytes("=1+1,Xã Đồng Văn,'=1+1\r\n".encode("utf-8-sig"))
    (folder / "planted").mkdir()
    if formulas.opened([planted], folder / "planted").formulas != 1:
        raise OSError("LibreOffice does not see a formula that is there")
    return formulas.opened(kept, folder)


if __name__ == "__main__":
    main()
