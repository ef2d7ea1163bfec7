"""Planted faults of backups: each breaks one promise of `app/services/backups.py` and its kin."""

from __future__ import annotations

from tests.faults.mutants import Mutant

_BACKUPS = "tests/services/test_backups.py"
_RESTORING = "tests/services/test_restoring.py"
_REHEARSALS = "tests/services/test_rehearsals.py"
_FORMAT = "tests/formats/test_backups.py"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "backup-sequences-not-set",
        "app/storage/restores.py",
        "    if not _is_postgresql():\n        return\n    for name, table",
        "    if not _is_postgresql() or found:\n        return\n    for name, table",
        "backups",
    ),
    Mutant(
        "backup-without-snapshot",
        "app/storage/backups.py",
        "                source.backup(copy, pages=-1)\n",
        "                copy.close(), path.unlink(missing_ok=True)\n"
        "                copy = source\n",
        f"{_BACKUPS}::test_what_is_written_meanwhile_is_not_half_in_it",
    ),
    Mutant(
        "backup-without-uploads",
        "app/services/backups.py",
        "files=(*files, *uploads),",
        "files=(*files,),",
        f"{_BACKUPS}::test_a_backup_names_all_that_an_instance_needs",
    ),
    Mutant(
        "backup-holds-no-uploads",
        "app/services/backup_files.py",
        "                _link(one, self._folder / one.name)\n",
        "                os.symlink(one, self._folder / one.name)\n",
        f"{_BACKUPS}::test_a_file_that_is_deleted_meanwhile_is_still_in_it",
    ),
    Mutant(
        "backup-key-files-after-the-snapshot",
        "app/services/backups.py",
        "        pins.hold()\n",
        "        pins.hold()\n        snapshot.scalar('SELECT 1')\n"
        "        keys = backup_files.key_contents()\n",
        f"{_BACKUPS}::test_a_head_that_is_published_meanwhile_does_not_make_the_chain_look_cut",
    ),
    Mutant(
        "backup-for-everybody-to-read",
        "app/services/backups.py",
        "with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)",
        "with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)",
        f"{_BACKUPS}::test_only_its_owner_may_read_it_and_nothing_else_is_left",
    ),
    Mutant(
        "backup-without-its-secret",
        "app/services/backup_files.py",
        'found = {SECRET: str(current_app.config["SECRET_KEY"]).encode()}',
        'found = {SECRET: b"another secret, made up"}',
        f"{_REHEARSALS}::test_all_is_as_it_was_and_the_real_instance_is_only_noted_in",
    ),
    Mutant(
        "backup-of-a-damaged-database",
        "app/storage/backups.py",
        'if said != ["ok"]:',
        "if not said:",
        f"{_BACKUPS}::test_a_damaged_page_is_not_called_a_backup",
    ),
    Mutant(
        "backup-digests-not-compared",
        "app/formats/backup_read.py",
        "    if found != listed:\n",
        "    if found is None:\n",
        f"{_FORMAT}::test_what_was_altered_by_somebody_who_knows_zip_files_is_refused",
    ),
    Mutant(
        "backup-takes-any-path",
        "app/domain/backups.py",
        "        _matching(_UPLOAD, path)\n",
        "        str(path)\n",
        f"{_FORMAT}::test_what_was_altered_by_somebody_who_knows_zip_files_is_refused",
    ),
    Mutant(
        "backup-lines-without-end",
        "app/formats/backup_read.py",
        'if len(line) > PLAIN_LINE and len(_STRING.sub(b"", line)) > MOST_BONES:',
        "if len(line) > LONGEST_LINE:",
        f"{_FORMAT}::test_a_long_line_of_brackets_is_refused_before_it_is_parsed",
    ),
    Mutant(
        "restore-over-an-instance-that-is-lived-in",
        "app/services/restoring.py",
        "    if filled:\n",
        "    if len(filled) > 1000:\n",
        f"{_RESTORING}::test_an_instance_with_people_is_refused_and_not_touched",
    ),
    Mutant(
        "restore-under-a-running-server",
        "app/services/restoring.py",
        'if "leases" in found and storage.is_served(now):',
        'if "leases" not in found and storage.is_served(now):',
        f"{_RESTORING}::test_an_instance_that_is_being_served_is_refused",
    ),
    Mutant(
        "restore-leaves-files-behind",
        "app/services/backup_files.py",
        "            self._undo.callback(lambda: target.unlink(missing_ok=True))\n",
        "",
        f"{_RESTORING}::test_nothing_is_left_behind_when_the_last_step_fails",
    ),
    Mutant(
        "restore-with-another-secret",
        "app/services/restoring.py",
        "if backup_files.has_given_secret() and kept != own:",
        "if not own:",
        f"{_RESTORING}::test_another_secret_in_the_settings_is_refused",
    ),
    Mutant(
        "rehearsal-believes-every-receipt",
        "app/services/rehearsal_checks.py",
        "        wrong += one.receipt != receipt_code(",
        "        wrong += not receipt_code(",
        f"{_REHEARSALS}::test_what_was_forged_so_that_it_fits_is_named_all_the_same",
    ),
    Mutant(
        "rotation-removes-the-newest",
        "app/domain/backup_plans.py",
        "for _, name in reversed(dated) if name not in kept",
        "for _, name in reversed(dated) if name in kept",
        "tests/domain/test_backup_plans.py",
    ),
    Mutant(
        "checkpoint-waits-for-readers",
        "app/storage/transactions.py",
        "CHECKPOINT_PATIENCE_MS = 20",
        "CHECKPOINT_PATIENCE_MS = 10_000",
        f"{_BACKUPS}::test_a_reader_that_stays_does_not_make_writers_wait",
    ),
)
