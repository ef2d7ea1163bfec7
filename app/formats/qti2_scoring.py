"""What the declarations of a QTI 2 or 3 item say about right answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from app.domain.bank_values import plain_decimal
from app.formats.weights import percent, scoring_of
from app.formats.xml_tree import Node


@dataclass(slots=True)
class Declaration:
    """A response as declared: its right values, and what each single value earns."""

    cardinality: str = ""
    base: str = ""
    right: list[str] = field(default_factory=list)
    earned: dict[str, float] = field(default_factory=dict)
    default: float = 0
    case: bool = False
    mapped: bool = False

    @property
    def texts(self) -> list[str]:
        """The texts that earn most: the right ones and those mapped as high."""
        best = max(self.earned.values(), default=0)
        mapped = [text for text, value in self.earned.items() if value == best and value > 0]
        return list(dict.fromkeys([*self.right, *mapped]))

    def has_partial(self) -> bool:
        """Whether some values earn less than the best but not nothing."""
        best = max(self.earned.values(), default=0)
        return any(0 < value < best for value in self.earned.values())

    def scoring(self, names: list[str]) -> str | None:
        """Return the scoring that mapped values of a multiple choice follow; None if none."""
        total = sum(self.earned.get(name, 0) for name in self.right)
        if total <= 0:
            return None
        weights = [self.earned.get(name, self.default) / total * 100 for name in names]
        found = scoring_of(weights)
        return found.value if found else None

    def told(self) -> str:
        """Return what values earn, to be shown."""
        return ", ".join(f"{name}: {value:g}" for name, value in self.earned.items())


def declarations(item: Node) -> dict[str, Declaration]:
    """Return the declared responses of an item by identifier."""
    return {
        node.get("identifier"): _declaration(node, item) for node in item.all("responsedeclaration")
    }


def _declaration(node: Node, item: Node) -> Declaration:
    found = Declaration(node.get("cardinality"), node.get("basetype"))
    found.right = [value.words() for value in node.all("correctresponse", "value")]
    mapping = node.first("mapping")
    if mapping is not None:
        found.default = percent(mapping.get("defaultvalue", "0")) or 0
        for entry in mapping.all("mapentry"):
            found.earned[entry.get("mapkey")] = percent(entry.get("mappedvalue", "0")) or 0
            found.case = found.case or entry.get("casesensitive") == "true"
        found.mapped = _uses_mapping(item)
    return found


def _uses_mapping(item: Node) -> bool:
    processing = item.first("responseprocessing")
    if processing is None:
        return False
    return "map_response" in processing.get("template") or any(processing.below("mapresponse"))


def tolerance_of(item: Node, answer: str) -> str | None:
    """Return the tolerance of a number, in its own unit; None if the item gives none."""
    for node in item.below("equal"):
        mode, first = node.get("tolerancemode"), node.get("tolerance").split(" ")[0]
        try:
            value, number = Decimal(first[:40]), Decimal(answer[:40])
        except InvalidOperation:
            continue
        if not (value.is_finite() and number.is_finite()) or abs(number.adjusted()) > 40:
            continue
        if mode == "absolute":
            return plain_decimal(abs(value))
        if mode == "relative":
            return plain_decimal(abs(number * value / 100))
    return None


def most_points(item: Node) -> str | None:
    """Return the points of an item: its MAXSCORE, or the highest normal value of its SCORE."""
    for outcome in item.all("outcomedeclaration"):
        if outcome.get("identifier") == "MAXSCORE":
            return outcome.words("defaultvalue", "value") or None
    for outcome in item.all("outcomedeclaration"):
        if outcome.get("identifier") == "SCORE":
            return outcome.get("normalmaximum") or None
    return None
