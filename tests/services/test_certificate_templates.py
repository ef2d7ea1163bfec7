"""What a certificate looks like and who earns one is kept as it was written."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from flask import Flask

from app.domain.certificates import Awards, Prize, Since
from app.services import certificate_templates, contests
from app.services.certificate_templates import Template
from tests.factories_contests import a_contest


def test_settings_are_kept_as_they_were_written(app: Flask, now: datetime) -> None:
    a_contest()
    awards = Awards(Since.NEVER, None, (Prize("Giải Ba", 3, 5, 1, "student"),), own=False)
    template = Template(title="GIẤY KHEN", frame="classic", accent="blue")
    for title in ("GIẤY", "GIẤY KHEN"):
        certificate_templates.save_settings(
            "cuoc-thi",
            template=replace(template, title=title),
            awards=awards,
            account_id=None,
            now=now + timedelta(hours=1),
        )
    found = certificate_templates.find_settings(contests.get_contest("cuoc-thi").id)
    assert (found.template, found.awards) == (template, awards)
    assert found.saved_at == now + timedelta(hours=1)
