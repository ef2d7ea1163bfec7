"""Charts of reports: drawn by typst from figures, as pictures for Word and inside the PDF."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import typst

from app.domain.report_documents import Chart
from app.formats.sheets import clean

DRAWING: Final = Path(__file__).with_name("report_charts.typ")
FONTS: Final = ("Times New Roman", "Tinos", "Libertinus Serif")
"""The first that the machine has; the last comes with typst and knows Vietnamese."""
PIXELS_PER_INCH = 200.0
WIDTH_MM = 160
_PICTURE: Final = """
#let data = json(bytes(sys.inputs.at("data")))
#set page(width: auto, height: auto, margin: 1mm, fill: white)
#set text(font: data.fonts, lang: "vi")
#drawn-chart(data.chart, width: 160mm)
"""


def plain(chart: Chart) -> dict[str, Any]:
    """A chart as typst reads it, without characters that print cannot show."""
    values = asdict(chart)
    return {**values, "title": clean(chart.title), "labels": [clean(one) for one in chart.labels]}


def picture(chart: Chart) -> bytes:
    """A chart as PNG, `WIDTH_MM` wide; equal charts give equal bytes."""
    # Handed over as values, never as markup: a name cannot run as a program.
    data = json.dumps({"chart": plain(chart), "fonts": FONTS}, ensure_ascii=False)
    source = DRAWING.read_text(encoding="utf-8") + _PICTURE
    return bytes(
        typst.compile(source.encode(), format="png", ppi=PIXELS_PER_INCH, sys_inputs={"data": data})
    )
