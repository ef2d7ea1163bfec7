"""Files that pages give to take along."""

from __future__ import annotations

from datetime import datetime

from flask import Response

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def excel(data: bytes, name: str, now: datetime) -> Response:
    """A workbook as a download; its name (ASCII, without ending) gets the day."""
    response = Response(data, mimetype=EXCEL)
    file_name = f"{name}-{now:%Y%m%d}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response.cache_control.private = True
    response.cache_control.no_store = True
    return response
