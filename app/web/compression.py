"""Compressed replies: pages anew each time, files that never change once for all.

What is left alone, and why:

* Replies to anything but reading. They are a few hundred bytes, and saving an answer
  is where the time of the processor is needed.
* Pages of somebody signed in whose request was caused by another site. Compression
  tells by its length whether a guess stands in the page beside a secret (BREACH). For
  that the guesser must make the browser ask again and again from a page of its own;
  such requests name their origin in Sec-Fetch-Site, and carry no session (SameSite=Lax)
  but when the whole window moves. The form's token would not be found anyway: it is
  signed anew each second, so that no two pages hold the same one for long enough.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Final

import brotli
from flask import Flask, Response, request
from flask_compress import Compress

from app.web import cookies

SMALLEST = 500
TYPES = (
    "text/html",
    "text/css",
    "text/javascript",
    "application/javascript",
    "application/json",
    "application/problem+json",
    "application/manifest+json",
    "image/svg+xml",
)
FIXED = ("static", "bundle")
_OWN = (None, "same-origin", "none")
# Once for each file and process: here the processor may take its time.
_PACK: Final[dict[str, Callable[[bytes], bytes]]] = {
    "br": lambda data: brotli.compress(data, mode=brotli.MODE_TEXT, quality=11),
    "gzip": lambda data: gzip.compress(data, 9, mtime=0),
}
_pages = Compress()
_packed: dict[tuple[str, str, str], bytes] = {}


def init_app(app: Flask) -> None:
    """Compress what is worth it; to be set up before all else that changes responses."""
    app.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_MIMETYPES=list(TYPES),
        COMPRESS_ALGORITHM=list(_PACK),
        COMPRESS_STREAMS=False,
        COMPRESS_MIN_SIZE=SMALLEST,
        COMPRESS_BR_LEVEL=5,
        COMPRESS_LEVEL=5,
        COMPRESS_EVALUATE_CONDITIONAL_REQUEST=False,
    )
    _pages.init_app(app)
    app.after_request(compress)


def compress(response: Response) -> Response:
    """The response in the dress that the browser reads; one that has it already stays."""
    if request.method not in ("GET", "HEAD") or response.mimetype not in TYPES:
        return response
    if request.endpoint in FIXED:
        return _pack(response)
    return response if _may_be_watched() else _pages.after_request(response)


def _may_be_watched() -> bool:
    foreign = request.headers.get("Sec-Fetch-Site") not in _OWN
    return foreign and cookies.has_session()


def _pack(response: Response) -> Response:
    response.vary.add("Accept-Encoding")
    tag, _ = response.get_etag()
    accepted = (name for name in _PACK if request.accept_encodings.quality(name) > 0)
    encoding = next(accepted, None)
    small = (response.content_length or 0) < SMALLEST
    if response.status_code != 200 or tag is None or encoding is None or small:
        return response
    key = (request.path, tag, encoding)
    if key not in _packed:
        response.direct_passthrough = False
        _packed[key] = _PACK[encoding](response.get_data())
    close = getattr(response.response, "close", None)
    response.direct_passthrough = False
    response.set_data(_packed[key])
    if close:
        close()
    response.headers["Content-Encoding"] = encoding
    response.set_etag(tag, weak=True)  # The same file in another dress.
    return response
