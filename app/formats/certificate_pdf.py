"""Certificates as PDF, one a page, or one of them as a picture.

What people wrote is handed to the template as JSON values and set as text: a name or a title
can never run as a program. The template is certificate.typ beside this file.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import segno
import typst

from app.domain.certificate_templates import ACCENTS, Piece, Template, breakable, visible

TEMPLATE = Path(__file__).with_name("certificate.typ")
PIXELS_PER_INCH = 96.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One certificate, ready to be set; `address` is where its code is checked."""

    name: str
    body: Sequence[Sequence[Piece]]
    code: str
    address: str
    day: str


def write(template: Template, sheets: Sequence[Sheet], *, where: str) -> bytes:
    """All sheets as one PDF, a page each; `where` says in words where codes are checked."""
    inputs = {"data": json.dumps(_data(template, sheets, where), ensure_ascii=False)}
    return bytes(_compile(inputs, "pdf"))


def draw(template: Template, sheet: Sheet, *, where: str) -> bytes:
    """One sheet as PNG, for a look at it."""
    inputs = {"data": json.dumps(_data(template, [sheet], where), ensure_ascii=False)}
    return bytes(_compile(inputs, "png"))


def _compile(inputs: dict[str, str], form: Any) -> bytes:
    # Only the fonts that come with typst: the same paper on every machine.
    pages = typst.compile(
        TEMPLATE.read_bytes(),
        format=form,
        ppi=PIXELS_PER_INCH,
        sys_inputs=inputs,
        ignore_system_fonts=True,
    )
    return pages[0] if isinstance(pages, list) else pages  # type: ignore[return-value]


def _data(template: Template, sheets: Sequence[Sheet], where: str) -> dict[str, Any]:
    look = {
        "title": breakable(visible(template.title)),
        "lead": breakable(visible(template.lead)),
        "issuer": [breakable(visible(line)) for line in template.issuer.splitlines()],
        "signer_title": breakable(visible(template.signer_title)),
        "signer_name": breakable(visible(template.signer_name)),
        "accent": ACCENTS[template.accent],
        "frame": template.frame,
        "orientation": template.orientation,
        "code_label": "Mã giấy chứng nhận",
        "check_label": "Quét mã QR, hoặc tra mã tại",
        "check_address": where,
    }
    return {
        "title": visible(template.title),
        "look": look,
        "certificates": [_sheet(template, sheet) for sheet in sheets],
    }


def _sheet(template: Template, sheet: Sheet) -> dict[str, Any]:
    place = visible(template.place)
    return {
        "name": breakable(visible(sheet.name)),
        "body": [[list(asdict(piece).values()) for piece in line] for line in sheet.body],
        "code": sheet.code,
        "qr": _qr(sheet.address),
        "place_day": f"{place}, {sheet.day}" if place else sheet.day,
    }


def _qr(address: str) -> str:
    out = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(out, kind="svg", border=0, xmldecl=False, nl=False)
    return out.getvalue().decode()
