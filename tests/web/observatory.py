"""How the HTTP Observatory of MDN scores one response: its table, as far as it applies.

Source: github.com/mdn/mdn-http-observatory, src/grader/charts.js (SCORE_TABLE, GRADE_CHART,
MINIMUM_SCORE_FOR_EXTRA_CREDIT) and src/analyzer/tests. Left out: "redirection" (whether the
host answers over plain HTTP is a matter of deployment) and preloading of HSTS (+5), which is
in nobody's hands but the owner's of the domain. Where it has several bad cases for one test,
the mildest stands for all: any of them fails the tests here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie

from werkzeug.test import TestResponse

A_PLUS = 100
EXTRA_CREDIT_FROM = 90
MODIFIERS = {
    "csp: default-src 'none', nothing unsafe": 10,
    "csp: nothing unsafe": 5,
    "csp: unsafe-inline, data: or a broad source of styles": 0,
    "csp: unsafe-eval": -10,
    "csp: unsafe-inline, data: or a broad source of scripts or objects": -20,
    "csp: none": -25,
    "cookies: all Secure and SameSite, sessions HttpOnly": 5,
    "cookies: none": 0,
    "cookies: without SameSite": 0,
    "cookies: without Secure, protected by HSTS": -5,
    "cookies: session without HttpOnly": -30,
    "cors: not implemented": 0,
    "cors: everybody, with credentials": -50,
    "referrer: private": 5,
    "referrer: none": 0,
    "referrer: unsafe": -5,
    "hsts: six months or more": 0,
    "hsts: less than six months": -10,
    "hsts: none": -20,
    "sri: own scripts only": 0,
    "sri: scripts of others": -5,
    "nosniff: yes": 0,
    "nosniff: no": -5,
    "frames: refused by the policy": 5,
    "frames: refused by X-Frame-Options": 0,
    "frames: anybody": -20,
    "corp: same origin": 10,
    "corp: none": 0,
}
_BROAD = {"http:", "https:", "ftp:", "*", "http://*", "https://*"}
_UNSAFE = {"'unsafe-inline'", "data:", *_BROAD}
_PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
HALF_A_YEAR = 15_768_000
_SESSION = "thiso"


def score(answer: TestResponse) -> int:
    """100 and what is taken off; what is added counts from 90 on (grade A+ from 100)."""
    changes = [MODIFIERS[found] for found in findings(answer)]
    base = A_PLUS + sum(change for change in changes if change < 0)
    extra = sum(change for change in changes if change > 0)
    return base + extra if base >= EXTRA_CREDIT_FROM else base


def findings(answer: TestResponse) -> Iterator[str]:
    """Which line of the table holds for each of the Observatory's tests."""
    policy = directives(answer.headers.get("Content-Security-Policy", ""))
    yield f"csp: {_policy(policy)}"
    yield f"cookies: {_cookies(answer)}"
    everybody = answer.headers.get("Access-Control-Allow-Origin")
    yield "cors: everybody, with credentials" if everybody else "cors: not implemented"
    yield f"referrer: {_referrer(answer.headers.get('Referrer-Policy', ''))}"
    yield f"hsts: {_transport(answer.headers.get('Strict-Transport-Security', ''))}"
    scripts = re.findall(r"<script[^>]*\ssrc=\"([^\"]*)\"", _page(answer))
    strangers = [one for one in scripts if not one.startswith("/") or one.startswith("//")]
    yield "sri: scripts of others" if strangers else "sri: own scripts only"
    sniffing = answer.headers.get("X-Content-Type-Options") == "nosniff"
    yield "nosniff: yes" if sniffing else "nosniff: no"
    yield f"frames: {_frames(answer, policy)}"
    own = answer.headers.get("Cross-Origin-Resource-Policy") == "same-origin"
    yield "corp: same origin" if own else "corp: none"


def directives(policy: str) -> dict[str, set[str]]:
    """A policy's directives with their sources; of a name that comes twice the first counts."""
    found: dict[str, set[str]] = {}
    for part in policy.split(";"):
        name, *sources = part.split() or [""]
        if name:
            found.setdefault(name.lower(), {one.lower() for one in sources})
    return found


def _policy(policy: dict[str, set[str]]) -> str:
    if not policy:
        return "none"
    default = policy.get("default-src", {"*"})
    scripts, styles = (policy.get(name, default) for name in ("script-src", "style-src"))
    if scripts & _UNSAFE or policy.get("object-src", default) & _BROAD:
        return "unsafe-inline, data: or a broad source of scripts or objects"
    if "'unsafe-eval'" in scripts | styles:
        return "unsafe-eval"
    if styles & _UNSAFE:
        return "unsafe-inline, data: or a broad source of styles"
    if default == {"'none'"}:
        return "default-src 'none', nothing unsafe"
    return "nothing unsafe"


def _cookies(answer: TestResponse) -> str:
    jar: SimpleCookie = SimpleCookie()
    for line in answer.headers.getlist("Set-Cookie"):
        jar.load(line)
    if not jar:
        return "none"
    if not all(one["secure"] for one in jar.values()):
        return "without Secure, protected by HSTS"
    if not all(one["httponly"] for name, one in jar.items() if _SESSION in name):
        return "session without HttpOnly"
    if not all(one["samesite"] in ("Lax", "Strict") for one in jar.values()):
        return "without SameSite"
    return "all Secure and SameSite, sessions HttpOnly"


def _referrer(policy: str) -> str:
    if not policy:
        return "none"
    return "private" if policy in _PRIVATE else "unsafe"


def _transport(policy: str) -> str:
    found = re.search(r"max-age=(\d+)", policy)
    if found is None:
        return "none"
    return "six months or more" if int(found[1]) >= HALF_A_YEAR else "less than six months"


def _frames(answer: TestResponse, policy: dict[str, set[str]]) -> str:
    ancestors = policy.get("frame-ancestors", {"*"})
    if not ancestors & _BROAD:
        return "refused by the policy"
    denied = answer.headers.get("X-Frame-Options") in ("DENY", "SAMEORIGIN")
    return "refused by X-Frame-Options" if denied else "anybody"


def _page(answer: TestResponse) -> str:
    return answer.text if answer.mimetype == "text/html" else ""
