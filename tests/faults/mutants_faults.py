"""Faults planted for durability, races, troubles and deadlines."""

from __future__ import annotations

from tests.faults.mutants import Mutant

_APPEND = "    added = _append(attempt_id, entries, now)\n"
_LATER = """\
    import threading, time
    from flask import current_app
    app = current_app._get_current_object()
    def later():
        time.sleep(0.5)
        with app.app_context():
            _append(attempt_id, entries, now)
    threading.Thread(target=later, daemon=True).start()
    added = len(entries)
"""
_ATTEMPTS, _WRITING = "app/services/attempts.py", "app/services/transactions.py"
_FIRST_TABLES = "migrations/versions/0002_attempts_journal_boards_audit.py"
_PREPARED = '    event.listen(engine, "handle_error", _part_from_read_only)\n'
_POSTGRESQL_OFF = (
    _PREPARED
    + """\
    if engine.dialect.name != "sqlite":
        event.listen(engine, "connect", _open_carelessly)


def _open_carelessly(connection: Any, _record: Any) -> None:
    connection.autocommit = True
    connection.execute("SET synchronous_commit = off")
    connection.autocommit = False
"""
)

# The first of the first two harnesses are tried at small scale too.
MUTANTS = (
    # Acknowledged, and not on disk.
    Mutant("acknowledged-before-saving", _ATTEMPTS, _APPEND, _LATER, "durability"),
    Mutant(
        "forgets-every-hundredth",
        _ATTEMPTS,
        _APPEND,
        "    added = _append(attempt_id, [one for one in entries if one.seq % 100], now)\n",
        "durability",
    ),
    Mutant(
        "synchronous-off",
        "app/storage/db.py",
        '        "synchronous=FULL",\n',
        '        "synchronous=OFF",\n',
        "power_cut",
    ),
    Mutant(
        "synchronous-normal",
        "app/storage/db.py",
        '        "synchronous=FULL",\n',
        '        "synchronous=NORMAL",\n',
        "power_cut",
    ),
    Mutant(
        "postgresql-commits-later",
        "app/storage/db.py",
        _PREPARED,
        _POSTGRESQL_OFF,
        "power_cut_postgresql",
    ),
    Mutant(
        "postgresql-forgets-what-it-committed-last",
        "app/storage/db.py",
        _PREPARED,
        _POSTGRESQL_OFF,
        "durability_postgresql",
    ),
    Mutant(
        "replies-before-the-shared-commit",
        _WRITING,
        "            mine.woken.wait()\n",
        "            mine.woken.wait(0.001)\n",
        "tests/services/test_writing_together.py",
    ),
    Mutant(
        "swallows-errors-of-writing-together",
        _WRITING,
        "        if mine.error is not None:\n            raise mine.error\n",
        "",
        "tests/services/test_writing_together.py",
    ),
    Mutant(
        "commit-left-out",
        _WRITING,
        "        yield session\n        session.commit()\n",
        "        yield session\n        session.flush()\n",
        "tests/storage/test_transactions.py",
    ),
    # Said to be saved while nothing can be.
    Mutant(
        "full-disk-is-told-as-saved",
        "app/web/errors.py",
        '        response = _answer(503, "unavailable", refusals.words("unavailable"))\n',
        '        response = Response(\'{"last_seq": 999999}\', 200, mimetype="application/json")\n',
        "tests/web/test_unavailable.py",
    ),
    Mutant(
        "full-disk-is-swallowed",
        _WRITING,
        "            for one in batch or self._take():\n                _do_alone(one)\n",
        "            for one in batch or self._take():\n                one.result = 1\n",
        "disk_full",
    ),
    Mutant(
        "read-only-is-swallowed",
        _WRITING,
        "            for one in batch or self._take():\n                _do_alone(one)\n",
        "            for one in batch or self._take():\n                one.result = 1\n",
        "read_only",
    ),
    Mutant(
        "read-only-looks-like-a-mistake",
        "app/web/errors.py",
        "    if availability.is_out_of_reach(error):\n",
        "    if False:\n",
        "read_only_postgresql",
    ),
    Mutant(
        "follows-a-clock-that-is-set",
        "app/services/clock.py",
        "        if abs(offset - self._offset) < STEP_SECONDS:\n",
        "        if True:\n",
        "tests/services/test_clock.py",
    ),
    Mutant(
        "requests-follow-the-machine",
        "app/web/clock.py",
        "        g.now = moment()\n",
        "        from datetime import UTC\n        g.now = datetime.now(UTC)\n",
        "clock_stepped",
    ),
    # Races.
    Mutant(
        "two-open-attempts",
        _FIRST_TABLES,
        '        ["person_id", "round_id"],\n        unique=True,\n'
        '        sqlite_where=sa.text("closed_at IS NULL"),\n',
        '        ["person_id", "round_id"],\n        unique=False,\n'
        '        sqlite_where=sa.text("closed_at IS NULL"),\n',
        "races",
    ),
    Mutant(
        "saves-beside-a-submission",
        "app/storage/saving_direct.py",
        " AND closed_at IS NULL FOR KEY SHARE",
        "",
        "races_postgresql",
    ),
    Mutant(
        "saves-after-a-submission",
        _ATTEMPTS,
        "        if not storage.hold_open(link, attempt_id):\n",
        "        if False:\n",
        "tests/services/test_attempts.py::test_a_save_that_meets_a_submission_on_its_way_is_refused",
    ),
    Mutant(
        "each-submission-a-receipt-of-its-own",
        "app/services/closing.py",
        "    if facts.closed_at is not None:\n        return facts\n    if by is",
        "    if facts.closed_at is not None:\n"
        "        return facts._replace(receipt=str(facts.receipt)[::-1])\n    if by is",
        "tests/services/test_closing.py::test_a_closed_attempt_stays_as_it_was",
    ),
    Mutant(
        "the-later-of-two-devices-is-told-nothing",
        _ATTEMPTS,
        "added < len(entries) or any(",
        "any(",
        "tests/services/test_attempts.py::"
        "test_of_two_devices_at_once_under_one_number_the_later_is_told_what_counts",
    ),
    Mutant(
        "an-old-number-overwrites",
        "app/storage/journal.py",
        "insert_of(kind, _ENTRIES).on_conflict_do_nothing()",
        "insert_of(kind, _ENTRIES).prefix_with('OR REPLACE')",
        "tests/services/test_attempts.py::test_another_answer_under_a_used_number_is_not_taken",
    ),
    Mutant(
        "the-newest-number-does-not-win",
        "app/domain/attempts.py",
        "entry.seq > best[entry.question].seq:\n"
        "            best[entry.question] = entry\n    return {",
        "True:\n            best[entry.question] = entry\n    return {",
        "tests/domain/test_attempts.py",
    ),
    Mutant(
        "no-limit-of-attempts",
        "app/services/starting.py",
        "    if rules.attempts_allowed is not None and counted >= rules.attempts_allowed:\n",
        "    if rules.attempts_allowed is not None and counted > rules.attempts_allowed:\n",
        "tests/services/test_starting.py::test_the_limit_holds_for_each_round",
    ),
    # Deadlines.
    Mutant(
        "grace-without-end",
        "app/domain/attempts.py",
        "    if closed_by is not None or now > deadline_at + grace:\n",
        "    if closed_by is not None:\n",
        "deadlines",
    ),
    Mutant(
        "ten-milliseconds-too-many",
        "app/domain/attempts.py",
        "    if closed_by is not None or now > deadline_at + grace:\n",
        "    if closed_by is not None or now > deadline_at + grace + timedelta(milliseconds=10):\n",
        "deadlines",
    ),
    Mutant(
        "late-submissions-count",
        _ATTEMPTS,
        "    late = now > facts.deadline_at + grace_of(facts)\n",
        "    late = False\n",
        "tests/services/test_attempts_submitting.py::"
        "test_a_submission_after_the_grace_keeps_what_was_saved_in_time",
    ),
    Mutant(
        "the-closing-does-not-cut",
        "app/domain/contests.py",
        "    return min(started_at + timedelta(minutes=minutes), closes_at)\n",
        "    return started_at + timedelta(minutes=minutes)\n",
        "tests/services/test_starting.py::test_a_deadline_never_lies_after_the_closing",
    ),
    Mutant(
        "seen-at-any-time",
        "app/domain/attempts.py",
        "started_at <= now <= started_at + SHOWING_BOUND or",
        "started_at <= now or",
        "tests/services/test_showing.py::test_after_the_bound_nothing_moves",
    ),
    Mutant(
        "late-taps-of-a-file-count",
        "app/domain/answer_files.py",
        "    if entry.made_at > ended_at:\n",
        "    if False:\n",
        "tests/domain/test_answer_files.py",
    ),
    Mutant(
        "sweeps-without-a-margin",
        "app/domain/attempts.py",
        "    return now > deadline_at + grace + SWEEP_MARGIN\n",
        "    return now > deadline_at + grace\n",
        "tests/domain/test_attempts.py",
    ),
)
