"""Refusals of services put beside the fields of a form, for the pages around contests."""

from __future__ import annotations

from typing import Any

from app.domain.errors import InvalidRequest
from app.wording.campaign import fault_text


def place(form: Any, refusal: InvalidRequest) -> None:
    """Write each error beside its field; what has no field goes to the top."""
    for path, code in refusal.errors:
        if path in form:
            form[path].errors = [*form[path].errors, fault_text(code)]
        else:
            form.form_errors.append(fault_text(code))
