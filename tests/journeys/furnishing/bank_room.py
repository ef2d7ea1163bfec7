"""The bank room: a bank with two versions, an image, and questions that resemble each other."""

from __future__ import annotations

from datetime import UTC, datetime

from app.services import bank_editing, bank_images, bank_views
from tests.formats.test_images import a_drawing, as_file
from tests.journeys.furnishing import Furnishing
from tests.journeys.site import BANK

NO_PAGES = {"organiser.download_duplicates", "organiser.download_bank_usage"}


def pages(furnishing: Furnishing) -> dict[str, str]:
    """Put an image and a second version there."""
    account_id, now = furnishing.site.organiser.account_id, datetime.now(UTC)
    drawing = as_file(a_drawing(), "PNG")
    bank_images.add_image(drawing, file_name="so-do.png", account_id=account_id, now=now)
    whole = bank_views.get_whole(BANK)
    question = whole.bank.questions[0]
    bank_editing.save_question(  # The same each time: a site may be furnished more than once.
        BANK,
        {
            "id": "gan-giong",
            "type": "boolean",
            "text": f"{question.text} Thật vậy.",
            "answer": "true",
            "image": {"file": "images/so-do.png", "alt": "Sơ đồ"},
        },
        replaces="gan-giong",
        started_from=whole.version.number,
        account_id=account_id,
        now=now,
    )
    base = f"/organiser/banks/{BANK}"
    return {
        "organiser.add_question": f"{base}/questions/new?type=match",
        "organiser.edit_question": f"{base}/questions/{question.id}",
        "organiser.edit_bank": f"{base}/head",
        "organiser.edit_bank_yaml": f"{base}/text",
        "organiser.list_bank_versions": f"{base}/versions",
        "organiser.compare_bank_versions": f"{base}/comparison",
        "organiser.find_duplicates": f"{base}/duplicates",
        "organiser.show_bank_usage": f"{base}/usage",
        "organiser.list_bank_images": "/organiser/banks/-/images",
    }
