"""How a board looks as a file: read when no application answers, so it needs none.

In Vietnamese, without anybody's account, and with nothing but static files beside it.
"""

from __future__ import annotations

from flask import current_app, render_template
from flask.blueprints import BlueprintSetupState
from flask_babel import force_locale

from app.services.published_files import Page
from app.web.i18n import DEFAULT
from app.web.public import bp
from app.web.public.published import KINDS, part_title, rows_of
from app.wording.labels import board_label


@bp.record_once
def _offer(state: BlueprintSetupState) -> None:
    # The background writes the files and may not know the web: it finds this here.
    state.app.extensions["thiso_published_page"] = render


def render(page: Page) -> str:
    """The HTML of a file, made outside of any request."""
    with current_app.test_request_context("/", base_url=_base_url()), force_locale(DEFAULT):
        return render_template(
            "public/published_file.html",
            page=page,
            board=page.board,
            contest=page.contest,
            kind=page.kind,
            rows=rows_of(page.board),
            part=part_title(page.board),
            kinds=[(one, board_label(one)) for one in KINDS],
        )


def _base_url() -> str:
    hosts = current_app.config.get("TRUSTED_HOSTS") or ["localhost"]
    return f"http://{str(hosts[0]).lstrip('.')}"
