"""Builds Word documents as organisers type them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

Piece = str | tuple[str, dict[str, Any]]
"""A run: text, or text with its look (bold, underline, italic, colour, highlight)."""


def _list(id: int, *levels: tuple[str, str]) -> str:
    """A definition of a list: kind of number and words around it for each level."""
    rows = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{words}"/></w:lvl>'
        for depth, (kind, words) in enumerate(levels)
    )
    return f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{id}">{rows}</w:abstractNum>'


NUMBERING = _list(90, ("decimal", "Câu %1:"), ("upperLetter", "%2."))
LETTERS = _list(91, ("upperLetter", "%1)"))


class Word:
    """A document that grows by paragraphs and tables."""

    def __init__(self) -> None:
        self.document = docx.Document()
        self._numbers = 900

    def add(self, *pieces: Piece, style: str | None = None) -> Any:
        paragraph = self.document.add_paragraph(style=style)
        for piece in pieces:
            text, look = (piece, {}) if isinstance(piece, str) else piece
            run = paragraph.add_run(text)
            for name, value in look.items():
                if name == "colour":
                    run.font.color.rgb = value
                elif name == "highlight":
                    run.font.highlight_color = value
                else:
                    setattr(run.font, name, value)
        return paragraph

    def add_lines(self, text: str) -> None:
        for line in text.strip().split("\n"):
            self.add(line.replace("\\t", "\t"))

    def add_numbered(self, text: str, number: int, level: int) -> None:
        properties = self.add(text)._p.get_or_add_pPr()
        places = f'<w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
        properties.append(parse_xml(f"<w:numPr {nsdecls('w')}>{places}</w:numPr>"))

    def new_list(self, abstract: str, *, restart: bool = False) -> int:
        """Add a list and return its number."""
        root = self.document.part.numbering_part.element
        node = parse_xml(abstract)
        id = next(value for key, value in node.attrib.items() if key.endswith("abstractNumId"))
        known = [child for child in root if any(value == id for value in child.attrib.values())]
        if not known:
            root.insert(0, node)
        self._numbers += 1
        override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{self._numbers}"><w:abstractNumId w:val="{id}"/>'
                f"{override if restart else ''}</w:num>"
            )
        )
        return self._numbers

    def add_table(self, rows: list[list[str]]) -> None:
        table = self.document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text

    def data(self) -> bytes:
        output = BytesIO()
        self.document.save(output)
        return output.getvalue()
