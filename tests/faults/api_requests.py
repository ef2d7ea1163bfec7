"""The API asked by its own description, rightly and wrongly, by people of several roles.

The questions and the verdicts are schemathesis's: no failure, no status, content or header
that the description does not name, no body that is not as described, and no entry without
the sign-in that is asked for.
"""

from __future__ import annotations

import secrets
import warnings
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import hypothesis
from schemathesis import Case, GenerationMode, openapi
from schemathesis.checks import (
    not_a_server_error,
)
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    ignored_auth,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from app.services import starting
from app.services.transactions import end_reading
from app.web.access import make_token
from tests.faults.scene import Scene

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance,
    response_headers_conformance, response_schema_conformance, ignored_auth,
    unsupported_method, allow_header_conformance,
]  # fmt: skip


class Api:
    """All calls of the description, and what came of them."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.tried = scene, 0
        self.statuses: Counter[int] = Counter()
        self.faults: dict[str, str] = {}
        self.schema = openapi.from_wsgi("/api/v1/openapi.json", scene.app)
        with scene.app.test_request_context():
            self.tokens = {
                "nobody": {},
                "nonsense": {"Authorization": "Bearer nonsense"},
                "participant": _bearer(make_token(scene.plain.who)),
                "everything": _bearer(make_token(scene.everything.who)),
            }

    def ask_all(self, examples: int) -> None:
        """So many examples for each operation, role, right or wrong, true or made-up address."""
        for found in self.schema.get_all_operations():
            operation = found.ok()
            for role, headers in self.tokens.items():
                for mode in GenerationMode:
                    for paths in self._paths(operation.path):
                        self._ask(operation, role, headers, mode, paths, examples)

    def _paths(self, path: str) -> Iterator[dict[str, Any]]:
        """What is there: each attempt and board; and whatever comes to mind."""
        yield {}
        scene = self.scene
        for known in (
            {"slug": scene.slug, "kind": "individual", "attempt_id": scene.open_attempt,
             "code": scene.receipt},
            {"slug": scene.slug, "kind": "commune", "attempt_id": scene.closed_attempt,
             "code": scene.pages["public.show_certificate"].rpartition("/")[2]},
            {"kind": "organisation", "slug": scene.slug, "attempt_id": self._plain_attempt()},
        ):  # fmt: skip
            if chosen := {name: value for name, value in known.items() if f"{{{name}}}" in path}:
                yield chosen

    def _plain_attempt(self) -> int:
        """An attempt of the participant who has no role; a new one once the last has ended."""
        with self.scene.app.app_context():
            end_reading()
            return starting.start(
                slug=self.scene.slug,
                who=self.scene.plain.who,
                now=datetime.now(UTC),
                seed=secrets.token_hex(16),
            ).attempt_id

    def _ask(self, operation: Any, role: str, headers: dict[str, str], mode: GenerationMode,
             paths: dict[str, Any], examples: int) -> None:  # fmt: skip
        given = {"path_parameters": paths} if paths else {}
        try:
            cases = operation.as_strategy(mode, **given)
        except hypothesis.errors.HypothesisException:
            return  # Nothing can be wrong where nothing is given.

        @hypothesis.seed(self.tried)
        @hypothesis.settings(
            max_examples=examples, database=None, deadline=None,
            suppress_health_check=list(hypothesis.HealthCheck),
            phases=[hypothesis.Phase.generate],
        )  # fmt: skip
        @hypothesis.given(case=cases)
        def one(case: Case) -> None:
            self._judge(case, role, headers)

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                one()
            except hypothesis.errors.Unsatisfiable:
                return

    def _judge(self, case: Case, role: str, headers: dict[str, str]) -> None:
        self.tried += 1
        # In a process nobody undoes the compression.
        answer = case.call(headers={**headers, "Accept-Encoding": "identity"})
        self.statuses[answer.status_code] += 1
        busy = answer.status_code == 503 and "retry-after" in answer.headers
        checks = [one for one in CHECKS if not (busy and one is not_a_server_error)]
        try:
            case.validate_response(answer, checks=checks, headers=headers)
        except FailureGroup as group:
            for failure in group.exceptions:
                call = f"{case.method} {case.formatted_path} as {role}"
                what = f"{type(failure).__name__} {case.operation.label} {answer.status_code}"
                self.faults.setdefault(what, f"{call}: {str(failure)[:400]} {case.body!r:.200}")


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
