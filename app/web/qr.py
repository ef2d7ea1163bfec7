"""QR codes as SVG files: crisp on a projector and on paper, small over the wire."""

from __future__ import annotations

import io

import segno
from flask import Response

SECONDS = 3600


def qr_svg(address: str) -> Response:
    """The QR code of an address, with error correction M, as an image that may be kept."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", scale=8, border=3, light="#fff", dark="#000", xmldecl=False, nl=False
    )
    response = Response(out.getvalue(), mimetype="image/svg+xml")
    response.cache_control.public = True
    response.cache_control.max_age = SECONDS
    return response
