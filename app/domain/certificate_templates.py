"""The wording and the look of certificates, as an organiser writes them.

A certificate is a Vietnamese document whatever language its reader uses: what is filled in
here is Vietnamese and is not translated.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta, timezone
from typing import Any

from app.domain.certificates import WHOLE_CONTEST, Facts, Kind
from app.domain.text import nfc

PLACEHOLDERS = (
    "ho_ten",
    "cuoc_thi",
    "ket_qua",
    "diem",
    "xep_hang",
    "don_vi",
    "xa_phuong",
    "ngay",
)
STRONG = frozenset({"ho_ten", "cuoc_thi", "ket_qua"})
ACCENTS = {"red": "#8f1a1f", "blue": "#1d3f72", "green": "#1c5a41", "purple": "#5b2a6f"}
FRAMES = ("brocade", "classic", "plain")
ORIENTATIONS = ("landscape", "portrait")
LONGEST = {
    "title": 120,
    "lead": 80,
    "body": 800,
    "issuer": 300,
    "place": 60,
    "signer_title": 160,
    "signer_name": 80,
}
MOST_LINES = {"body": 10, "issuer": 3}
LONGEST_WORD = 30
VIETNAM = timezone(timedelta(hours=7))
_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
_BREAK = "\u200b"
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Template:
    """All that an organiser decides of a certificate's words and look."""

    title: str = "GIẤY CHỨNG NHẬN"
    lead: str = "Chứng nhận"
    body: str = "{don_vi}\n{ket_qua}\ntại cuộc thi “{cuoc_thi}”"
    issuer: str = ""
    place: str = "Tuyên Quang"
    signer_title: str = "TRƯỞNG BAN TỔ CHỨC"
    signer_name: str = ""
    accent: str = "red"
    frame: str = "brocade"
    orientation: str = "landscape"

    def plain(self) -> dict[str, Any]:
        """The template as JSON values."""
        return {name: getattr(self, name) for name in self.__slots__}


def template_from_plain(plain: Mapping[str, Any]) -> Template:
    """The template that `Template.plain` wrote; what is not there is as usual."""
    names = {field.name for field in fields(Template)}
    return Template(**{name: value for name, value in plain.items() if name in names})


def clean_template(given: Template) -> tuple[Template, list[tuple[str, str]]]:
    """The template in the one form that is kept, and its faults as pairs of field and code.

    Codes: "empty", "too_long", "too_many_lines", "unknown:x" for a placeholder {x} that
    there is not, "unknown" for a look that there is not.
    """
    values = {name: clean_text(getattr(given, name)) for name in LONGEST}
    faults = [(name, "empty") for name in ("title", "body") if not values[name]]
    for name, text in values.items():
        if len(text) > LONGEST[name]:
            faults.append((name, "too_long"))
        if len(text.splitlines()) > MOST_LINES.get(name, 1):
            faults.append((name, "too_many_lines"))
    faults += [
        ("body", f"unknown:{name}")
        for name in _PLACEHOLDER.findall(values["body"])
        if name not in PLACEHOLDERS
    ]
    looks = {"accent": tuple(ACCENTS), "frame": FRAMES, "orientation": ORIENTATIONS}
    faults += [
        (name, "unknown") for name, known in looks.items() if getattr(given, name) not in known
    ]
    chosen = {name: getattr(given, name) for name in looks}
    return Template(**values, **chosen), faults


def clean_text(raw: str) -> str:
    """Text in NFC without signs that cannot be seen, its lines without needless blanks."""
    lines = [" ".join(visible(line).split()) for line in nfc(raw).splitlines()]
    return "\n".join(lines).strip()


def visible(line: str) -> str:
    """A line without controls, bidi and zero-width signs; blanks of any kind are spaces."""
    spaced = (" " if letter.isspace() else letter for letter in line)
    return "".join(one for one in spaced if unicodedata.category(one) not in _DROPPED)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a line; `strong` for what was filled in and counts most."""

    words: str
    strong: bool


def fill(body: str, values: Mapping[str, str]) -> list[list[Piece]]:
    """The lines of a body with its placeholders filled in.

    A line with a placeholder that has no value here is left out: one text serves those
    with an organisation and those without.
    """
    lines = []
    for line in body.splitlines():
        names = _PLACEHOLDER.findall(line)
        if all(values.get(name) for name in names):
            lines.append(_pieces(line, values))
    return lines


def _pieces(line: str, values: Mapping[str, str]) -> list[Piece]:
    pieces, end = [], 0
    for found in _PLACEHOLDER.finditer(line):
        pieces.append(Piece(line[end : found.start()], False))
        pieces.append(Piece(visible(values[found[1]]), found[1] in STRONG))
        end = found.end()
    pieces.append(Piece(line[end:], False))
    return [Piece(breakable(one.words), one.strong) for one in pieces if one.words]


def breakable(words: str) -> str:
    """Words that may be parted where one alone would be wider than the paper."""
    return re.sub(rf"(\S{{{LONGEST_WORD}}})(?=\S)", rf"\1{_BREAK}", words)


def values_of(
    facts: Facts, *, name: str, contest: str, round_title: str | None, issued_at: datetime
) -> dict[str, str]:
    """What stands for each placeholder; "" where there is nothing to say."""
    return {
        "ho_ten": name,
        "cuoc_thi": contest,
        "ket_qua": result_text(facts, round_title),
        "diem": _points_of(facts),
        "xep_hang": "" if facts.rank is None else f"{whole(facts.rank)}/{whole(facts.total or 0)}",
        "don_vi": facts.organisation or facts.commune or "",
        "xa_phuong": facts.commune or "",
        "ngay": day_text(issued_at),
    }


def result_text(facts: Facts, round_title: str | None) -> str:
    """What was reached: "Đạt Giải Nhất, Đợt 1", "Đạt 18,5/20 điểm", "Đã hoàn thành bài thi"."""
    if facts.kind is Kind.PARTICIPATION:
        return "Đã hoàn thành bài thi"
    if facts.kind is Kind.ACHIEVEMENT:
        return f"Đạt {_points_of(facts)} điểm"
    within = f", {round_title}" if facts.scope != WHOLE_CONTEST and round_title else ""
    return f"Đạt {facts.prize}{within}"


def _points_of(facts: Facts) -> str:
    if facts.mills is None or facts.max_mills is None:
        return ""
    return f"{points(facts.mills)}/{points(facts.max_mills)}"


def points(mills: int) -> str:
    """Thousandths of a point as Vietnamese is written: 18,5."""
    sign, (units, rest) = "-" if mills < 0 else "", divmod(abs(mills), 1000)
    decimals = f"{rest:03d}".rstrip("0")
    return f"{sign}{whole(units)}" + (f",{decimals}" if decimals else "")


def whole(number: int) -> str:
    """A whole number as Vietnamese is written: 12.345."""
    return f"{number:,}".replace(",", ".")


def day_text(moment: datetime) -> str:
    """The day in UTC+7 as official papers write it: "ngày 05 tháng 02 năm 2026".

    Days below 10 and the months 1 and 2 have a zero (Decree 30/2020/NĐ-CP, annex I).
    """
    day = moment.astimezone(VIETNAM)
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
