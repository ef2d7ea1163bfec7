"""What Moodle's formats have no field for, carried in tags and in the feedback.

A tag is "name:value"; the source is the last paragraph of the feedback,
where those who take the quiz in Moodle see it too.
"""

from __future__ import annotations

from typing import Final

from app.domain.bank_values import plain_decimal
from app.domain.questions import Key, Question, QuestionType
from app.formats.draft_bank import DraftQuestion

_SOURCE: Final = "\n\nNguồn: "
_SOURCE_ALONE: Final = _SOURCE.lstrip()
_FIELDS: Final = frozenset(("difficulty", "points", "shuffle", "ignore_case", "ignore_accents"))
_CHOICE: Final = (QuestionType.SINGLE, QuestionType.MULTIPLE)


def tags_of(question: Question, key: Key) -> list[str]:
    """Return the tags of a question; what is as usual needs none."""
    tags = []
    if question.difficulty:
        tags.append(f"difficulty:{question.difficulty}")
    if question.points != 1:
        tags.append(f"points:{plain_decimal(question.points)}")
    if question.type in _CHOICE and not question.shuffle:
        tags.append("shuffle:false")
    if question.type is QuestionType.TEXT and not key.ignore_case:
        tags.append("ignore_case:false")
    if question.type is QuestionType.TEXT and key.ignore_accents:
        tags.append("ignore_accents:true")
    return tags


def take_tag(question: DraftQuestion, tag: str) -> bool:
    """Set the field that a tag of ours stands for; False if it is somebody else's tag."""
    name, _, value = tag.partition(":")
    if name not in _FIELDS or not value:
        return False
    question.fields.setdefault(name, value)
    return True


def drop_unfit(question: DraftQuestion) -> None:
    """Take away the tags' fields that the question's type does not have."""
    if question.type not in ("single", "multiple"):
        question.fields.pop("shuffle", None)
    if question.type != "text":
        question.fields.pop("ignore_case", None)
        question.fields.pop("ignore_accents", None)


def feedback_of(key: Key) -> str:
    """Return explanation and source as one text, empty if there is neither."""
    if not key.source:
        return key.explanation or ""
    return (key.explanation or "") + (_SOURCE if key.explanation else _SOURCE_ALONE) + key.source


def take_feedback(question: DraftQuestion, text: str) -> None:
    """Set explanation and source from a feedback."""
    text = text.strip()
    if text.startswith(_SOURCE_ALONE):
        question.put("source", text.removeprefix(_SOURCE_ALONE))
        return
    explanation, _, source = text.partition(_SOURCE)
    question.put("explanation", explanation)
    question.put("source", source)
