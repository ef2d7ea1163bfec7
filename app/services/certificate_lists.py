"""The certificates of a contest as an Excel list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.formats.sheets import Cell, Sheet, write
from app.services.certificates import Certificate, list_certificates

Cells = Callable[[Certificate], Sequence[Cell]]


def write_list(
    slug: str, *, title: str, preface: Sequence[str], headings: Sequence[str], cells: Cells
) -> bytes:
    """All certificates, by name, a row each as `cells` writes it; raises `NotFound`."""
    found, _ = list_certificates(slug, limit=None)
    return write([Sheet(title, headings, [cells(one) for one in found], preface)])
