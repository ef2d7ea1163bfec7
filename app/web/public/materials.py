"""Study materials for everybody."""

from __future__ import annotations

from flask import Response, render_template, send_file

from app.services import materials
from app.web.access import requires
from app.web.public import bp
from app.web.public.visitors import shareable


@bp.get("/materials")
@requires("view_public")
def list_materials() -> Response:
    """What to read before a contest, by topic."""
    return shareable(render_template("public/materials.html", topics=materials.list_materials()))


@bp.get("/materials/<int:material_id>/file")
@requires("view_public")
def download_material(material_id: int) -> Response:
    """The file of a material, always as a download and under its true type."""
    file = materials.get_file(material_id)
    response: Response = send_file(
        file.path,
        mimetype=file.media_type,
        as_attachment=True,
        download_name=file.name,
        conditional=True,
        etag=file.sha256,
        last_modified=None,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.cache_control.no_cache = True
    return response


@bp.app_template_global()
def has_materials() -> bool:
    """Whether there is anything to read."""
    return materials.any_material()
