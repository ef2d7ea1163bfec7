"""Who may do what: one table, read from top to bottom.

Every endpoint declares one of these; what belongs to one person or one contest
is checked further by the service that serves it.
"""

from __future__ import annotations

from collections.abc import Iterable

NOBODY = "nobody"
PARTICIPANT = "participant"
ORGANISER = "organiser"
ARBITER = "arbiter"
ADMINISTRATOR = "administrator"

_EVERYBODY = frozenset({NOBODY, PARTICIPANT, ORGANISER, ARBITER, ADMINISTRATOR})
_SIGNED_IN = _EVERYBODY - {NOBODY}

PERMISSIONS: dict[str, frozenset[str]] = {
    "view_public": _EVERYBODY,
    "register": _EVERYBODY,
    "sign_in": _EVERYBODY,
    "sign_out": _EVERYBODY,
    "report_activity": _EVERYBODY,  # with the secret link of a unit
    "set_up": _EVERYBODY,  # with the code of an instance that nobody administers yet
    "manage_own_profile": _SIGNED_IN,
    "take_contest": _SIGNED_IN,
    "answer": _SIGNED_IN,
    "organise": frozenset({ORGANISER, ADMINISTRATOR}),
    "watch_answer_files": frozenset({ORGANISER, ARBITER, ADMINISTRATOR}),
    "watch_own_unit": _SIGNED_IN,
    "compare_people": frozenset({ORGANISER, ARBITER, ADMINISTRATOR}),
    "correct_keys": frozenset({ORGANISER, ARBITER, ADMINISTRATOR}),
    "read_audit": frozenset({ORGANISER, ARBITER, ADMINISTRATOR}),
    "watch_evidence": frozenset({ORGANISER, ARBITER, ADMINISTRATOR}),
    "arbitrate": frozenset({ARBITER, ADMINISTRATOR}),
    "administer": frozenset({ADMINISTRATOR}),
}


def allows(permission: str, roles: Iterable[str]) -> bool:
    """Whether any of `roles` has `permission`; an unknown permission is nobody's."""
    return not PERMISSIONS.get(permission, frozenset()).isdisjoint(roles)
