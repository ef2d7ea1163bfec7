"""Images of questions, uploaded or lying beside the banks."""

from __future__ import annotations

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from app.services import bank_images
from app.web.access import requires
from app.web.assets import HOUR, YEAR
from app.web.public import bp


@bp.get("/images/<path:file>")
@requires("view_public")
def show_image(file: str) -> AnyResponse:
    """An image of a bank; the same for everybody, so it may be kept on the way."""
    found = bank_images.get_served(file)
    response = Response(found.content, mimetype=found.media_type)
    response.set_etag(found.digest)
    response.cache_control.public = True
    response.cache_control.max_age = YEAR if found.lasting else HOUR
    response.cache_control.immutable = found.lasting
    return response.make_conditional(request)
