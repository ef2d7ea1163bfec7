"""Planted faults of limits and sessions."""

from __future__ import annotations

from tests.faults.mutants import Mutant

_SERVICES = "tests/services/test_limits.py::"
_COUNTERS = "tests/services/test_counters.py::"
_ACCOUNTS = "tests/web/accounts/test_limits.py::"
_LIFETIMES = "tests/web/test_lifetimes.py::"
_SESSIONS = "tests/web/accounts/test_sessions.py::"
_STORAGE = "tests/storage/test_limits.py::"
_BODIES = "tests/web/test_bodies.py::"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "limiter-reads-then-writes",
        "app/services/counters.py",
        "    with writing() as session:\n        return _take_in_database(session, counted, now)\n",
        "    refused = _longest(storage.find_counters, counted, now)\n"
        "    import time\n"
        "    time.sleep(0.05)\n"
        "    if not refused:\n"
        "        with writing() as session:\n"
        "            for limit, key in counted:\n"
        "                storage.take(session, limit, key, now)\n"
        "    return refused\n",
        "limits",
    ),
    Mutant(
        "limit-refuses-nothing",
        "app/storage/limits.py",
        "        where=or_(ended, allowed),\n",
        "",
        f"{_STORAGE}test_of_many_at_once_only_so_many_are_allowed",
    ),
    Mutant(
        "limit-by-address",
        "app/services/limits.py",
        "    who = known_browsers.subject(phone)\n",
        "    from flask import request\n    who = request.remote_addr or phone\n",
        f"{_ACCOUNTS}test_nothing_is_counted_by_address",
    ),
    Mutant(
        "known-browser-ignored",
        "app/services/limits.py",
        "    if known is not None and known.knows(phone):\n",
        "    if known is not None and False:\n",
        f"{_ACCOUNTS}test_the_owner_comes_in_while_strangers_guess",
    ),
    Mutant(
        "any-cookie-is-a-known-browser",
        "app/services/known_browsers.py",
        "        return any(hmac.compare_digest(mine, one) for one in self.digests)\n",
        "        return bool(mine)\n",
        f"{_SERVICES}test_a_cookie_of_one_phone_or_number_says_nothing_of_another",
    ),
    Mutant(
        "registering-makes-the-browser-known",
        "app/web/accounts/registration.py",
        "    if registered.kept:\n",
        "    if True:\n",
        f"{_ACCOUNTS}test_registering_somebody_elses_phone_makes_no_known_browser",
    ),
    Mutant(
        "no-hash-for-an-unknown-phone",
        "app/services/accounts.py",
        "        right = passwords.verify(facts.password_hash if facts else None, password)\n",
        "        right = facts is not None and passwords.verify(facts.password_hash, password)\n",
        f"{_SERVICES}test_each_case_costs_exactly_one_hash",
    ),
    Mutant(
        "only-known-phones-are-counted",
        "app/services/known_browsers.py",
        '    return _keyed(f"phone:{_one_form(phone)}")[:_DIGEST]\n',
        "    from app.storage import accounts\n"
        "    import secrets\n"
        "    known = accounts.find_by_phone(_one_form(phone))\n"
        '    return _keyed(f"phone:{_one_form(phone)}")[:_DIGEST] if known'
        " else secrets.token_hex(16)\n",
        f"{_ACCOUNTS}test_a_known_and_an_unknown_phone_are_kept_out_alike",
    ),
    Mutant(
        "success-counts-as-a-failure",
        "app/services/accounts.py",
        "        raise SignInFailed()\n    counted.succeed(now)\n    if passwords.needs_rehash",
        "        raise SignInFailed()\n    if passwords.needs_rehash",
        f"{_SERVICES}test_a_right_password_forgets_the_wrong_ones",
    ),
    Mutant(
        "session-kept-at-sign-in",
        "app/web/accounts/sessions.py",
        "    session.clear()\n    session.permanent = True\n",
        "    session.permanent = True\n",
        f"{_SESSIONS}test_signing_in_begins_a_session_that_holds_nothing_of_the_one_before",
    ),
    Mutant(
        "cookie-without-httponly",
        "app/web/security.py",
        "        SESSION_COOKIE_HTTPONLY=True,\n",
        "        SESSION_COOKIE_HTTPONLY=False,\n",
        f"{_SESSIONS}test_the_cookie_lasts_thirty_days_and_no_script_reads_it",
    ),
    Mutant(
        "cookie-not-bound-to-the-host",
        "app/web/cookies.py",
        "    return BOUND + name if is_safe() else name\n",
        "    return name\n",
        f"{_LIFETIMES}test_over_https_a_cookie_planted_over_http_is_not_looked_at",
    ),
    Mutant(
        "open-redirect",
        "app/web/redirects.py",
        'not raw.startswith("/") or raw.startswith("//")',
        'not raw.startswith("/")',
        f"{_SESSIONS}test_signing_in_never_leads_to_another_site",
    ),
    Mutant(
        "sign-in-without-end",
        "app/web/lifetimes.py",
        "        return bool(age > LONGEST)\n",
        "        return False\n",
        f"{_LIFETIMES}test_who_takes_part_stays_signed_in_for_thirty_days_and_no_longer",
    ),
    Mutant(
        "staff-never-idle",
        "app/web/lifetimes.py",
        " or now - session.get(SEEN, now) > IDLE_OF_STAFF)",
        ")",
        f"{_LIFETIMES}test_staff_is_signed_out_after_half_a_day_unused",
    ),
    Mutant(
        "body-limit-off",
        "app/web/bodies.py",
        "    request.max_content_length = _most()\n",
        "    request.max_content_length = FILE_BYTES\n",
        f"{_BODIES}test_an_answer_may_not_be_large",
    ),
    Mutant(
        "fields-without-number",
        "app/web/bodies.py",
        '            if data.count(b"&") >= MOST_FIELDS:\n',
        "            if False:\n",
        f"{_BODIES}test_a_form_has_no_more_fields_than_people_fill_in",
    ),
    Mutant(
        "redis-failure-is-an-error",
        "app/services/counters.py",
        "            self._open(error)\n            return False, None\n",
        "            raise\n",
        f"{_COUNTERS}test_a_redis_that_hangs_makes_one_wait_a_little_and_nobody_after",
    ),
    Mutant(
        "redis-is-asked-every-time",
        "app/services/counters.py",
        "            if time.monotonic() < self.away_until:\n",
        "            if False:\n",
        f"{_COUNTERS}test_a_redis_that_hangs_makes_one_wait_a_little_and_nobody_after",
    ),
    Mutant(
        "everybody-waits-for-hashing",
        "app/services/hashing.py",
        "self._places.acquire(blocking=False)",
        "self._places.acquire()",
        "tests/services/test_passwords.py::"
        "test_one_hash_runs_at_a_time_and_too_many_are_asked_to_come_again",
    ),
    Mutant(
        "private-pages-in-shared-caches",
        "app/web/security.py",
        '_OF_ONE_PERSON = "private, no-store"',
        '_OF_ONE_PERSON = "public, max-age=60"',
        f"{_LIFETIMES}test_no_page_is_left_to_shared_caches_by_forgetting",
    ),
)
