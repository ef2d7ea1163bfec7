"""Invitations on paper: a page with a QR code for each unit, as one PDF."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import segno
import typst

TEMPLATE = Path(__file__).with_name("poster.typ")
QUIET_ZONE = 4
"""White modules around the code, as its standard asks."""


@dataclass(frozen=True, slots=True)
class Poster:
    """Every word on a page, ready to be read; the code says `link`, printed is `address`."""

    heading: str
    title: str
    invitation: str
    unit: str
    times: str
    steps: tuple[str, ...]
    hint: str
    address: str
    link: str


def draw(posters: Sequence[Poster], *, lang: str) -> bytes:
    """A PDF of A4 pages, one a poster."""
    pages = [
        {
            "heading": one.heading,
            "title": one.title,
            "invitation": one.invitation,
            "unit": one.unit,
            "times": one.times,
            "steps": list(one.steps),
            "hint": one.hint,
            "address": one.address,
            "qr": qr_svg(one.link),
        }
        for one in posters
    ]
    # Handed over as values, never as markup: a title cannot run as a program.
    inputs = {"pages": json.dumps(pages, ensure_ascii=False), "lang": lang}
    return bytes(typst.compile(TEMPLATE.read_bytes(), format="pdf", sys_inputs=inputs))


def qr_svg(link: str) -> str:
    """The QR code of a link as SVG; paper gets dirty, so a quarter of it may be lost (Q)."""
    out = io.BytesIO()
    segno.make(link, error="q", micro=False).save(
        out, kind="svg", border=QUIET_ZONE, light="#fff", dark="#000", xmldecl=False
    )
    return out.getvalue().decode()
