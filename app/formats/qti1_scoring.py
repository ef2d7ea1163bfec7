"""What the resprocessing of a QTI 1.2 item says about right answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from app.domain.bank_values import plain_decimal
from app.domain.questions import MultipleScoring
from app.formats.weights import percent, scoring_of
from app.formats.xml_tree import Node


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison: of which response, with what, and whether it is turned round."""

    kind: str
    response: str
    value: str
    negated: bool
    case: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """The comparisons of one respcondition and the score they earn."""

    score: float
    tests: tuple[Test, ...]


@dataclass(slots=True)
class Scoring:
    """All rules of an item that change its score."""

    rules: list[Rule] = field(default_factory=list)

    @property
    def best(self) -> float:
        """The highest score that one rule earns."""
        return max((rule.score for rule in self.rules), default=0)

    @property
    def texts(self) -> list[str]:
        """The texts that earn most."""
        tests = [test for rule in self.rules if rule.score == self.best for test in rule.tests]
        return [t.value for t in tests if t.kind in ("varequal", "varsubstring") and t.value]

    @property
    def order(self) -> list[str]:
        """The identifiers of an ordered response in their right order."""
        return [test.value for rule in self.rules if rule.score > 0 for test in rule.tests]

    @property
    def case_sensitive(self) -> bool:
        """Whether capitals count."""
        return any(test.case for rule in self.rules for test in rule.tests)

    def right(self, response: str) -> list[str]:
        """Return the identifiers that are right for a response."""
        chosen: list[str] = []
        for rule in self.rules:
            for test in rule.tests:
                same = test.response == response and test.kind == "varequal"
                earns = rule.score > 0 and not test.negated
                if same and earns and not self._is_partial(rule, response):
                    chosen.append(test.value)
        return list(dict.fromkeys(chosen))

    def rule(self, names: list[str]) -> str | None:
        """Return the scoring of a multiple question; None if its weights fit no rule."""
        if len(self.rules) <= 1 or any(len(rule.tests) != 1 for rule in self.rules):
            return MultipleScoring.ALL_OR_NOTHING.value
        scores = {rule.tests[0].value: rule.score for rule in self.rules}
        found = scoring_of([scores.get(name, 0) for name in names])
        return found.value if found else None

    def has_partial(self) -> bool:
        """Whether some answers earn less than the best but not nothing."""
        return any(0 < rule.score < self.best for rule in self.rules)

    def told(self) -> str:
        """Return the scores of all rules, to be shown."""
        return ", ".join(
            f"{'+'.join(test.value for test in rule.tests)}: {rule.score:g}" for rule in self.rules
        )

    def number(self) -> tuple[str, str] | None:
        """Return answer and tolerance, from an exact value, from bounds, or from both."""
        tests = [test for rule in self.rules if rule.score == self.best for test in rule.tests]
        exact = _first(tests, "varequal")
        low, high = _first(tests, "vargte", "vargt"), _first(tests, "varlte", "varlt")
        if low is not None and high is not None and low <= high:
            middle = exact if exact is not None else (low + high) / 2
            return plain_decimal(middle), plain_decimal(max(high - middle, middle - low))
        return (plain_decimal(exact), "0") if exact is not None else None

    def _is_partial(self, rule: Rule, response: str) -> bool:
        """Whether a rule of one comparison competes with a better one for a single choice."""
        alone = [r for r in self.rules if len(r.tests) == 1 and r.tests[0].response == response]
        if rule not in alone or len(alone) < 2 or any(r.score < 0 for r in alone):
            return False
        best = max(r.score for r in alone)
        return best >= 100 and rule.score < best


def read_scoring(item: Node) -> Scoring:
    """Return the rules of an item; feedback alone is no rule."""
    found = Scoring()
    for condition in item.all("resprocessing", "respcondition"):
        score = sum(_score(node) for node in condition.all("setvar"))
        holder = condition.first("conditionvar")
        if holder is not None and score != 0:
            found.rules.append(Rule(score, tuple(_tests(holder, False))))
    return found


def _score(node: Node) -> float:
    value = percent(node.words()) or 0
    return -value if node.get("action").lower() == "subtract" else value


def _tests(node: Node, negated: bool) -> list[Test]:
    tests: list[Test] = []
    for child in node.children:
        if child.tag in ("and", "or"):
            tests += _tests(child, negated)
        elif child.tag == "not":
            tests += _tests(child, not negated)
        elif child.tag.startswith("var"):
            case = child.get("case").lower() == "yes"
            tests.append(Test(child.tag, child.get("respident"), child.words(), negated, case))
    return tests


def _first(tests: list[Test], *kinds: str) -> Decimal | None:
    for test in tests:
        if test.kind in kinds and len(test.value) < 40:
            try:
                number = Decimal(test.value)
            except InvalidOperation:
                continue
            if number.is_finite() and abs(number.adjusted()) < 40:
                return number
    return None
