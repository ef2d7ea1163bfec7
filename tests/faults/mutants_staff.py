"""Faults in who gets through which door; the authorisation matrix and its neighbours catch them."""

from __future__ import annotations

from tests.faults.mutants import Mutant

_CLOSED = (
    "tests/web/matrix/test_authorisation_matrix.py::"
    "test_nobody_gets_through_a_door_that_is_not_theirs"
)
_FORGERY = (
    "tests/web/matrix/test_authorisation_matrix.py::test_no_state_changes_without_the_forgery_token"
)
_DECLARED = (
    "tests/web/matrix/test_authorisation_matrix.py::"
    "test_every_route_declares_a_permission_that_the_table_has"
)
_CROSSED = (
    "tests/web/matrix/test_authorisation_matrix.py::"
    "test_a_thing_of_one_contest_is_not_there_under_anothers_address"
)
_PAGES = "tests/web/organiser/test_contest_staff.py::"
_SERVICE = "tests/services/test_contest_staff.py::"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "anybodys-attempt",
        "app/storage/attempts.py",
        "        query.join(Account, Account.person_id == Attempt.person_id)\n",
        "        query.join(Account, Account.id > 0)\n",
        f"{_CLOSED}[other_participant]",
    ),
    Mutant(
        "anybodys-certificate",
        "app/services/certificates.py",
        "    if facts is None or facts.person_id != person_id or facts.withdrawn_at",
        "    if facts is None or facts.withdrawn_at",
        f"{_CLOSED}[other_participant]",
    ),
    Mutant(
        "anybodys-job",
        "app/storage/jobs.py",
        "select(*_FACTS).where(Job.token == token, Job.account_id == account_id)",
        "select(*_FACTS).where(Job.token == token)",
        f"{_CLOSED}[administrator]",
    ),
    Mutant(
        "anybodys-unit",
        "app/services/unit_participation.py",
        '    chosen_unit = next((one for one in mine if unit in ("", one.key)), None)\n',
        "    chosen_unit = next(iter(mine), None)\n",
        f"{_CLOSED}[other_contact]",
    ),
    Mutant(
        "any-organiser-runs-any-contest",
        "app/web/access.py",
        "    if is_below(rule, OF_ONE_CONTEST) and slug not in reach(permission):\n",
        "    if is_below(rule, OF_ONE_CONTEST) and not reach(permission):\n",
        f"{_CLOSED}[other_organiser]",
    ),
    Mutant(
        "organiser-counts-everywhere",
        "app/domain/contest_staff.py",
        "ON_STAFF_ONLY = frozenset({ORGANISER})",
        "ON_STAFF_ONLY: frozenset[str] = frozenset()",
        "tests/domain/test_contest_staff.py",
    ),
    Mutant(
        "forbidden-instead-of-not-there",
        "app/web/access.py",
        "slug not in reach(permission):\n        raise NotFound()\n",
        "slug not in reach(permission):\n        raise NotPermitted()\n",
        f"{_CLOSED}[other_organiser]",
    ),
    Mutant(
        "held-bank-readable",
        "app/web/access.py",
        "    if is_below(rule, OF_ONE_BANK) and slug in held_banks():\n",
        "    if is_below(rule, OF_ONE_BANK) and slug in ():\n",
        f"{_PAGES}test_a_bank_that_the_contest_draws_from_is_held_from_others",
    ),
    Mutant(
        "held-bank-drawn-from",
        "app/services/contest_checks.py",
        "    is_held = one.bank_slug in held\n",
        "    is_held = False\n",
        f"{_SERVICE}test_a_held_bank_cannot_be_drawn_from_or_found",
    ),
    Mutant(
        "demotion-waits-for-the-sign-in",
        "app/services/accounts.py",
        "    return signed_in(facts) if facts else None\n",
        "    return _kept.setdefault(identity, signed_in(facts)) if facts else None\n\n\n"
        "_kept: dict[Identity, SignedIn] = {}\n",
        f"{_PAGES}test_a_demotion_counts_from_the_next_request_on",
    ),
    Mutant(
        "permission-loosened",
        "app/domain/permissions.py",
        '    "administer": frozenset({ADMINISTRATOR}),',
        '    "administer": frozenset({ORGANISER, ADMINISTRATOR}),',
        f"{_CLOSED}[organiser]",
    ),
    Mutant(
        "route-declares-less",
        "app/web/organiser/people.py",
        '@bp.post("/people/<int:person_id>/disable")\n@requires("administer")\n',
        '@bp.post("/people/<int:person_id>/disable")\n@requires("organise")\n',
        "tests/web/matrix/test_authorisation_matrix.py::"
        "test_every_route_declares_what_its_place_asks_for",
    ),
    Mutant(
        "route-declares-nothing",
        "app/web/organiser/halls.py",
        '@bp.post("/contests/<slug>/halls/<code>/close")\n@requires("organise")\n',
        '@bp.post("/contests/<slug>/halls/<code>/close")\n',
        _DECLARED,
    ),
    Mutant(
        "hall-of-another-contest",
        "app/services/halls.py",
        "    if hall.contest_slug != slug:\n        raise NotFound()\n",
        "",
        _CROSSED,
    ),
    Mutant(
        "no-forgery-check-at-sign-out",
        "app/web/accounts/sessions.py",
        '@bp.post("/sign-out")\n',
        '@bp.post("/sign-out")\n@__import__("app.web.security", fromlist=["x"]).reads_no_cookie\n',
        "tests/web/matrix/test_authorisation_matrix.py::"
        "test_only_views_that_act_for_nobody_take_no_token",
    ),
    Mutant(
        "no-forgery-check-in-one-face",
        "app/web/security.py",
        '    if request.method not in ("POST", "PUT", "PATCH", "DELETE"):\n',
        '    if request.method not in ("POST", "PUT", "PATCH", "DELETE")'
        ' or request.blueprint == "play":\n',
        _FORGERY,
    ),
    Mutant(
        "no-forgery-check-of-puts",
        "app/web/security.py",
        '    if request.method not in ("POST", "PUT", "PATCH", "DELETE"):\n',
        '    if request.method not in ("POST", "PATCH", "DELETE"):\n',
        _FORGERY,
    ),
    Mutant(
        "numbers-without-bound",
        "app/web/converters.py",
        'regex = rf"[0-9]{{1,{DIGITS}}}"',
        'regex = r"[0-9]+"',
        "tests/web/matrix/test_authorisation_matrix.py::"
        "test_a_number_that_no_column_holds_is_an_address_that_is_not_there",
    ),
    Mutant(
        "the-last-one-leaves",
        "app/services/contest_staff.py",
        "        if storage.count_organisers(session, contest.id) == 0:\n",
        "        if storage.count_organisers(session, contest.id) < 0:\n",
        f"{_SERVICE}test_somebody_leaves_but_never_the_last_who_can_run_it",
    ),
    Mutant(
        "work-for-those-who-left",
        "app/services/contest_jobs.py",
        "    if asked:\n        contest_staff.check_account",
        "    if not asked:\n        contest_staff.check_account",
        f"{_SERVICE}test_work_is_done_only_for_those_who_still_run_the_contest",
    ),
    Mutant(
        "audit-log-tells-all",
        "app/storage/audit.py",
        "    if own is None:\n        return ()\n",
        "    if own is not None:\n        return ()\n",
        f"{_SERVICE}test_the_audit_log_tells_others_nothing_about_the_contest",
    ),
)
