"""The first run: whoever holds the code written at the start becomes the administrator, once."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy.exc import IntegrityError

from app.config import made_once
from app.domain.errors import ConsentRequired, InvalidRequest, NotFound
from app.domain.phones import normalise
from app.domain.plain_text import Fields
from app.services import audit, passwords, provinces, roles, settings, site, units
from app.services.accounts import CONSENT_PURPOSE, CONSENT_VERSION
from app.services.identities import SignedIn, signed_in
from app.services.profiles import Checks, Profile, read_profile
from app.services.registering import new_public_id
from app.services.settings import ReportHeading, SiteSettings
from app.services.transactions import end_reading, writing
from app.storage import accounts as account_storage
from app.storage import first_run as storage
from app.storage.constraints import broken_unique
from app.storage.tables import Account, Consent, Person

CODE_FILE = "setup-code"
LONGEST_NAME = 60
"""Letters of what the site is called: it stands at the head of every page."""
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_GROUPS, _GROUP = 3, 4
_ROLE = "administrator"
_PERSON_GROUP = "civil_servant"


def new_code(below: Callable[[int], int]) -> str:
    """A code as "K7MQ-2RXT-9WPH" from chance numbers; nobody guesses it."""
    letters = [_ALPHABET[below(len(_ALPHABET))] for _ in range(_GROUPS * _GROUP)]
    groups = ["".join(letters[at : at + _GROUP]) for at in range(0, len(letters), _GROUP)]
    return "-".join(groups)


def open_door(below: Callable[[int], int]) -> str | None:
    """At a start: the code by which an instance that nobody looks after is set up.

    It is made once and kept in the instance folder, readable by its owner alone.
    None, and no code any more, once somebody looks after the instance.
    """
    path = _path()
    if storage.has_staff():
        path.unlink(missing_ok=True)
        return None
    return made_once(path, lambda: f"{new_code(below)}\n".encode()).decode("ascii").strip()


def is_open() -> bool:
    """Whether this instance waits to be set up; costs no query once it has been."""
    path = _path()
    if not path.exists():
        return False
    if storage.has_staff():
        path.unlink(missing_ok=True)
        return False
    return True


def set_up(
    *,
    code: str,
    site_name: str,
    province_code: int | None,
    full_name: str,
    phone: str,
    password: str,
    consent: bool,
    now: datetime,
) -> SignedIn:
    """Name the site, load the communes of its province, and make its administrator.

    Raises `NotFound` when there is nothing to set up (any more), also for the second of
    two at the same moment; `InvalidRequest` with "wrong" at the path code before
    anything else is looked at; else as registering does.
    """
    if not is_open():
        raise NotFound()
    if not _is_right(code):
        raise InvalidRequest((("code", "wrong"),))
    name, number, province = _check(
        site_name, province_code, full_name, phone, password, consent=consent
    )
    units.load_communes(province)
    profile = read_profile(
        full_name=full_name,
        group=_PERSON_GROUP,
        commune=storage.find_first_commune(province) or "",
        organisation=None,
    )
    who = _keep(profile, number, password, province, now)
    _path().unlink(missing_ok=True)
    _name(name, provinces.name_of(province) or "", who.account_id, now)
    return who


def _check(
    site_name: str,
    province_code: int | None,
    full_name: str,
    phone: str,
    password: str,
    *,
    consent: bool,
) -> tuple[str, str, int]:
    """Site name, normalised phone and province; all that is wrong is refused together."""
    checks = Checks()
    name = checks.run(lambda: _read_name(site_name))
    checks.run(lambda: _check_province(province_code))
    checks.run(lambda: _read_person(full_name))
    number = checks.run(lambda: normalise(phone))
    checks.run(lambda: passwords.refuse_weak(password, phone=number or "", full_name=full_name))
    checks.run(lambda: _check_consent(consent))
    checks.refuse_if_any()
    return name or "", number or "", province_code or 0


def _read_name(site_name: str) -> str:
    fields = Fields()
    name = fields.line("site_name", site_name, LONGEST_NAME)
    fields.refuse_if_any()
    return name


def _check_province(code: int | None) -> None:
    if code is None or provinces.name_of(code) is None:
        raise InvalidRequest((("province", "unknown"),))


def _read_person(full_name: str) -> None:
    # The communes are not there yet: only what is said about the name counts here.
    try:
        read_profile(full_name=full_name, group=_PERSON_GROUP, commune="", organisation=None)
    except InvalidRequest as refusal:
        errors = [pair for pair in refusal.errors if pair[0] != "commune"]
        if errors:
            raise InvalidRequest(errors) from None


def _check_consent(consent: bool) -> None:
    if consent is not True:
        raise ConsentRequired()


def _keep(
    profile: Profile, phone: str, password: str, province_code: int, now: datetime
) -> SignedIn:
    end_reading()
    kept_hash = passwords.hash_password(password)
    person = Person(public_id=new_public_id(), created_at=now, **profile.columns())
    account = Account(person=person, phone=phone, password_hash=kept_hash, created_at=now)
    consent = Consent(version=CONSENT_VERSION, purpose=CONSENT_PURPOSE, given_at=now)
    try:
        with writing() as session:
            account_storage.add_account(session, account, [consent])
            storage.add_first_run(session, account.id, now)
            roles.add_grant(session, account_id=account.id, role=_ROLE, by=None, now=now)
            storage.delete_other_communes(session, province_code)
            audit.record(
                session,
                account_id=account.id,
                act="site.set_up",
                subject="site",
                detail={"province": province_code},
                now=now,
            )
            account_id = account.id
    except IntegrityError as error:
        if broken_unique(error) == "accounts.phone":
            raise InvalidRequest((("phone", "taken"),)) from None
        if broken_unique(error) != "first_runs.id":
            raise
        raise NotFound() from None
    facts = account_storage.find_account(account_id)
    assert facts is not None  # noqa: S101 - kept just now
    return signed_in(facts)


def _name(name: str, province: str, account_id: int, now: datetime) -> None:
    site.change(
        SiteSettings(name=name, province_name=province, set_up=True),
        account_id=account_id,
        now=now,
    )
    whole = province if province.startswith("Thành phố") else f"Tỉnh {province}"
    settings.put(
        ReportHeading(
            superior_body=f"Ủy ban nhân dân {whole}".upper(),
            place=province.removeprefix("Thành phố "),
        ),
        account_id=account_id,
        now=now,
    )


def _is_right(code: str) -> bool:
    kept = _path().read_text(encoding="ascii") if _path().exists() else ""
    typed = _bare(code)
    return bool(_bare(kept)) and hmac.compare_digest(_bare(kept).encode(), typed.encode())


def _bare(code: str) -> str:
    return "".join(sign for sign in code.upper() if sign.isalnum())


def _path() -> Path:
    return Path(current_app.config["SETTINGS"].instance) / CODE_FILE
