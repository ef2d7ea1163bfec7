"""Reads Moodle XML, the whole of what Moodle's question bank exports."""

from __future__ import annotations

import re
from typing import Final

from app.formats.bank_source import Source
from app.formats.bank_tags import drop_unfit, take_feedback, take_tag
from app.formats.draft_bank import DraftBank, DraftQuestion, bounded, refused
from app.formats.gift_answers import number_of
from app.formats.read_bank import Place, ReadBank
from app.formats.text_taking import take_text
from app.formats.weights import percent, scoring_of
from app.formats.xml_tree import Node, XmlRefused, parse

_KINDS: Final = {"html": "html", "markdown": "markdown", "plain_text": "plain"}
_TYPES: Final = {
    "multichoice": "choice",
    "multichoiceset": "choice",
    "truefalse": "boolean",
    "shortanswer": "text",
    "numerical": "number",
    "matching": "match",
    "ddmatch": "match",
    "ordering": "order",
}
_CALCULATED: Final = ("calculated", "calculatedsimple", "calculatedmulti")
_ROOTS: Final = re.compile(r"^(?:\$[a-z0-9]+\$|top)(?:/|$)", re.IGNORECASE)
_LONGEST_PATH: Final = 2_000
_FEEDBACKS: Final = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
_OWN_FEEDBACK: Final = re.compile(
    r"(?:Your answer is (?:correct|partially correct|incorrect)|Câu trả lời của bạn .{0,30})\W*",
    re.IGNORECASE,
)


