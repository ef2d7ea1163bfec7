"""Reads QTI 1.2 (questestinterop), as Canvas, Blackboard and older systems export it."""

from __future__ import annotations

import re
from typing import Final

from app.formats.bank_source import Source
from app.formats.draft_bank import DraftBank, DraftQuestion, bounded, difficulty_of
from app.formats.qti1_scoring import Scoring, read_scoring
from app.formats.qti_ids import ids_from, name_from
from app.formats.read_bank import Place, ReadBank
from app.formats.text_taking import take_image, take_text
from app.formats.xml_tree import Node, XmlRefused, parse

_RESPONSES: Final = ("response_lid", "response_str", "response_num", "response_grp", "response_xy")
_HEAD: Final = ("bank", "language", "description", "licence")
_FIELDS: Final = ("source", "scoring", "ignore_accents", "ignore_case")
_KNOWN: Final = frozenset(
    [
        "question_type",
        "points_possible",
        "qmd_topic",
        "qmd_levelofdifficulty",
        "topic",
        "difficulty",
        "assessment_question_identifierref",
        "original_answer_ids",
        "cc_profile",
    ]
)


@bounded
def read(data: bytes, source: Source) -> ReadBank:
    """Read and check a bank in QTI 1.2."""
    try:
        root = parse(data)
    except XmlRefused as error:
        return ReadBank(None, (error.problem,))
    bank = DraftBank(source.naming, labels=True)
    take_root(bank, source, root)
    return bank.finish(source.image_exists)


def take_root(bank: DraftBank, source: Source, root: Node, part: str = "") -> None:
    """Put all items of a QTI 1.2 file into the draft."""
    if root.tag != "questestinterop":
        bank.fault("xml.root", Place(root.line, 1, part), found=root.tag[:40], expected="QTI")
        return
    holder = root.first("assessment") or root.first("section") or root.first("objectbank")
    if holder is not None:
        _take_head(bank, source, holder)
    for item in root.below("item"):
        _Item(bank, source, item, part).take()


def _take_head(bank: DraftBank, source: Source, holder: Node) -> None:
    title = source.words(holder.get("title"))
    bank.set_head("title", title)
    for name, value in _metadata(holder).items():
        if name in _HEAD:
            bank.set_head(name, value)
        elif name.startswith("topic:"):
            bank.topic(value, name.removeprefix("topic:"))


