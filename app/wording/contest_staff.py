"""Why somebody cannot be put on a contest's staff, or taken off it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

_REFUSALS: Final[Mapping[str, LazyString]] = {
    "missing": _l("Hãy điền vào ô này."),
    "nobody": _l(
        "Không thấy người tổ chức nào có số điện thoại hoặc họ tên này. Quản trị viên có thể "
        "giao quyền tổ chức cho người đó trước."
    ),
    "several": _l("Nhiều người trùng họ tên này. Hãy điền số điện thoại."),
    "already": _l("Người này đã ở trong ban tổ chức của cuộc thi."),
    "last": _l("Đây là người cuối cùng điều hành cuộc thi này. Hãy thêm người khác trước."),
}


def refusal_text(code: str) -> str:
    """The sentence of a refusal of `app.services.contest_staff`."""
    return str(_REFUSALS[code])
