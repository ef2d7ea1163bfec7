"""Reads items of QTI 2.1, 2.2 and 3.0."""

from __future__ import annotations

from typing import Final

from app.domain.text import fold
from app.formats.bank_source import Source
from app.formats.draft_bank import DraftBank, DraftQuestion, bounded
from app.formats.list_marks import TRUTHS
from app.formats.qti2_names import normalise
from app.formats.qti2_scoring import Declaration, declarations, most_points, tolerance_of
from app.formats.qti2_text import GAP, markdown_of
from app.formats.qti_ids import ids_from, name_from
from app.formats.read_bank import Place, ReadBank
from app.formats.xml_tree import Node, XmlRefused, parse

_NUMBERS: Final = ("float", "integer")
_ESSAYS: Final = ("extendedtextinteraction", "uploadinteraction", "drawinginteraction")


@bounded
def read(data: bytes, source: Source) -> ReadBank:
    """Read and check a bank of the one item in an XML file."""
    bank = DraftBank(source.naming, labels=True)
    try:
        take_root(bank, source, parse(data))
    except XmlRefused as error:
        return ReadBank(None, (error.problem,))
    return bank.finish(source.image_exists)


def take_root(bank: DraftBank, source: Source, root: Node, part: str = "") -> DraftQuestion | None:
    """Put the item of a file into the draft; a file that is no item is a fault."""
    normalise(root)
    if root.tag != "assessmentitem":
        bank.fault("xml.root", Place(root.line, 1, part), found=root.tag[:40], expected="QTI")
        return None
    return _Item(bank, source, root, part).take()


class _Item:
    def __init__(self, bank: DraftBank, source: Source, item: Node, part: str) -> None:
        self.bank = bank
        self.source = source
        self.item = item
        self.part = part
        self.question = DraftQuestion(self._place(item))

    def take(self) -> DraftQuestion | None:
        item, question = self.item, self.question
        question.name = item.get("label") or name_from(item.get("identifier"))
        body = item.first("itembody")
        interactions = _interactions(body) if body is not None else []
        if body is not None:
            question.text = self._text(body)
        if len(interactions) != 1:
            code = "other_type" if interactions else "description"
            self.bank.lose(code, question.place, f"{item.get('identifier')}: {question.text}")
            return None
        (interaction,) = interactions
        declared = declarations(item).get(interaction.get("responseidentifier"), Declaration())
        take = {
            "choiceinteraction": self._take_choices,
            "inlinechoiceinteraction": self._take_choices,
            "orderinteraction": self._take_items,
            "matchinteraction": self._take_pairs,
            "textentryinteraction": self._take_words,
        }.get(interaction.tag)
        if take is None:
            code = "essay" if interaction.tag in _ESSAYS else "other_type"
            told = f"{interaction.tag}: {question.text}"
            self.bank.lose(code, question.place, told)
            return None
        take(interaction, declared)
        question.put("points", most_points(item))
        self._take_feedback()
        self.bank.add(question)
        return question

    def _take_choices(self, interaction: Node, declared: Declaration) -> None:
        question = self.question
        choices = list(interaction.below("simplechoice", "inlinechoice"))
        names = [choice.get("identifier") for choice in choices]
        texts = [self._text(choice) for choice in choices]
        if [name.lower() for name in names] == ["true", "false"] and all(
            fold(text) in TRUTHS for text in texts
        ):
            question.type = "boolean"
            question.put("answer", declared.right[0].lower() if declared.right else None)
            return
        question.type = "multiple" if declared.cardinality == "multiple" else "single"
        right = set(declared.right) or _best(declared)
        for choice, name, id, text in zip(choices, names, ids_from(names), texts, strict=True):
            question.add_option(text, correct=name in right, id=id, place=self._place(choice))
        self._take_order_of(interaction, choices)
        if question.type == "multiple" and declared.mapped:
            scoring = declared.scoring(names)
            question.put("scoring", scoring)
            if scoring is None:
                self.bank.lose("partial_weights", question.place, declared.told())
        elif question.type == "single" and declared.mapped and declared.has_partial():
            self.bank.lose("partial_weights", question.place, declared.told())

    def _take_order_of(self, interaction: Node, choices: list[Node]) -> None:
        """Keep the order if any option is fixed: here either all move or none."""
        fixed = [choice for choice in choices if choice.get("fixed") == "true"]
        shuffled = interaction.get("shuffle") == "true"
        if not shuffled or fixed:
            self.question.fields["shuffle"] = "false"
        for choice in fixed if shuffled else ():
            self.bank.lose("fixed_option", self._place(choice), choice.words())

    def _take_items(self, interaction: Node, declared: Declaration) -> None:
        question = self.question
        question.type = "order"
        texts = {c.get("identifier"): self._text(c) for c in interaction.below("simplechoice")}
        places = {c.get("identifier"): self._place(c) for c in interaction.below("simplechoice")}
        order = [name for name in declared.right if name in texts]
        if len(order) != len(texts):
            self.bank.lose("partial_weights", question.place, ", ".join(declared.right))
        question.fields["items"] = [texts[name] for name in order]
        for index, name in enumerate(order):
            question.places["items", index] = places[name]

    def _take_pairs(self, interaction: Node, declared: Declaration) -> None:
        self.question.type = "match"
        sides = [s.all("simpleassociablechoice") for s in interaction.all("simplematchset")]
        if len(sides) != 2:
            return
        rights = {c.get("identifier"): self._text(c) for c in sides[1]}
        chosen = [pair.split() for pair in declared.right]
        pairs = {pair[0]: pair[1] for pair in chosen if len(pair) == 2}
        for left in sides[0]:
            right = rights.get(pairs.get(left.get("identifier"), ""), "")
            self.question.add_pair(self._text(left), right, self._place(left))
        for node in sides[1]:
            if node.get("identifier") not in pairs.values():
                self.question.add_pair("", rights[node.get("identifier")], self._place(node))

    def _take_words(self, interaction: Node, declared: Declaration) -> None:
        question = self.question
        if question.text.endswith(GAP):
            question.text = question.text[: -len(GAP)].rstrip()
        if declared.base in _NUMBERS:
            question.type = "number"
            answer = declared.right[0] if declared.right else ""
            question.put("answer", answer)
            question.put("tolerance", tolerance_of(self.item, answer))
            return
        question.type = "text"
        question.fields["answers"] = declared.texts
        question.fields["ignore_case"] = "false" if declared.case or not declared.earned else "true"
        if declared.has_partial():
            self.bank.lose("partial_weights", question.place, declared.told())

    def _take_feedback(self) -> None:
        for feedback in self.item.all("modalfeedback"):
            text = self._text(feedback)
            name = feedback.get("identifier")
            if name in ("explanation", "source") and name not in self.question.fields:
                self.question.put(name, text)
            elif text:
                self.bank.lose("option_feedback", self._place(feedback), f"{name}: {text}")

    def _text(self, node: Node) -> str:
        return markdown_of(self.bank, self.source, self.question, node, self._place(node))

    def _place(self, node: Node) -> Place:
        return Place(node.line, 1, self.part)


def _interactions(body: Node) -> list[Node]:
    found: list[Node] = []
    for child in body.children:
        if child.tag.endswith("interaction"):
            found.append(child)
        else:
            found += _interactions(child)
    return found


def _best(declared: Declaration) -> set[str]:
    best = max(declared.earned.values(), default=0)
    return {name for name, value in declared.earned.items() if value == best and value > 0}
