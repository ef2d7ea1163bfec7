"""Report files open in LibreOffice, where there is one: no repair, right accents."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from app.formats import report_docx, report_xlsx
from tests.formats.report_samples import a_document

pytestmark = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")), reason="no LibreOffice here"
)
WRITERS = {"docx": report_docx.write, "xlsx": report_xlsx.write}


@pytest.mark.parametrize("kind", WRITERS)
def test_libreoffice_opens_the_file_and_shows_text_as_text(kind: str, tmp_path: Path) -> None:
    # In one cell a formula would show as 2.
    path = tmp_path / f"x.{kind}"
    path.write_bytes(WRITERS[kind](a_document("=1+1 Ủy ban Đồng Văn")))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*convert, str(path)], capture_output=True, check=True, timeout=120)
    command = ["pdftotext", "-layout", str(tmp_path / "x.pdf"), "-"]
    words = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    assert words.count("=1+1 Ủy ban Đồng Văn") >= 4
    assert "Xã Đồng Văn" in words
