"""Reads GIFT, the text format of Moodle."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from app.formats.bank_naming import is_id
from app.formats.bank_source import Source
from app.formats.bank_tags import drop_unfit, take_feedback, take_tag
from app.formats.draft_bank import MOST_ENTRIES, DraftBank, DraftQuestion, bounded, refused
from app.formats.gift_answers import Answer, answers_in, kind_of, number_of, truth_of
from app.formats.gift_text import FOREIGN, Block, blocks, hide, show, split_format
from app.formats.read_bank import Place, ReadBank
from app.formats.text_decode import Undecodable, decode
from app.formats.text_taking import take_text
from app.formats.weights import scoring_of

_NAME: Final = re.compile(r"\s*::(.*?)::", re.DOTALL)
_ID: Final = re.compile(r"\[id:([^\]\n]{1,100})\]")
_TAG: Final = re.compile(r"\[tag:([^\]\n]{1,255})\]")
_HEAD: Final = re.compile(r"^\s*(bank|title|language|description|licence|topic-id): (.*)$", re.M)
_ROOTS: Final = re.compile(r"^(?:\$[a-z0-9]+\$|top)(?:/|$)", re.IGNORECASE)
LONGEST_PATH: Final = 2_000
_BLANK: Final = "_____"
_STOPS: Final = (".", "?", "!", ":")


@bounded
def read(data: bytes, source: Source) -> ReadBank:
    """Read and check a bank in GIFT."""
    try:
        text, warnings = decode(data, source.legacy)
    except Undecodable as error:
        return ReadBank(None, (error.problem,))
    foreign = FOREIGN.search(text)
    if foreign:
        return refused("file.binary", Place(text.count("\n", 0, foreign.start()) + 1, 1))
    reader = _Reader(source)
    reader.bank.faults += warnings
    for block in blocks(source.words(text)):
        reader.take(block)
    return reader.bank.finish(source.image_exists)


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.bank = DraftBank(source.naming, labels=True)
        self.topic = ""

    def take(self, block: Block) -> None:
        head = {name: show(hide(value)) for name, value in _HEAD.findall(block.comments)}
        text = block.text.strip()
        if text.startswith("$CATEGORY:"):
            self._take_category(text.removeprefix("$CATEGORY:"), head.pop("topic-id", ""))
        if is_id(head.get("bank", "")):
            for name, value in head.items():
                self.bank.set_head(name, value)
        if text.startswith("$CATEGORY:"):
            return
        named = _NAME.match(block.text)
        start = named.end() if named else 0
        question = DraftQuestion(Place(block.line, 1))
        question.name = " ".join(show(named[1]).split()) if named else ""
        self._take_comments(question, block)
        self._take_body(question, block, start)

    def _take_category(self, path: str, id: str) -> None:
        path = " ".join(show(path[:LONGEST_PATH]).split())
        while _ROOTS.match(path):
            path = _ROOTS.sub("", path, count=1)
        parts = [part.strip() for part in path.replace("//", "\0").split("/")]
        name = " / ".join(part for part in parts if part).replace("\0", "/")
        self.topic = self.bank.topic(name, id) if name else ""

    def _take_comments(self, question: DraftQuestion, block: Block) -> None:
        own = _ID.search(block.comments)
        if own:
            question.name = own[1].strip()
        for tag in _TAG.findall(block.comments):
            if not take_tag(question, tag):
                self.bank.lose("tag", question.place, tag)

    def _take_body(self, question: DraftQuestion, block: Block, start: int) -> None:
        text = block.text
        opened = text.find("{", start)
        closed = text.find("}", opened) if opened >= 0 else -1
        kind, body = split_format(text[start:])
        if opened < 0 or closed < 0:
            line = question.place.line if opened < 0 else block.line_at(opened)
            if opened >= 0 or text.find("}", start) >= 0:
                self.bank.fault("gift.braces", Place(line, 1))
            else:
                self.bank.lose("description", question.place, show(body))
            return
        after = text[closed + 1 :]
        body = body[: opened - (len(text) - len(body))]
        if show(after) and not (show(after) in _STOPS and show(body)[-1:] in _STOPS):
            body = f"{body}{_BLANK}{after}"
        question.text = self._text(question, show(body), kind, question.place)
        self._take_answers(question, text[opened + 1 : closed], kind, block, opened + 1)
        drop_unfit(question)

    def _take_answers(
        self, question: DraftQuestion, inside: str, format: str, block: Block, start: int
    ) -> None:
        if "####" in inside:
            inside, _, feedback = inside.rpartition("####")
            kind, feedback = split_format(feedback)
            take_feedback(
                question, self._text(question, show(feedback), kind or format, question.place)
            )
        kind = kind_of(inside)
        if kind == "essay":
            self.bank.lose("essay", question.place, question.text)
            return
        if not kind:
            self.bank.fault("gift.answers", Place(block.line_at(start), 1))
            return
        question.put("topic", self.topic)
        self.bank.add(question)
        answers = [
            (answer, Place(block.line_at(start + answer.position), 1))
            for answer in islice(answers_in(inside), MOST_ENTRIES + 1)
        ]
        self.bank.count_entries(len(answers), question.place)
        if kind == "number":
            self._take_numbers(question, inside, answers)
        elif kind == "boolean":
            question.type = "boolean"
            question.put("answer", truth_of(inside))
            if show(inside.partition("#")[2]):
                self.bank.lose("option_feedback", question.place, show(inside.partition("#")[2]))
        else:
            {"choice": self._take_choices, "match": self._take_pairs, "text": self._take_texts}[
                kind
            ](question, answers, format)

    def _take_choices(
        self, question: DraftQuestion, answers: list[tuple[Answer, Place]], format: str
    ) -> None:
        single = any(answer.right for answer, _ in answers)
        question.type = "single" if single else "multiple"
        for answer, place in answers:
            weight = answer.weight or 0
            right = answer.right if single else weight > 0
            if single and weight not in (0, 100):
                self.bank.lose("partial_weights", place, f"{weight:g}%")
            kind = answer.kind or format
            text = self._text(question, show(answer.text), kind, place)
            question.add_option(text, correct=right, place=place)
            self._lose_feedback(answer, place)
        if not single:
            scoring = scoring_of([answer.weight or 0 for answer, _ in answers])
            question.put("scoring", scoring.value if scoring else None)
            if scoring is None:
                weights = ", ".join(f"{answer.weight or 0:g}%" for answer, _ in answers)
                self.bank.lose("partial_weights", question.place, weights)

    def _take_pairs(
        self, question: DraftQuestion, answers: list[tuple[Answer, Place]], format: str
    ) -> None:
        question.type = "match"
        for answer, place in answers:
            left, arrow, right = answer.text.partition("->")
            if not arrow:
                self.bank.fault("pair.unclear", place, text=show(answer.text)[:60])
                continue
            left = self._text(question, show(left), answer.kind or format, place)
            question.add_pair(left, show(right), place)
            self._lose_feedback(answer, place)

    def _take_texts(
        self, question: DraftQuestion, answers: list[tuple[Answer, Place]], format: str
    ) -> None:
        question.type = "text"
        texts: list[str] = []
        for answer, place in answers:
            self._lose_feedback(answer, place)
            if answer.weight is not None and answer.weight < 100:
                self.bank.lose("partial_weights", place, f"{answer.weight:g}% {show(answer.text)}")
                continue
            question.places["answers", len(texts)] = place
            texts.append(show(answer.text))
        question.fields["answers"] = texts

    def _take_numbers(
        self, question: DraftQuestion, inside: str, answers: list[tuple[Answer, Place]]
    ) -> None:
        question.type = "number"
        if not answers:
            text, _, feedback = inside.strip()[1:].partition("#")
            answers = [(Answer(True, None, text, "", show(feedback), 0), question.place)]
        for answer, place in answers:
            self._lose_feedback(answer, place)
            full = answer.weight in (None, 100) and "answer" not in question.fields
            numbers = number_of(answer.text)
            if not full:
                self.bank.lose("partial_weights", place, show(answer.text))
            elif numbers is None:
                self.bank.fault("gift.number", place, text=show(answer.text)[:60])
                question.fields["answer"] = "0"
            else:
                question.put("answer", numbers[0], place)
                question.put("tolerance", numbers[1])

    def _lose_feedback(self, answer: Answer, place: Place) -> None:
        if answer.feedback:
            self.bank.lose("option_feedback", place, answer.feedback)

    def _text(self, question: DraftQuestion, text: str, kind: str, place: Place) -> str:
        return take_text(self.bank, self.source, question, text, kind, place)
