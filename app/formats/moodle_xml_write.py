"""Writes Moodle XML; texts go as Markdown, which Moodle keeps as it is."""

from __future__ import annotations

from app.domain.bank_values import plain_decimal
from app.domain.questions import Bank, Key, Question, QuestionType, Topic
from app.formats import moodle_xml_read
from app.formats.bank_tags import feedback_of, tags_of
from app.formats.weights import weights_for
from app.formats.written_bank import WrittenBank, written
from app.formats.xml_write import HEAD, tag, text

_TYPES = {
    QuestionType.SINGLE: "multichoice",
    QuestionType.MULTIPLE: "multichoice",
    QuestionType.BOOLEAN: "truefalse",
    QuestionType.NUMBER: "numerical",
    QuestionType.TEXT: "shortanswer",
    QuestionType.ORDER: "ordering",
    QuestionType.MATCH: "matching",
}


def write(bank: Bank) -> WrittenBank:
    """Return the bank in Moodle XML; order questions need Moodle 4.4, where "ordering" is core."""
    topics = {topic.id: topic for topic in bank.topics}
    parts = [_bank_category(bank)]
    topic: str | None = None
    for question in bank.questions:
        if question.topic != topic:
            topic = question.topic
            parts.append(_topic_category(topics[topic] if topic else None))
        parts.append(_question(question, bank.keys[question.id]))
    data = HEAD + "<quiz>\n" + "\n".join(parts) + "\n</quiz>\n"
    return written(bank, data.encode(), moodle_xml_read.read)


def _bank_category(bank: Bank) -> str:
    path = "$course$/top/" + bank.title.replace("/", "//")
    info = tag("info", _words(bank.description or ""), format="moodle_auto_format")
    id = tag("idnumber", f"bank:{bank.slug}:{bank.language}")
    return tag("question", tag("category", _words(path)), info, id, type="category")


def _topic_category(topic: Topic | None) -> str:
    title = topic.title.replace("/", "//") if topic else ""
    category = tag("category", _words(f"$course$/top/{title}"))
    return tag("question", category, tag("idnumber", topic.id if topic else ""), type="category")


def _question(question: Question, key: Key) -> str:
    tags = [tag("tag", _words(name)) for name in tags_of(question, key) if "points:" not in name]
    return tag(
        "question",
        "\n",
        tag("name", _words(question.id)),
        _marked("questiontext", question.text),
        _marked("generalfeedback", feedback_of(key)),
        tag("defaultgrade", plain_decimal(question.points)),
        tag("idnumber", question.id),
        "\n",
        *_answers(question, key),
        tag("tags", *tags) if tags else "",
        type=_TYPES[question.type],
    )


def _answers(question: Question, key: Key) -> list[str]:
    match question.type:
        case QuestionType.SINGLE | QuestionType.MULTIPLE:
            return _choices(question, key)
        case QuestionType.BOOLEAN:
            return [
                _answer(word, "100" if key.truth is truth else "0", "moodle_auto_format")
                for word, truth in (("true", True), ("false", False))
            ]
        case QuestionType.NUMBER:
            number = plain_decimal(key.number) if key.number is not None else ""
            tolerance = tag("tolerance", plain_decimal(key.tolerance))
            return [tag("answer", _words(number), tolerance, fraction="100"), "\n"]
        case QuestionType.TEXT:
            case = tag("usecase", "0" if key.ignore_case else "1")
            texts = [word.replace("*", "\\*") for word in key.texts]
            return [case, *(_answer(word, "100", "plain_text") for word in texts)]
        case QuestionType.ORDER:
            texts_by_id = {option.id: option.text for option in question.options}
            items = [_answer(texts_by_id[id], str(n)) for n, id in enumerate(key.order, start=1)]
            return [tag("selecttype", "ALL"), "\n", *items]
        case _:
            return _pairs(question, key)


def _choices(question: Question, key: Key) -> list[str]:
    single = question.type is QuestionType.SINGLE
    right, wrong = ("100", "0") if single else weights_for(key.scoring, len(key.options))
    return [
        tag("single", "true" if single else "false"),
        tag("shuffleanswers", "true" if question.shuffle else "false"),
        tag("answernumbering", "ABCD"),
        "\n",
        *(_answer(o.text, right if o.id in key.options else wrong) for o in question.options),
    ]


def _pairs(question: Question, key: Key) -> list[str]:
    texts = {option.id: option.text for option in question.rights}
    rows = [(left.text, texts[key.pairs[left.id]]) for left in question.lefts]
    rows += [("", o.text) for o in question.rights if o.id not in key.pairs.values()]
    return [
        tag("subquestion", _words(left), tag("answer", _words(right)), format="markdown") + "\n"
        for left, right in rows
    ]


def _answer(word: str, fraction: str, kind: str = "markdown") -> str:
    return tag("answer", _words(word), fraction=fraction, format=kind) + "\n"


def _marked(name: str, word: str) -> str:
    return tag(name, _words(word), format="markdown")


def _words(word: str) -> str:
    return tag("text", text(word))
