"""Style sheets and modules that belong together, sent as one file.

On a mountain's network every request costs most of a second before its first byte, and
a file compresses better together with its like. The parts stay small files on the disk:
there is no build step, each process joins them once. Their comments, a sixth of the whole,
stay behind.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

from app.domain.errors import NotFound
from app.web.access import requires
from app.web.assets import YEAR, asset

SITE = ("base", "layout", "components", "collections", "forms", "print")
QUIZ = ("quiz", "quiz-parts", "quiz-bar")
# Handed to main.js as one module with a name for each. They may not import each other:
# the bare names of import statements have no version, and could not be kept for ever.
QUIZ_MODULES = (
    "clock",
    "store",
    "outbox",
    "transport",
    "answers",
    "ordering",
    "paper",
    "taking",
    "status",
    "view",
    "timer",
    "session",
    "submit",
    "rescue",
    "deadline",
    "shown",
)
BUNDLES: dict[str, tuple[str, ...]] = {
    "site.css": tuple(f"css/{name}.css" for name in SITE),
    "quiz.css": tuple(f"css/{name}.css" for name in QUIZ),
    "quiz.js": tuple(f"js/quiz/{name}.js" for name in QUIZ_MODULES),
}
_TYPES = {".css": "text/css", ".js": "text/javascript"}
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|const|let|class) (\w+))", re.M)
_IMAGE = re.compile(r'url\("\.\./([^"]+)"\)')
_STYLE_COMMENT = re.compile(r"/\*.*?\*/\n*", re.S)
_SCRIPT_COMMENT = re.compile(r"^ *//.*\n", re.M)  # Only such as have their line for themselves.
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Bundle:
    """The joined content, and the part of its hash that names it."""

    content: bytes
    version: str


def init_app(app: Flask) -> None:
    """Serve bundles, and give templates their addresses."""
    app.add_url_rule("/bundles/<name>", "bundle", show_bundle)
    app.jinja_env.globals.update(bundle=address)


def address(name: str) -> str:
    """Where a bundle lies; the address changes with its content, so it may be kept for ever."""
    return url_for("bundle", name=name, v=_bundle(name).version)


@requires("view_public")
def show_bundle(name: str) -> Response:
    """A bundle; under the address of another version it is given, but not kept."""
    if name not in BUNDLES:
        raise NotFound()
    found = _bundle(name)
    response = Response(found.content, mimetype=_TYPES[Path(name).suffix])
    response.set_etag(found.version)
    if request.args.get("v") == found.version:
        response.cache_control.public = True
        response.cache_control.max_age = YEAR
        response.cache_control.immutable = True
    else:
        response.cache_control.no_cache = True
    response.make_conditional(request)
    return response


def _bundle(name: str) -> Bundle:
    files = tuple(Path(current_app.static_folder or "") / part for part in BUNDLES[name])
    # While developing, files change under a running process.
    stamp = max(file.stat().st_mtime_ns for file in files) if current_app.debug else 0
    return _join(files, stamp)


@cache
def _join(files: tuple[Path, ...], _stamp: int) -> Bundle:
    join = _as_module if files[0].suffix == ".js" else _as_style
    content = "\n".join(join(file.stem, file.read_text(encoding="utf-8")) for file in files)
    data = content.encode()
    return Bundle(data, hashlib.sha256(data).hexdigest()[:_DIGITS])


def without_comments(script: str) -> str:
    """A script without the lines that only explain it."""
    return _SCRIPT_COMMENT.sub("", script)


def _as_style(name: str, text: str) -> str:
    bare = _STYLE_COMMENT.sub("", text)
    style = _IMAGE.sub(lambda found: f'url("{asset(found[1])}")', bare)
    return f"@media print {{\n{style}}}" if name == "print" else style


def _as_module(name: str, text: str) -> str:
    """The module in a scope of its own, so that equal names in two of them never meet."""
    exported = ", ".join(_EXPORT.findall(text))
    inside = _EXPORT.sub("", without_comments(text))
    return f"export const {name} = (() => {{\n{inside}\nreturn {{ {exported} }};\n}})();"
