"""What the pages of units' reports share, for units and for organisers."""

from __future__ import annotations

from flask import Response, send_file

from app.services.activity_photos import Photo
from app.web.faults import place as place_faults

__all__ = ["photo_response", "place_faults", "private"]


def photo_response(photo: Photo) -> Response:
    """A photo for those who may see it, kept by nobody between."""
    response: Response = send_file(
        photo.path, mimetype=photo.media_type, conditional=True, etag=photo.sha256
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return private(response)


def private(response: Response) -> Response:
    """A page behind a secret link: its address is told to no other site, caches keep nothing."""
    response.cache_control.private = True
    response.cache_control.no_store = True
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