class _Item:
    def __init__(self, bank: DraftBank, source: Source, item: Node, part: str) -> None:
        self.bank = bank
        self.source = source
        self.item = item
        self.part = part
        self.question = DraftQuestion(self._place(item))

    def take(self) -> None:
        item, question = self.item, self.question
        question.name = name_from(item.get("ident"))
        presentation = item.first("presentation")
        fields = _metadata_of_item(item)
        responses = list(presentation.below(*_RESPONSES)) if presentation else []
        if presentation is not None:
            question.text = self._body(presentation)
        kind = fields.get("question_type", "")
        scoring = read_scoring(item)
        if not responses or "essay" in kind or "upload" in kind:
            self.bank.lose("essay" if responses else "description", question.place, question.text)
            return
        if "calculated" in kind or responses[0].tag in ("response_grp", "response_xy"):
            code = "calculated" if "calculated" in kind else "other_type"
            self.bank.lose(code, question.place, f"{kind or responses[0].tag}: {question.text}")
            return
        if not self._take_responses(responses, kind, scoring):
            return
        self._take_fields(fields)
        self._take_feedback(scoring)
        self.bank.add(question)

    def _take_responses(self, responses: list[Node], kind: str, scoring: Scoring) -> bool:
        first = responses[0]
        if len(responses) > 1 and all(node.tag == "response_lid" for node in responses):
            return self._take_pairs(responses, scoring)
        if len(responses) > 1:
            self.bank.lose("other_type", self.question.place, f"{kind}: {self.question.text}")
            return False
        if first.tag == "response_lid":
            self._take_choices(first, kind, scoring)
            return True
        return self._take_words(first, kind, scoring)

    def _take_choices(self, response: Node, kind: str, scoring: Scoring) -> None:
        question = self.question
        labels = list(response.below("response_label"))
        names = [label.get("ident") for label in labels]
        texts = [self._body(label) for label in labels]
        places = [self._place(label) for label in labels]
        cardinality = response.get("rcardinality", "Single").lower()
        if cardinality == "ordered":
            question.type = "order"
            by_name = dict(zip(names, texts, strict=True))
            question.fields["items"] = [by_name[n] for n in scoring.order if n in by_name] or texts
            return
        right = scoring.right(response.get("ident"))
        if kind == "true_false_question" and len(names) == 2:
            question.type = "boolean"
            answer = next((t for n, t in zip(names, texts, strict=True) if n in right), "")
            question.put(
                "answer", {"đúng": "true", "sai": "false"}.get(answer.lower(), answer.lower())
            )
            return
        question.type = "multiple" if cardinality == "multiple" else "single"
        for name, id, text, place in zip(names, ids_from(names), texts, places, strict=True):
            question.add_option(text, correct=name in right, id=id, place=place)
        self._take_rule(names, scoring)
        render = response.first("render_choice")
        if render is not None and render.get("shuffle").lower() == "no":
            question.fields["shuffle"] = "false"

    def _take_rule(self, names: list[str], scoring: Scoring) -> None:
        """Note partial weights, or the scoring rule that they amount to."""
        question = self.question
        if question.type == "multiple":
            rule = scoring.rule(names)
            question.put("scoring", rule)
            partial = rule is None
        else:
            partial = scoring.has_partial()
        if partial:
            self.bank.lose("partial_weights", question.place, scoring.told())

    def _take_pairs(self, responses: list[Node], scoring: Scoring) -> bool:
        self.question.type = "match"
        rights: dict[str, str] = {}
        for response in responses:
            for label in response.below("response_label"):
                rights.setdefault(label.get("ident"), self._body(label))
        used = set()
        for response in responses:
            chosen = scoring.right(response.get("ident"))
            right = next((name for name in chosen if name in rights), "")
            used.add(right)
            left = self._text(response.first("material"))
            self.question.add_pair(left, rights.get(right, ""), self._place(response))
        for name, text in rights.items():
            if name not in used and text not in {rights.get(n) for n in used}:
                self.question.add_pair("", text)
        return True

    def _take_words(self, response: Node, kind: str, scoring: Scoring) -> bool:
        question = self.question
        texts = scoring.texts
        numbers = scoring.number()
        if not texts and not numbers:
            self.bank.lose("essay", question.place, question.text)
            return False
        fib = next(response.below("render_fib"), None)
        decimal = fib is not None and fib.get("fibtype").lower() in ("decimal", "integer")
        if numbers and (response.tag == "response_num" or decimal or "numerical" in kind):
            question.type = "number"
            question.put("answer", numbers[0])
            question.put("tolerance", numbers[1])
            if len(texts) > 1:
                self.bank.lose("partial_weights", question.place, ", ".join(texts))
            return True
        question.type = "text"
        question.fields["answers"] = texts
        question.fields["ignore_case"] = "false" if scoring.case_sensitive else "true"
        if scoring.has_partial():
            self.bank.lose("partial_weights", question.place, scoring.told())
        return True

    def _take_fields(self, fields: dict[str, str]) -> None:
        question, bank = self.question, self.bank
        for name, value in fields.items():
            if name in _FIELDS:
                fits = not name.startswith("ignore") or question.type == "text"
                question.put(name, value if fits else None)
            elif name not in _KNOWN and value:
                bank.lose("metadata", question.place, f"{name}: {value}")
        topic = fields.get("qmd_topic") or fields.get("topic")
        question.put("topic", bank.topic(topic) if topic else None)
        level = fields.get("qmd_levelofdifficulty") or fields.get("difficulty")
        question.put("difficulty", difficulty_of(level) if level else None)
        question.put("points", fields.get("points_possible"))

    def _take_feedback(self, scoring: Scoring) -> None:
        for feedback in self.item.all("itemfeedback"):
            text = "\n\n".join(filter(None, map(self._text, feedback.below("material"))))
            name = feedback.get("ident")
            if not text:
                continue
            if re.match("general|solution", name) and "explanation" not in self.question.fields:
                self.question.put("explanation", text)
            else:
                self.bank.lose("option_feedback", self._place(feedback), f"{name}: {text}")

    def _body(self, node: Node) -> str:
        """Return the text of all material that is not inside a response."""
        texts: list[str] = []
        for child in node.children:
            if child.tag == "material":
                texts.append(self._text(child))
            elif child.tag not in _RESPONSES:
                texts.append(self._body(child))
        return "\n\n".join(filter(None, texts))

    def _text(self, material: Node | None) -> str:
        texts = []
        for node in material.children if material else []:
            place = self._place(node)
            if node.tag in ("mattext", "matemtext"):
                kind = "html" if "html" in node.get("texttype", "text/plain") else "plain"
                words = node.words()
                texts.append(take_text(self.bank, self.source, self.question, words, kind, place))
            elif node.tag == "matimage":
                file, alt = node.get("uri"), node.get("label")
                take_image(self.bank, self.source, self.question, file, alt, place)
            elif node.tag != "matbreak":
                self.bank.lose("formatting", place, node.tag)
        return "\n\n".join(filter(None, texts))

    def _place(self, node: Node) -> Place:
        return Place(node.line, 1, self.part)


def _metadata_of_item(item: Node) -> dict[str, str]:
    return {
        name: value
        for holder in item.all("itemmetadata")
        for name, value in _metadata(holder).items()
    }


def _metadata(node: Node) -> dict[str, str]:
    found = {}
    for holder in [node, *node.all("qtimetadata")]:
        for field in holder.all("qtimetadatafield"):
            found[field.words("fieldlabel")] = field.words("fieldentry")
        for child in holder.children:
            if child.tag.startswith("qmd_"):
                found[child.tag] = child.words()
    return found