@bounded
def read(data: bytes, source: Source) -> ReadBank:
    """Read and check a bank in Moodle XML."""
    try:
        root = parse(data)
    except XmlRefused as error:
        return ReadBank(None, (error.problem,))
    if root.tag != "quiz":
        return refused("xml.root", Place(root.line, 1), found=root.tag[:40], expected="quiz")
    reader = _Reader(source)
    for node in root.all("question"):
        reader.take(node)
    return reader.bank.finish(source.image_exists)


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.bank = DraftBank(source.naming, labels=True)
        self.topic = ""

    def take(self, node: Node) -> None:
        kind = node.get("type")
        place = Place(node.line, 1)
        if kind == "category":
            self._take_category(node)
            return
        question = DraftQuestion(place)
        question.name = node.words("idnumber") or node.words("name", "text")
        question.text = self._text(question, node.first("questiontext"))
        if kind not in _TYPES:
            code = {"essay": "essay", "description": "description", "cloze": "cloze"}.get(kind)
            calculated = "calculated" if kind in _CALCULATED else "other_type"
            self.bank.lose(code or calculated, place, f"{kind}: {question.text or question.name}")
            return
        question.put("topic", self.topic)
        self._take_common(question, node)
        {
            "choice": self._take_choices,
            "boolean": self._take_truth,
            "text": self._take_texts,
            "number": self._take_numbers,
            "match": self._take_pairs,
            "order": self._take_items,
        }[_TYPES[kind]](question, node)
        drop_unfit(question)
        self.bank.add(question)

    def _take_category(self, node: Node) -> None:
        path = self.source.words(" ".join(node.words("category", "text")[:_LONGEST_PATH].split()))
        id = node.words("idnumber")
        if id.startswith("bank:"):
            _, slug, language = (id + "::").split(":")[:3]
            title = path.removeprefix("$course$/top/").replace("//", "/")
            head = {"bank": slug, "title": title, "language": language}
            head["description"] = self.source.words(node.words("info", "text"))
            for name, value in head.items():
                self.bank.set_head(name, value)
            return
        while _ROOTS.match(path):
            path = _ROOTS.sub("", path, count=1)
        parts = [part.strip() for part in path.replace("//", "\0").split("/")]
        name = " / ".join(part for part in parts if part).replace("\0", "/")
        self.topic = self.bank.topic(name, id) if name else ""

    def _take_common(self, question: DraftQuestion, node: Node) -> None:
        place = question.place
        feedback = node.first("generalfeedback")
        if feedback:
            take_feedback(question, self._text(question, feedback))
        points = node.words("defaultgrade")
        if percent(points) != 1 and points:
            question.put("points", points, place)
        for tag in node.all("tags", "tag"):
            if not take_tag(question, tag.words("text")):
                self.bank.lose("tag", Place(tag.line, 1), tag.words("text"))
        for name in _FEEDBACKS:
            text = node.words(name, "text")
            if text and not _OWN_FEEDBACK.fullmatch(re.sub(r"<[^<>]*>", "", text).strip()):
                self.bank.lose("feedback", place, text)
        for hint in node.all("hint"):
            self.bank.lose("hint", Place(hint.line, 1), hint.words("text"))

    def _take_choices(self, question: DraftQuestion, node: Node) -> None:
        single = node.words("single") not in ("false", "0") and node.get("type") == "multichoice"
        question.type = "single" if single else "multiple"
        if node.words("shuffleanswers") in ("false", "0"):
            question.fields["shuffle"] = "false"
        weights = []
        for answer in node.all("answer"):
            place = Place(answer.line, 1)
            weight = percent(answer.get("fraction", "0")) or 0
            weights.append(weight)
            right = weight >= 99.9 if single else weight > 0
            if single and weight != 0 and not right:
                self.bank.lose("partial_weights", place, f"{weight:g}%")
            question.add_option(self._text(question, answer), correct=right, place=place)
            self._lose_feedback(answer)
        if question.type == "multiple" and node.get("type") == "multichoice":
            scoring = scoring_of(weights)
            question.put("scoring", scoring.value if scoring else None)
            if scoring is None:
                told = ", ".join(f"{weight:g}%" for weight in weights)
                self.bank.lose("partial_weights", question.place, told)

    def _take_truth(self, question: DraftQuestion, node: Node) -> None:
        question.type = "boolean"
        for answer in node.all("answer"):
            self._lose_feedback(answer)
            if (percent(answer.get("fraction", "0")) or 0) > 0:
                question.put("answer", answer.words("text").lower(), Place(answer.line, 1))

    def _take_texts(self, question: DraftQuestion, node: Node) -> None:
        question.type = "text"
        texts: list[str] = []
        for answer in node.all("answer"):
            self._lose_feedback(answer)
            weight = percent(answer.get("fraction", "100")) or 0
            text = self.source.words(answer.words("text"))
            if weight < 99.9:
                self.bank.lose("partial_weights", Place(answer.line, 1), f"{weight:g}% {text}")
                continue
            question.places["answers", len(texts)] = Place(answer.line, 1)
            if "*" in text.replace("\\*", ""):
                self.bank.lose("wildcard", Place(answer.line, 1), text)
            texts.append(text.replace("\\*", "*"))
        question.fields["answers"] = texts
        if node.words("usecase") == "1":
            question.fields["ignore_case"] = "false"

    def _take_numbers(self, question: DraftQuestion, node: Node) -> None:
        question.type = "number"
        for answer in node.all("answer"):
            place = Place(answer.line, 1)
            self._lose_feedback(answer)
            text = answer.words("text")
            weight = percent(answer.get("fraction", "100")) or 0
            if weight < 99.9 or "answer" in question.fields:
                self.bank.lose("partial_weights", place, f"{weight:g}% {text}")
                continue
            numbers = number_of(f"{text}:{answer.words('tolerance') or 0}")
            question.put("answer", numbers[0] if numbers else text, place)
            question.put("tolerance", numbers[1] if numbers else None)
        for unit in node.all("units", "unit"):
            self.bank.lose("unit", Place(unit.line, 1), unit.words("unit_name"))

    def _take_pairs(self, question: DraftQuestion, node: Node) -> None:
        question.type = "match"
        for pair in node.all("subquestion"):
            right = self.source.words(pair.words("answer", "text"))
            question.add_pair(self._text(question, pair), right, Place(pair.line, 1))
        if node.words("shuffleanswers") in ("false", "0"):
            self.bank.lose("order_kept", question.place)

    def _take_items(self, question: DraftQuestion, node: Node) -> None:
        question.type = "order"
        items = question.fields.setdefault("items", [])
        for answer in node.all("answer"):
            question.places["items", len(items)] = Place(answer.line, 1)
            items.append(self._text(question, answer))

    def _text(self, question: DraftQuestion, node: Node | None) -> str:
        if node is None:
            return ""
        kind = _KINDS.get(node.get("format", "html"), "moodle")
        for file in node.all("file"):
            self.bank.lose("image_file", Place(file.line, 1), file.get("name"))
        text = node.words("text")
        return take_text(self.bank, self.source, question, text, kind, Place(node.line, 1))

    def _lose_feedback(self, answer: Node) -> None:
        feedback = answer.words("feedback", "text")
        if feedback:
            self.bank.lose("option_feedback", Place(answer.line, 1), feedback)
