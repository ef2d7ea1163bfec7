"""The form of a study material."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField

from app.services.materials import MOST_BYTES, NewFile
from app.web.organiser.form_fields import LineField, filled

LONGEST_NAME = 300


class MaterialForm(FlaskForm):  # type: ignore[misc]
    """What it is, under which topic it stands, and where to read it."""

    class Meta:
        csrf = False  # Checked for every POST in app.web.security.

    topic = LineField(
        _l("Chủ đề"),
        [filled()],
        description=_l("Tài liệu cùng chủ đề đứng cạnh nhau, ví dụ: Văn bản của Đảng."),
    )
    title = LineField(
        _l("Tên tài liệu"),
        [filled()],
        description=_l(
            "Với văn bản: ghi cả số và ngày, ví dụ: Quyết định 749/QĐ-TTg ngày 03/6/2020."
        ),
    )
    summary = LineField(
        _l("Giới thiệu ngắn"), description=_l("Một hai câu: đọc xong biết được gì.")
    )
    link = LineField(
        _l("Đường dẫn"),
        description=_l(
            "Địa chỉ trang có tài liệu, bắt đầu bằng https://. Có thể để trống nếu có tệp."
        ),
    )
    file = FileField(
        _l("Tệp để tải về"),
        description=_l(
            "PDF, Word, PowerPoint, PNG hoặc JPEG, không quá 20 MB. Có thể bỏ qua nếu có đường dẫn."
        ),
    )
    remove_file = BooleanField(_l("Bỏ tệp đang có"))

    def new_file(self) -> NewFile | None:
        """The file that was chosen, read no further than any that could be taken."""
        upload = self.file.data
        if not upload or not upload.filename:
            return None
        return NewFile(upload.filename[:LONGEST_NAME], upload.read(MOST_BYTES + 1))

    def values(self) -> dict[str, str]:
        """The texts, as the services take them."""
        return {name: self[name].data or "" for name in ("topic", "title", "summary", "link")}
