"""Who looks at a public page, and whether what they see may be shared with others."""

from __future__ import annotations

from flask import Response, make_response, request, session

from app.services.accounts import SignedIn
from app.web import cookies
from app.web.access import visitor

SHARED_SECONDS = 5


def signed_in() -> SignedIn | None:
    """The person who is signed in; without a session nothing is asked of the database."""
    return visitor() if "_user_id" in session else None


def shareable(page: str) -> Response:
    """The page, kept for some seconds by shared caches when nobody has a session.

    After that its ETag asks whether it is still the same. It varies by cookie all the same:
    the language and the size of the text are chosen in cookies. Whoever has none gets what
    everybody without one gets.
    """
    response = make_response(page)
    anonymous = not cookies.has_session()
    if anonymous and not session:
        response.cache_control.public = True
        response.cache_control.max_age = SHARED_SECONDS
        # Weak, for compression changes the bytes and not what they say.
        response.add_etag(weak=True)
        response.make_conditional(request)
    else:
        response.cache_control.private = True
        response.cache_control.no_cache = True
    return response
