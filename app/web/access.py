"""Who is asking, and whether they may: every endpoint declares a permission."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, request, session
from flask_login import LoginManager, current_user
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.domain.errors import NotFound, NotPermitted, SignInRequired
from app.domain.permissions import NOBODY, allows
from app.services import accounts, bank_holds, contest_staff
from app.services.accounts import Identity, SignedIn
from app.services.clock import moment
from app.services.contest_staff import NOWHERE, Reach
from app.web import lifetimes
from app.web.clock import now
from app.web.signing import EvenSigner

View = TypeVar("View", bound=Callable[..., Any])
TOKEN_SALT = "api-token"  # noqa: S105 - a name, not a secret
TOKEN_SECONDS = 30 * 24 * 3600
# These are answered from the signature alone; their service checks the account in its one read.
_BY_SIGNATURE = frozenset({"answer"})
OF_ONE_CONTEST = "/organiser/contests/<slug>"
"""Addresses below this one are for those who work on that contest."""
OF_ONE_BANK = "/organiser/banks/<slug>"
"""Addresses below this one show keys, which a running contest may hold."""
login_manager = LoginManager()


def requires(permission: str) -> Callable[[View], View]:
    """Declare the permission that an endpoint needs (see app.domain.permissions)."""

    def declare(view: View) -> View:
        cast(Any, view).permission = permission
        return view

    return declare


def init_app(app: Flask) -> None:
    """Load accounts from the session cookie or a bearer token, and guard every endpoint."""
    # Not by its init_app: templates get a lazy current_user from app.web.assets, for an error
    # page needs no account; and nobody is remembered by a cookie, which its hook would look
    # for in the session of every answer.
    app.login_manager = login_manager  # type: ignore[attr-defined]
    login_manager.user_loader(_load_user)
    login_manager.request_loader(_load_bearer)
    app.before_request(_enforce)


def _enforce() -> None:
    if request.endpoint is None:
        return
    view = current_app.view_functions[request.endpoint]
    permission = getattr(view, "permission", None)
    if request.endpoint == "static":
        permission = "view_public"
    if permission in _BY_SIGNATURE:
        signed_identity()
        return
    if permission is None or not allows(permission, _roles(permission)):
        raise NotPermitted() if visitor() else SignInRequired()
    _stay_within_reach(permission)
    if not allows(permission, (NOBODY,)):
        _note_use()


def _stay_within_reach(permission: str) -> None:
    """Another's contest, and a bank that it holds, answer as if they were not there."""
    rule = request.url_rule.rule if request.url_rule else ""
    slug = (request.view_args or {}).get("slug")
    if is_below(rule, OF_ONE_CONTEST) and slug not in reach(permission):
        raise NotFound()
    if is_below(rule, OF_ONE_BANK) and slug in held_banks():
        raise NotFound()


def is_below(rule: str, root: str) -> bool:
    """Whether an address is `root`, or lies below it, or is a file of its name."""
    return rule.startswith(root) and rule[len(root) :][:1] in ("", "/", ".")


def reach(permission: str) -> Reach:
    """The contests where whoever asks has a permission; one query a request at most."""
    kept: dict[str, Reach] = g.setdefault("reach", {})
    if permission not in kept:
        found = visitor()
        kept[permission] = contest_staff.reach(permission, found) if found else NOWHERE
    return kept[permission]


def held_banks() -> frozenset[str]:
    """The banks whose keys others' contests hold now, for whoever asks."""
    if "held_banks" not in g:
        g.held_banks = bank_holds.held_from(person(), now())
    return cast("frozenset[str]", g.held_banks)


def _note_use() -> None:
    who = None if has_bearer() else visitor()
    if who and is_staff(who):
        lifetimes.note_use(session)


def _roles(permission: str) -> tuple[str, ...]:
    # Public pages must not cost a query for the account.
    if allows(permission, (NOBODY,)):
        return (NOBODY,)
    found = visitor()
    return found.roles if found else (NOBODY,)


def visitor() -> SignedIn | None:
    """The person who is signed in, None for everybody else."""
    user = cast(Any, current_user)._get_current_object()
    return user if isinstance(user, SignedIn) else None


def person() -> SignedIn:
    """The person who is signed in; raises `SignInRequired`."""
    found = visitor()
    if found is None:
        raise SignInRequired()
    return found


def signed_identity() -> Identity:
    """The account and epoch that the cookie or token was signed for, without a query.

    Raises `SignInRequired`. The service that is given it must check the epoch.
    """
    raw = _bearer_identity() if _bearer() else _cookie_identity()
    identity = Identity.parse(raw)
    if identity is None:
        raise SignInRequired()
    return identity


def _cookie_identity() -> str | None:
    return None if lifetimes.is_over(session) else session.get("_user_id")


def make_token(signed_in: SignedIn) -> str:
    """A bearer token for the API, good for 30 days or until the account's epoch is raised."""
    return str(_serializer(str(current_app.secret_key)).dumps(signed_in.get_id()))


def _serializer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt=TOKEN_SALT, signer=EvenSigner)


def _bearer() -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def has_bearer() -> bool:
    """Whether this request speaks with a token, so that no cookie is trusted in it."""
    return _bearer() is not None


def _bearer_identity() -> str | None:
    if "bearer_identity" not in g:
        try:
            g.bearer_identity = _opened(_bearer() or "", str(current_app.secret_key))
        except BadSignature:
            g.bearer_identity = None
    return cast("str | None", g.bearer_identity)


def _opened(token: str, secret: str) -> str | None:
    identity, signed_at = _verified(token, secret)
    return None if moment().timestamp() - signed_at > TOKEN_SECONDS else identity


@lru_cache(maxsize=8192)
def _verified(token: str, secret: str) -> tuple[str, float]:
    # A phone sends the same token with every answer; what is refused is not kept.
    identity, signed_at = _serializer(secret).loads(token, return_timestamp=True)
    return identity, signed_at.timestamp()


def _load_user(raw: str) -> SignedIn | None:
    if _bearer():  # A token stands alone: a cookie beside it is not looked at.
        return _load_bearer(request)
    found = None if lifetimes.is_over(session) else _find(raw)
    return None if found and is_staff(found) and lifetimes.is_over(session, staff=True) else found


def is_staff(who: SignedIn) -> bool:
    """Whether somebody has any role beyond taking part."""
    return len(who.roles) > 1


def _load_bearer(_request: Any) -> SignedIn | None:
    return _find(_bearer_identity()) if _bearer() else None


def _find(raw: str | None) -> SignedIn | None:
    identity = Identity.parse(raw)
    return accounts.find_signed_in(identity) if identity else None
