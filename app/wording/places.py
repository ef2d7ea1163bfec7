"""What the province is called within sentences."""

from __future__ import annotations

from flask_babel import gettext as _

_CITY = "Thành phố "


def province_text(name: str) -> str:
    """The name alone: Tuyên Quang, Hà Nội."""
    bare = name.removeprefix(_CITY)
    # Where other languages have a name of their own for it.
    return str(_("Tuyên Quang")) if bare == "Tuyên Quang" else bare


def place_text(name: str) -> str:
    """The place to which something belongs: tỉnh Tuyên Quang, thành phố Hà Nội."""
    if name.startswith(_CITY):
        return str(_("thành phố %(name)s", name=province_text(name)))
    return str(_("tỉnh %(name)s", name=province_text(name)))
