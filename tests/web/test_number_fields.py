"""Numbers of any length are refused in words, never with a failure."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from app.web.organiser.form_fields import Between, WholeField
from app.web.play.forms import SubmissionForm


class _Form(FlaskForm):  # type: ignore[misc]
    class Meta:
        csrf = False

    minutes = WholeField("Phút", [Between(1, 300)])


@pytest.mark.parametrize("digits", [1, 9, 19, 309, 400, 4_300, 5_000, 100_000])
def test_a_number_of_many_digits_is_refused(app: Flask, digits: int) -> None:
    raw = "0" if digits == 1 else "9" * digits
    with app.test_request_context():
        form = _Form(MultiDict({"minutes": raw}))
        assert not form.validate()
        assert len(form.minutes.errors) == 1


@pytest.mark.parametrize("raw", ["9" * 400, "-1", "1e5", "٣" * 40])
def test_a_prediction_of_many_digits_is_refused(app: Flask, raw: str) -> None:
    with app.test_request_context():
        form = SubmissionForm(MultiDict({"prediction": raw}))
        assert not form.validate()


def test_a_number_within_the_limits_is_taken(app: Flask) -> None:
    with app.test_request_context():
        assert _Form(MultiDict({"minutes": "30"})).validate()
