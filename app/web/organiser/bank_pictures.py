"""Images of questions: upload, list, and delete those that no bank shows."""

from __future__ import annotations

from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.domain.errors import ImageRefused
from app.services import bank_images
from app.web.access import person, requires
from app.web.bodies import takes_files
from app.web.clock import now
from app.web.organiser import bp

LONGEST_NAME = 200
MOST_AT_ONCE = 20
_REASONS: Final[dict[str, LazyString]] = {
    "too_large": _l("tệp lớn hơn 5 MB. Hãy thu nhỏ rồi gửi lại."),
    "too_many_pixels": _l("hình có quá nhiều điểm ảnh (hơn 25 triệu). Hãy thu nhỏ rồi gửi lại."),
    "foreign": _l("trong tệp có lẫn thứ không phải hình. Hãy lưu lại hình bằng phần mềm vẽ."),
    "unreadable": _l("không đọc được. Chỉ nhận hình PNG, JPEG, WebP hoặc GIF còn nguyên vẹn."),
}


@bp.route("/banks/-/images", methods=["GET", "POST"])
@takes_files
@requires("organise")
def list_bank_images() -> Response | str | tuple[str, int]:
    """The images there are, and a form that takes more."""
    if request.method == "GET":
        return render_template("organiser/bank_images.html", images=bank_images.list_images())
    sent = [one for one in request.files.getlist("files") if one.filename][:MOST_AT_ONCE]
    refused = []
    for upload in sent:
        name = (upload.filename or "")[:LONGEST_NAME]
        try:
            added = bank_images.add_image(
                upload.read(), file_name=name, account_id=person().account_id, now=now()
            )
        except ImageRefused as refusal:
            refused.append(f"{name}: {_REASONS[refusal.reason]}")
            continue
        flash(_said(added), "success")
    if sent and not refused:
        return redirect(url_for("organiser.list_bank_images"), 303)
    page = render_template(
        "organiser/bank_images.html",
        images=bank_images.list_images(),
        refused=refused or [_("Hãy chọn ít nhất một tệp hình.")],
    )
    return page, 400


@bp.post("/banks/-/images/<name>/delete")
@requires("organise")
def delete_bank_image(name: str) -> Response:
    """Delete an image, unless a version of a bank shows it."""
    try:
        bank_images.delete_image(name, account_id=person().account_id, now=now())
    except ImageRefused as refusal:
        flash(_("Hình đang có trong ngân hàng “%(title)s”.", title=refusal.detail), "error")
    else:
        flash(_("Đã xoá hình."), "success")
    return redirect(url_for("organiser.list_bank_images"), 303)


def _said(added: bank_images.AddedImage) -> str:
    if added.already_there:
        return _("Hình này đã có sẵn với tên %(file)s.", file=added.file)
    return _(
        "Đã thêm %(file)s, %(size)s KB (tệp gửi lên %(sent)s KB).",
        file=added.file,
        size=-(-added.size // 1024),
        sent=-(-added.sent_size // 1024),
    )
