"""The site as an app: the service worker, the manifest, and the page without network."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from flask import Response, current_app, render_template, request, url_for
from flask_babel import gettext as _

from app.web import bundles
from app.web.access import requires
from app.web.assets import asset
from app.web.i18n import language
from app.web.public import bp
from app.web.site import site_facts
from app.wording.places import place_text

THEME = "#8f1a1f"
GROUND = "#ffffff"
PARTS = ("files", "kept", "worker")
# Kept before anybody asks: for every page, and what the quiz needs once a contest was
# looked at. All else is kept when it is first seen; a board must not cost a whole quiz.
SHELL = (
    "site.css",
    "js/shell.js",
    "js/offline.js",
    "img/logo.svg",
    "img/chevron.svg",
    "img/brocade.svg",
)
QUIZ = ("quiz.css", "quiz.js", "js/quiz/main.js")


@bp.get("/service-worker.js")
@requires("view_public")
def show_service_worker() -> Response:
    """The service worker; it changes, and so is renewed, with any file that it keeps."""
    known = [
        f"const {name} = {json.dumps([_address(one) for one in files])};"
        for name, files in (("SHELL", SHELL), ("QUIZ", QUIZ))
    ]
    return _always_asked_for("\n".join([*known, *_parts()]), "text/javascript")


def _parts() -> list[str]:
    folder = Path(current_app.static_folder or "") / "js" / "sw"
    files = [folder / f"{name}.js" for name in PARTS]
    # Browsers ask after every page: read once. While developing, files change.
    return [_read(file, file.stat().st_mtime_ns if current_app.debug else 0) for file in files]


@cache
def _read(file: Path, _stamp: int) -> str:
    return bundles.without_comments(file.read_text(encoding="utf-8"))


def _address(name: str) -> str:
    return bundles.address(name) if name in bundles.BUNDLES else asset(name)


@bp.get("/manifest.webmanifest")
@requires("view_public")
def show_manifest() -> Response:
    """What a phone needs to know to keep the site as an app."""
    site = site_facts()
    place = place_text(site.province_name)
    manifest = {
        "id": "/",
        "name": _("%(site)s: thi trực tuyến %(place)s", site=site.name, place=place),
        "short_name": site.name,
        "description": _("Thi trực tuyến tìm hiểu chuyển đổi số, làm được cả khi mạng yếu."),
        "lang": language(),
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": THEME,
        "background_color": GROUND,
        "icons": [
            _icon(f"{kind}-{size}", size, purpose)
            for kind, purpose in (("icon", "any"), ("icon-maskable", "maskable"))
            for size in (192, 512)
        ],
        "shortcuts": [{"name": _("Tra mã biên nhận"), "url": url_for("public.find_receipt")}],
    }
    body = json.dumps(manifest, ensure_ascii=False)
    response = _always_asked_for(body, "application/manifest+json")
    response.vary.update(("Accept-Language", "Cookie"))
    return response


def _icon(name: str, size: int, purpose: str) -> dict[str, str]:
    return {
        "src": asset(f"img/{name}.png"),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }


@bp.get("/offline")
@requires("view_public")
def show_offline() -> Response:
    """What a phone shows in place of a page it cannot get; the same for everybody."""
    return _always_asked_for(render_template("public/offline.html"), "text/html")


def _always_asked_for(body: str, mimetype: str) -> Response:
    response = Response(body, mimetype=mimetype)
    response.cache_control.no_cache = True
    response.add_etag()
    response.make_conditional(request)
    return response
