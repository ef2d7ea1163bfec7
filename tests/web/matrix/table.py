"""What each person may do, written down once more, apart from the code that decides it.

Two tables and nothing else: `MAY` says who has which permission, `THEIRS` to whom the
thing behind an address belongs. Whoever has no permission is told so; to whom a thing does
not belong, it is not there.
"""

from __future__ import annotations

from enum import StrEnum


class Who(StrEnum):
    """Everybody who asks."""

    NOBODY = "nobody"
    PARTICIPANT = "participant"
    OTHER_PARTICIPANT = "another participant"
    CONTACT = "unit contact"
    OTHER_CONTACT = "contact of another unit"
    ORGANISER = "organiser"
    OTHER_ORGANISER = "organiser of another contest"
    ARBITER = "arbiter"
    ADMINISTRATOR = "administrator"
    DEMOTED = "organiser until a second ago"
    DEMOTED_TOKEN = "the same by a bearer token"


class Expected(StrEnum):
    """What an address answers."""

    LET_IN = "let in"
    SIGN_IN = "sign in first"
    FORBIDDEN = "403"
    NOT_THERE = "404, as of a thing that is not there"


EVERYBODY = frozenset(Who)
SIGNED_IN = EVERYBODY - {Who.NOBODY}
ORGANISERS = frozenset({Who.ORGANISER, Who.OTHER_ORGANISER, Who.ADMINISTRATOR})
WATCHERS = ORGANISERS | {Who.ARBITER}

MAY: dict[str, frozenset[Who]] = {
    "view_public": EVERYBODY,
    "register": EVERYBODY,
    "sign_in": EVERYBODY,
    "sign_out": EVERYBODY,
    "set_up": EVERYBODY,
    "report_activity": EVERYBODY,
    "manage_own_profile": SIGNED_IN,
    "take_contest": SIGNED_IN,
    "answer": SIGNED_IN,
    "watch_own_unit": SIGNED_IN,
    "organise": ORGANISERS,
    "watch_answer_files": WATCHERS,
    "compare_people": WATCHERS,
    "correct_keys": WATCHERS,
    "read_audit": WATCHERS,
    "watch_evidence": WATCHERS,
    "arbitrate": frozenset({Who.ARBITER, Who.ADMINISTRATOR}),
    "administer": frozenset({Who.ADMINISTRATOR}),
}

OF_THE_CONTEST = frozenset({Who.ORGANISER, Who.ARBITER, Who.ADMINISTRATOR})
"""Its staff, and those who are appointed for every contest."""

THEIRS: dict[str, frozenset[Who]] = {
    "/organiser/contests/<slug>": OF_THE_CONTEST,
    "/organiser/banks/<slug>": OF_THE_CONTEST,  # A running contest draws from it.
    "/organiser/announcements/<int:announcement_id>": OF_THE_CONTEST,  # About that contest.
    "/organiser/answer-files/<int:file_id>": OF_THE_CONTEST,
    "/organiser/jobs/<token>": frozenset({Who.ORGANISER}),
    "/organiser/banks/uploads/<token>": frozenset({Who.ORGANISER}),
    "/organiser/people/import/<token>": frozenset({Who.ORGANISER}),
    "/organiser/units/import/<token>": frozenset({Who.ORGANISER}),
    "/attempts/<int:attempt_id>": frozenset({Who.PARTICIPANT}),
    "/api/v1/attempts/<int:attempt_id>": frozenset({Who.PARTICIPANT}),
    "/certificates/<code>/pdf": frozenset({Who.PARTICIPANT}),
    "/contests/<slug>/certificates": frozenset({Who.PARTICIPANT}),  # Earned there.
    "/profile/unit": frozenset({Who.CONTACT}),
}


def expected(permission: str, rule: str, who: Who) -> Expected:
    """What `who` is answered at an address of `rule` that declares `permission`."""
    if who not in MAY[permission]:
        return Expected.SIGN_IN if who is Who.NOBODY else Expected.FORBIDDEN
    roots = [root for root in THEIRS if is_below(rule, root)]
    if all(who in THEIRS[root] for root in roots):
        return Expected.LET_IN
    return Expected.NOT_THERE


def is_below(rule: str, root: str) -> bool:
    """Whether a rule is `root`, or goes on after it."""
    return rule.startswith(root) and rule[len(root) :][:1] in ("", "/", ".")


STAFF = frozenset(MAY) - {one for one in MAY if MAY[one] in (EVERYBODY, SIGNED_IN)}
DECLARED: dict[str, frozenset[str]] = {
    "/organiser": STAFF,
    "/profile": frozenset({"manage_own_profile", "watch_own_unit"}),
    "/attempts": frozenset({"answer"}),
    "/api/v1/attempts": frozenset({"answer"}),
    "/certificates/<code>/pdf": frozenset({"manage_own_profile"}),
    "/contests/<slug>/certificates": frozenset({"take_contest"}),
    "/contests/<slug>/start": frozenset({"take_contest"}),
    "/contests/<slug>/wait": frozenset({"take_contest"}),
    "/api/v1/contests/<slug>/me": frozenset({"take_contest"}),
    "/api/v1/contests/<slug>/attempts": frozenset({"take_contest"}),
    "/answer-files": frozenset({"take_contest"}),
}
"""What a route below an address declares: nothing less will do there."""

ONLY: dict[str, frozenset[str]] = {
    "administer": frozenset({
        "organiser.disable_account",
        "organiser.enable_account",
        "organiser.edit_settings",
        "organiser.list_backups",
        "organiser.make_backup",
        "organiser.rehearse_backup",
    }),
    "arbitrate": frozenset({
        "organiser.change_evidence_attempt",
        "organiser.decide_answer_file",
        "organiser.decide_duplicate_people",
        "organiser.decide_evidence",
    }),
}  # fmt: skip
"""What only few may do, by endpoint: neither more nor less declares it."""
