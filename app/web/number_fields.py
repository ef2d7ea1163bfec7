"""Numbers in forms, whatever somebody writes into them."""

from __future__ import annotations

from typing import Any

from wtforms.validators import NumberRange, ValidationError


class Within(NumberRange):  # type: ignore[misc]
    """The check that a number lies within limits, however many digits it has."""

    def __call__(self, form: Any, field: Any) -> None:
        try:
            super().__call__(form, field)
        except OverflowError:  # Hundreds of digits are no float, and WTForms asks for one.
            raise ValidationError(self.message % {"min": self.min, "max": self.max}) from None
