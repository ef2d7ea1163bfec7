"""Report papers as PDF: what the template is given, and that nobody's text is a program."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from app.domain.report_documents import Chart
from app.formats.report_charts import picture
from app.formats.report_pdf import values, write
from tests.formats.report_samples import a_document
from tests.reporting import HOSTILE

needs_reader = pytest.mark.skipif(not shutil.which("pdftotext"), reason="no pdftotext here")


def words_of(data: bytes, folder: Path) -> str:
    path = folder / "x.pdf"
    path.write_bytes(data)
    command = ["pdftotext", "-layout", str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def test_the_template_is_given_all_that_paper_shows() -> None:
    given = values(a_document("Sở X"))
    assert given["head"]["recipients"] == ["Sở X"]
    assert given["last_lines"] == ["Lúc Sở X", "Mã abc"]
    tables = [block for block in given["blocks"] if block["kind"] == "table"]
    assert [table["title"] for table in tables] == ["Bảng Sở X", "Theo ngày", "Trống"]
    assert tables[0]["rows"][0] == ["1", "Sở X", "1.200", "50%", "18,5"]
    assert tables[1]["chart"]["values"] == [10, 7]


@pytest.mark.parametrize("text", [*HOSTILE, "a\x00b", "Đ" * 300])
def test_any_text_gives_a_file(text: str) -> None:
    assert write(a_document(text)).startswith(b"%PDF-")


@needs_reader
def test_the_file_reads_with_right_accents(tmp_path: Path) -> None:
    words = words_of(write(a_document("Ủy ban nhân dân xã Đồng Văn")), tmp_path)
    for line in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Ủy ban nhân dân xã Đồng Văn",
        "BÁO CÁO",
        "Chưa có số liệu.",
        "Mã abc",
    ):
        assert line in words


@needs_reader
@pytest.mark.parametrize("text", ["#let x = 1", "$x^2$", "*a*", "@SUM(A1)"])
def test_markup_stays_as_it_was_written(text: str, tmp_path: Path) -> None:
    assert text in words_of(write(a_document(text)), tmp_path)


@pytest.mark.parametrize(
    "chart",
    [
        Chart("Một cột", ("24/11",), (0,), unit="lượt"),
        Chart("Nhiều cột", tuple(map(str, range(400))), tuple(range(400)), unit="lượt"),
        Chart("Lớn", ("a", "b"), (1_500_000, 3), unit="lượt"),
        Chart("Thanh", ("#panic()", "Xã Đồng Văn"), (0, 0), bars=True, unit="người"),
    ],
)
def test_charts_of_all_sizes_are_drawn(chart: Chart) -> None:
    drawn = picture(chart)
    assert drawn.startswith(b"\x89PNG")
    assert drawn == picture(chart)
