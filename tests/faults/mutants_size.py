"""Planted faults of boards at size: counts that drift, places that are wrong, pages for others."""

from __future__ import annotations

from tests.faults.mutants import Mutant

_COUNTS = "tests/storage/test_board_counts.py"
_KEPT = "tests/web/test_kept_answers.py"
_FILL = "tests/services/test_demo_fill_at_once.py"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "size-place-without-the-own-stretch",
        "app/storage/stretches.py",
        "    return whole.scalar_subquery() + rest.scalar_subquery()\n",
        "    return whole.scalar_subquery() + 0\n",
        f"{_COUNTS}::test_neighbours_and_places_agree_with_the_board",
    ),
    Mutant(
        "size-stretches-forget-who-left",
        "app/storage/derivations.py",
        "    stretches.change(session, gone, come)\n",
        "    stretches.change(session, [], come)\n",
        f"{_COUNTS}::test_places_are_exact_whatever_came_and_went",
    ),
    Mutant(
        "size-figures-forget-who-left",
        "app/storage/derivations.py",
        "    if not tallies.change(session, gone, come):\n",
        "    if not tallies.change(session, [], come):\n",
        f"{_COUNTS}::test_places_are_exact_whatever_came_and_went",
    ),
    Mutant(
        "size-own-page-for-everybody",
        "app/web/kept_answers.py",
        '    return bool(wanted) and request.method == "GET" and not has_session\n',
        '    return bool(wanted) and request.method == "GET"\n',
        f"{_KEPT}::test_who_is_signed_in_gets_a_page_of_their_own",
    ),
    Mutant(
        "size-one-language-for-everybody",
        "app/web/kept_answers.py",
        "        select_language(),\n",
        "",
        f"{_KEPT}::test_languages_sizes_and_addresses_have_their_own",
    ),
    Mutant(
        "size-fill-loses-an-answer",
        "app/services/demo_keeping.py",
        "storage.ENTRIES, _ENTRY, entries)",
        "storage.ENTRIES, _ENTRY, entries[1:])",
        f"{_FILL}::test_a_filled_contest_recounts_identically",
    ),
    Mutant(
        "size-fill-over-the-limit",
        "app/services/demo_fill.py",
        "        while shares[place] >= most_each:\n",
        "        while shares[place] > most_each:\n",
        f"{_FILL}::test_nobody_has_more_attempts_than_the_rules_allow",
    ),
)
