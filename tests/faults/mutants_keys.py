"""Faults planted for keys and headers: each a way in which one of them has got out elsewhere."""

from __future__ import annotations

from tests.faults.mutants import Mutant

_CANARIES = "tests/web/test_key_canaries.py"
_ANSWERING = f"{_CANARIES}::test_who_answers_meets_the_same_under_another_key"
_HEADERS = "tests/web/test_headers.py"
_REFUSED = f"{_HEADERS}::test_a_refusal_and_a_failure_carry_the_same_policy"
_REVIEWS = "tests/services/test_reviews.py"
_NO_KEY_READ = "tests/web/test_extra_fields.py::test_while_somebody_answers_no_key_is_looked_at"

MUTANTS = (
    Mutant(
        "key-in-the-papers-json",
        "app/web/api/attempts.py",
        '        "last_seq": sitting.last_seq,\n        "start_token"',
        '        "last_seq": sitting.last_seq,\n        "key": str(attempts.banks.compiled_keys('
        "facts.bank_version_id, 1)),\n"
        '        "start_token"',
        _ANSWERING,
    ),
    Mutant(
        "right-option-marked-in-the-page",
        "app/web/papers.py",
        '        "number": number,\n        "image": {"src"',
        '        "number": str(number) + (" " if shown["type"] == "single" and "a" in '
        'banks.compiled_keys(1, 1)[shown["id"]].options else ""),\n        "image": {"src"',
        _ANSWERING,
    ),
    Mutant(
        "explanations-before-the-closing",
        "app/domain/contests.py",
        'return policy == "explanations" and now > closes_at + timedelta(seconds=grace_seconds)',
        'return policy == "explanations"',
        f"{_REVIEWS}::test_nothing_secret_is_in_a_review_before_its_time {_ANSWERING}",
    ),
    Mutant(
        "keys-while-another-round-asks-the-same",
        "app/storage/explaining.py",
        "            Contest.finalised_at.is_(None),\n            or_(",
        "            Contest.finalised_at.is_not(None),\n            or_(",
        f"{_REVIEWS}::test_no_round_tells_keys_while_another_may_ask_the_same",
    ),
    Mutant(
        "score-although-the-contest-hides-it",
        "app/services/receipts.py",
        'SHOWS_SCORE = ("score", "answers", "explanations")',
        'SHOWS_SCORE = ("nothing", "score", "answers", "explanations")',
        "tests/services/test_receipts.py tests/services/test_reviews.py",
    ),
    Mutant(
        "answers-to-a-save-depend-on-the-key",
        "app/web/api/attempts.py",
        "    if saved.superseded:\n",
        "    from app.services import banks\n"
        "    banks.compiled_keys(1, 1)\n"
        "    if saved.superseded:\n",
        _NO_KEY_READ,
    ),
    Mutant(
        "tag-made-of-the-key",
        "app/web/play/__init__.py",
        '    if response.mimetype == "text/html":\n',
        "    from app.services import banks\n"
        "    response.set_etag(str(abs(hash(str(banks.compiled_keys(1, 1)[\n"
        '        "single-1"].explanation)))))\n'
        '    if response.mimetype == "text/html":\n',
        _ANSWERING,
    ),
    Mutant(
        "unknown-fields-taken-with-answers",
        "app/web/api/attempts.py",
        '    model_config = ConfigDict(extra="forbid", strict=True)\n    answers:',
        '    model_config = ConfigDict(extra="ignore", strict=True)\n    answers:',
        "tests/web/test_extra_fields.py"
        "::test_a_save_or_submission_with_anything_more_is_refused_whole",
    ),
    Mutant(
        "address-in-the-log",
        "app/web/request_log.py",
        '    where = f\'"{endpoint}"\' if endpoint else "null"\n',
        "    where = f'\"{request.full_path}\"'\n",
        "tests/web/test_key_logs.py",
    ),
    Mutant(
        "no-headers-on-errors",
        "app/web/security.py",
        "    response.headers.extend([one for one in _HEADERS.items() if one[0] not in given])\n",
        "    if response.status_code < 400:\n"
        "        response.headers.extend(\n"
        "            [one for one in _HEADERS.items() if one[0] not in given]\n"
        "        )\n",
        _REFUSED,
    ),
    Mutant(
        "inline-scripts-allowed",
        "app/web/security.py",
        "\"script-src 'self'\"",
        "\"script-src 'self' 'unsafe-inline'\"",
        _REFUSED,
    ),
    Mutant(
        "sniffing-allowed",
        "app/web/security.py",
        '    "X-Content-Type-Options": "nosniff",\n',
        "",
        _REFUSED,
    ),
    Mutant(
        "personal-answers-kept-by-caches",
        "app/web/security.py",
        '_OF_ONE_PERSON = "private, no-store"',
        '_OF_ONE_PERSON = "public, max-age=60"',
        f"{_HEADERS}::test_what_is_one_persons_is_kept_by_nobody",
    ),
    Mutant(
        "foreign-host-crashes",
        "app/web/errors.py",
        "    if isinstance(request.routing_exception, SecurityError):\n",
        "    if False:\n",
        _REFUSED,
    ),
)
