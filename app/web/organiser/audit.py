"""The audit chain to read: who did what, when, and whether the chain is whole."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _

from app.services import audit, audit_heads, audit_views, lists
from app.services.audit_views import Read
from app.web import downloads
from app.web.access import reach, requires
from app.web.clock import now
from app.web.filters import day_clock
from app.web.organiser import bp
from app.web.organiser.own_rooms import own_contests
from app.web.small_numbers import small_int
from app.wording.audit import act_text, damage_text

PAGE = 50
MOST_ENTRIES = 20_000
FARTHEST = 10_000_000


@bp.get("/audit")
@requires("read_audit")
def list_audit() -> str:
    """The entries, newest first, of everything or of one contest."""
    slug = request.args.get("contest", "")
    offset = min(max(0, request.args.get("offset", 0, type=small_int)), FARTHEST)
    total, entries = _entries(slug, offset, PAGE)
    return render_template(
        "organiser/audit.html",
        rows=[_row(one) for one in entries],
        contests=own_contests("read_audit"),
        chosen=slug,
        offset=offset,
        limit=PAGE,
        total=total,
        head=audit_heads.get_head(),
        published=len(audit_heads.list_published()),
    )


@bp.post("/audit")
@requires("read_audit")
def verify_audit() -> str:
    """Follow the chain now, and compare it with all published heads."""
    found = audit_heads.find_damage()
    return render_template(
        "organiser/audit_verified.html",
        found=found,
        said=damage_text(found) if found else None,
        head=audit_heads.get_head(),
        published=len(audit_heads.list_published()),
        at=now(),
    )


@bp.get("/audit.xlsx")
@requires("read_audit")
def export_audit() -> Response:
    """The newest entries with their digests, of everything or of one contest."""
    headings = [
        _("Số"),
        _("Lúc"),
        _("Tài khoản"),
        _("Việc"),
        _("Về"),
        _("Chi tiết"),
        _("Mã băm"),
    ]
    slug = request.args.get("contest", "")
    _total, entries = _entries(slug, 0, MOST_ENTRIES)
    rows: list[lists.Row] = [
        [
            one.entry.number,
            day_clock(one.entry.at),
            one.name or one.entry.account_id,
            one.entry.act,
            one.entry.subject,
            one.entry.detail,
            one.entry.digest,
        ]
        for one in entries
    ]
    broken = audit.find_broken_link()
    preface = [
        _("Chuỗi nhật ký còn nguyên vẹn lúc %(time)s.", time=day_clock(now()))
        if broken is None
        else _("Chuỗi nhật ký bị sửa: mục số %(number)s không khớp.", number=broken)
    ]
    data = lists.workbook(_("Nhật ký"), headings, rows, preface)
    return downloads.excel(data, "nhat-ky", now())


def _entries(slug: str, offset: int, limit: int) -> tuple[int, list[Read]]:
    """What is about no contest, and about those in reach."""
    within = reach("read_audit")
    return audit_views.list_entries(slug or None, offset=offset, limit=limit, within=within)


def _row(one: Read) -> dict[str, Any]:
    detail = json.loads(one.entry.detail)
    return {
        "entry": one.entry,
        "name": one.name,
        "act": act_text(one.entry.act),
        "detail": [(name, _plain(value)) for name, value in detail.items() if value is not None],
    }


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
