"""Aiken, the simplest text format: a question, its options, and "ANSWER: B"."""

from __future__ import annotations

from app.domain.questions import Bank, Key, Question, QuestionType
from app.formats.bank_naming import letter
from app.formats.bank_source import Source
from app.formats.draft_bank import DraftBank, bounded
from app.formats.list_lines import Line
from app.formats.list_marks import HEAD, NUMBER
from app.formats.list_write import answer_texts, one_line, stands_alone
from app.formats.question_list import read_lines
from app.formats.read_bank import ReadBank
from app.formats.text_decode import Undecodable, decode
from app.formats.written_bank import WrittenBank, leave_out, written


@bounded
def read(data: bytes, source: Source) -> ReadBank:
    """Read and check a bank in Aiken, or any list typed into a plain text file."""
    try:
        text, warnings = decode(data, source.legacy)
    except Undecodable as error:
        return ReadBank(None, (error.problem,))
    lines = source.words(text).split("\n")
    bank = DraftBank(source.naming)
    bank.faults += warnings
    numbered = [Line(line, number) for number, line in enumerate(lines, start=1)]
    read_lines(bank, numbered, loose=not _counts_up(lines))
    return bank.finish(source.image_exists)


def write(bank: Bank) -> WrittenBank:
    """Return the bank in Aiken, which knows single choices alone and no other field."""
    left_out = []
    text = ""
    for question in bank.questions:
        key = bank.keys[question.id]
        if question.type is not QuestionType.SINGLE:
            left_out.append(leave_out(question))
        elif not stands_alone(bank, question, lambda q: _lines(q, bank.keys[q.id]), loose=True):
            left_out.append(leave_out(question, "question.ambiguous"))
        else:
            text += "\n".join(_lines(question, key)) + "\n\n"
    return written(bank, text.encode(), read, left_out=left_out)


def _lines(question: Question, key: Key) -> list[str]:
    options = [f"{letter(i)}. {one_line(o.text)}" for i, o in enumerate(question.options)]
    return [one_line(question.text), *options, f"ANSWER: {answer_texts(question, key)[0]}"]


def _counts_up(lines: list[str]) -> bool:
    """Whether the questions are numbered 1, 2, 3 …, so that the numbers are no text of theirs."""
    marks = [found for line in lines if (found := NUMBER.match(line[:HEAD].strip()))]
    numbers = [int(found[1]) for found in marks if found[2] == marks[0][2]]
    return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))
