"""Notes about time given back say what, why and until when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import force_locale

from app.domain.adjustments import Kind
from app.wording.adjustments import clock, kind_label, minutes_text, note_text

NINE = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class ANote:
    at: datetime = NINE + timedelta(minutes=10)
    kind: Kind = Kind.OUTAGE
    from_at: datetime | None = NINE + timedelta(minutes=2)
    until_at: datetime | None = NINE + timedelta(minutes=9)
    deadline_at: datetime = NINE + timedelta(minutes=17, seconds=5)
    reason: str = "Mất điện"
    receipt: str | None = None


def said(app: Flask, **changed: object) -> str:
    with app.test_request_context():
        return note_text(replace(ANote(), **changed))  # type: ignore[arg-type]


def test_an_outage_is_told_with_its_span(app: Flask) -> None:
    assert said(app) == (
        "Có sự cố từ 09:02 đến 09:09 ngày 24/11 nên bạn được làm bài tới 09:17. Lý do: Mất điện"
    )


def test_a_superseded_receipt_is_named(app: Flask) -> None:
    for kind in (Kind.OUTAGE, Kind.REOPENING):
        text = said(app, kind=kind, receipt="7KQM-2F9D-X1RT")
        assert "mở lại" in text
        assert "Mã biên nhận cũ 7KQM-2F9D-X1RT vẫn là thật" in text


def test_every_kind_is_told_differently(app: Flask) -> None:
    assert len({said(app, kind=kind) for kind in Kind}) == len(Kind)
    with app.test_request_context():
        assert len({kind_label(kind) for kind in Kind}) == len(Kind)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_reasons_stay_as_written_in_every_language(app: Flask, language: str) -> None:
    with app.test_request_context(), force_locale(language):
        assert "Mất điện" in note_text(ANote())


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 phút"), (60, "1 phút"), (90, "1 phút 30 giây"), (30, "30 giây")]
)
def test_lengths_of_time_are_said_in_minutes_and_seconds(
    app: Flask, seconds: int, text: str
) -> None:
    with app.test_request_context():
        assert minutes_text(seconds) == text


def test_clocks_show_seconds_only_where_there_are_some(app: Flask) -> None:
    with app.test_request_context():
        assert clock(NINE) == "09:00"
        assert clock(NINE + timedelta(seconds=7)) == "09:00:07"
