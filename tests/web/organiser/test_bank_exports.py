from __future__ import annotations

from io import BytesIO
from urllib.parse import unquote

import pytest

from app.services import bank_exports
from app.services.bank_conversion import read_any
from app.services.transactions import end_reading
from app.tasks.worker import work_once
from tests.web.organiser.conftest import Browser


@pytest.mark.parametrize("format", bank_exports.OFFERED)
def test_the_shown_version_is_downloaded_in_every_format_with_losses_said_first(
    organiser: Browser, bank: str, format: str
) -> None:
    address = f"/organiser/banks/{bank}/export/{format}?version=1"
    answer = organiser.client.get(address)
    if "attachment" not in answer.headers.get("Content-Disposition", ""):
        assert "Dạng tệp này không giữ được tất cả" in answer.text
        assert '<ul class="losses">' in answer.text
        answer = organiser.client.get(f"{address}&anyway=1")
    assert f"{bank}-1." in unquote(answer.headers["Content-Disposition"])
    back = read_any(answer.data, f"x{bank_exports.FORMATS[format].ending}", format)
    assert back.bank is not None


def test_the_page_of_a_bank_leads_to_every_format(organiser: Browser, bank: str) -> None:
    page = organiser.see(f"/organiser/banks/{bank}")
    for format in bank_exports.OFFERED:
        assert f"/organiser/banks/{bank}/export/{format}?version=1" in page


def test_a_large_bank_is_written_in_the_background(
    organiser: Browser, bank: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank_exports, "AT_ONCE_QUESTIONS", 5)
    address = f"/organiser/banks/{bank}/export/gift"
    assert "Ghi tệp" in organiser.see(address)
    job = organiser.send(address).location
    work_once("w")
    end_reading()
    page = organiser.see(job)
    assert f"{bank}-1.gift" in page
    assert "Không ghi được vào tệp" in page
    answer = organiser.client.get(f"{job}/file")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "chuyển đổi số" in answer.text


@pytest.mark.parametrize("path", ["none/export/yaml", "{bank}/export/pdf", "{bank}/export/qti21"])
def test_what_is_not_there_is_not_found(organiser: Browser, bank: str, path: str) -> None:
    organiser.see(f"/organiser/banks/{path.format(bank=bank)}", status=404)


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_templates_are_downloaded(organiser: Browser, kind: str) -> None:
    answer = organiser.client.get(f"/organiser/banks/templates/{kind}")
    assert f"mau-ngan-hang-cau-hoi.{kind}" in answer.headers["Content-Disposition"]
    assert BytesIO(answer.data).read(2) == b"PK"
    organiser.see("/organiser/banks/templates/exe", status=404)


def test_participants_cannot_download_keys(participant: Browser, bank: str) -> None:
    participant.see(f"/organiser/banks/{bank}/export/yaml", status=403)
