"""Faults planted for more than one machine."""

from __future__ import annotations

from tests.faults.mutants import Mutant

MUTANTS = (
    Mutant(
        "postgresql-forgets-every-fortieth",
        "app/storage/saving_direct.py",
        "AS one (seq, question, response)\n",
        "AS one (seq, question, response) WHERE one.seq % 40 <> 39\n",
        "groups",
    ),
    Mutant(
        "servers-with-different-secrets-live-side-by-side",
        "app/services/fellows.py",
        "and lease.holder != own_print()",
        "and not own_print()",
        "tests/services/test_fellows.py",
    ),
    Mutant(
        "each-machine-has-a-folder-of-its-own",
        "app/config.py",
        'named = environ.get("INSTANCE_FOLDER", "").strip()',
        'named = ""',
        "tests/test_config.py",
    ),
)
