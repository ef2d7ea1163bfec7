"""A report as PDF in the layout of official papers, set by typst with charts as drawings."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import typst

from app.domain.report_documents import (
    MOTTO,
    NO_ROWS,
    Block,
    Document,
    Heading,
    Kind,
    Paragraph,
    Table,
    printed_columns,
    printed_notes,
    printed_rows,
)
from app.formats.report_charts import DRAWING, FONTS, plain
from app.formats.sheets import clean

TEMPLATE: Final = Path(__file__).with_name("report.typ")


def write(document: Document) -> bytes:
    """The file; equal documents give equal pages."""
    source = DRAWING.read_text(encoding="utf-8") + TEMPLATE.read_text(encoding="utf-8")
    data = json.dumps(values(document), ensure_ascii=False)
    # Handed over as values, never as markup: a name cannot run as a program.
    return bytes(typst.compile(source.encode(), format="pdf", sys_inputs={"data": data}))


def values(document: Document) -> dict[str, Any]:
    """Everything that the template shows."""
    blocks = [
        _plain(block) for block in document.blocks if not isinstance(block, Table) or block.on_paper
    ]
    everything = {
        "fonts": FONTS,
        "motto": MOTTO,
        "head": asdict(document.head),
        "kind": document.kind,
        "subject": document.subject,
        "blocks": blocks,
        "recipients": "Nơi nhận:",
        "none": NO_ROWS,
        "last_lines": document.last_lines,
    }
    cleaned: dict[str, Any] = _clean(everything)
    return cleaned


def _plain(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "text": block.text}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": block.text}
    columns = printed_columns(block)
    return {
        "kind": "table",
        "title": block.title,
        "headings": [column.heading for column in columns],
        "widths": [column.width for column in columns],
        "numeric": [column.kind is not Kind.TEXT for column in columns],
        "rows": printed_rows(block),
        "notes": printed_notes(block),
        "chart": None if block.chart is None else plain(block.chart),
    }


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _clean(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(one) for one in value]
    return value
