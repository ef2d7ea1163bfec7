"""Writes QTI 1.2 with the metadata that Canvas and its relatives understand."""

from __future__ import annotations

from app.domain.bank_values import plain_decimal
from app.domain.questions import Bank, Key, MultipleScoring, Option, Question, QuestionType
from app.formats import qti1_read
from app.formats.qti_ids import identifier
from app.formats.weights import weights_for
from app.formats.written_bank import WrittenBank, written
from app.formats.xml_write import HEAD, tag, text

_KINDS = {
    QuestionType.SINGLE: "multiple_choice_question",
    QuestionType.MULTIPLE: "multiple_answers_question",
    QuestionType.BOOLEAN: "true_false_question",
    QuestionType.NUMBER: "numerical_question",
    QuestionType.TEXT: "short_answer_question",
    QuestionType.ORDER: "ordering_question",
    QuestionType.MATCH: "matching_question",
}
_TRUTHS = (Option("true", "True"), Option("false", "False"))
_RESPONSE = "response1"


def write(bank: Bank) -> WrittenBank:
    """Return the bank as one QTI 1.2 file; order questions as responses of ordered cardinality."""
    head = {
        "bank": bank.slug,
        "language": bank.language,
        "description": bank.description,
        "licence": bank.licence,
        **{f"topic:{topic.id}": topic.title for topic in bank.topics},
    }
    items = "\n".join(_item(question, bank.keys[question.id]) for question in bank.questions)
    section = tag("section", "\n", items, "\n", ident="root_section")
    assessment = tag(
        "assessment", _metadata(head), section, ident=identifier(bank.slug), title=bank.title
    )
    root = tag("questestinterop", assessment, xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2")
    return written(bank, (HEAD + root + "\n").encode(), qti1_read.read)


def _item(question: Question, key: Key) -> str:
    is_text = question.type is QuestionType.TEXT
    partial = key.scoring is not MultipleScoring.ALL_OR_NOTHING
    fields = {
        "question_type": _KINDS[question.type],
        "points_possible": plain_decimal(question.points),
        "qmd_topic": question.topic,
        "qmd_levelofdifficulty": str(question.difficulty) if question.difficulty else None,
        "source": key.source,
        "scoring": key.scoring.value if partial else None,
        "ignore_accents": "true" if is_text and key.ignore_accents else None,
    }
    outcome = tag("decvar", varname="SCORE", vartype="Decimal", minvalue="0", maxvalue="100")
    return tag(
        "item",
        tag("itemmetadata", _metadata(fields)),
        tag("presentation", _material(question.text), _image(question), *_responses(question)),
        "\n",
        tag("resprocessing", tag("outcomes", outcome), *_rules(question, key)),
        _feedback(key),
        ident=identifier(question.id),
        title=question.id,
    )


def _responses(question: Question) -> list[str]:
    match question.type:
        case QuestionType.SINGLE | QuestionType.MULTIPLE:
            many = question.type is QuestionType.MULTIPLE
            return [_lid(question.options, "Multiple" if many else "Single", question.shuffle)]
        case QuestionType.BOOLEAN:
            return [_lid(_TRUTHS, "Single", False)]
        case QuestionType.ORDER:
            return [_lid(question.options, "Ordered", True)]
        case QuestionType.MATCH:
            return [
                _lid(question.rights, "Single", True, f"response_{left.id}", left.text)
                for left in question.lefts
            ]
        case kind:
            fib = tag("render_fib", fibtype="Decimal" if kind is QuestionType.NUMBER else "String")
            return [tag("response_str", fib, ident=_RESPONSE, rcardinality="Single")]


def _lid(
    options: tuple[Option, ...],
    cardinality: str,
    shuffle: bool,
    ident: str = _RESPONSE,
    prompt: str = "",
) -> str:
    labels = [
        tag("response_label", _material(option.text), ident=identifier(option.id))
        for option in options
    ]
    render = tag("render_choice", *labels, shuffle="Yes" if shuffle else "No")
    return tag(
        "response_lid",
        _material(prompt) if prompt else "",
        render,
        ident=ident,
        rcardinality=cardinality,
    )


def _rules(question: Question, key: Key) -> list[str]:
    match question.type:
        case QuestionType.SINGLE | QuestionType.MULTIPLE:
            return _choice_rules(question, key)
        case QuestionType.BOOLEAN:
            return [_rule(_equal("true" if key.truth else "false"))]
        case QuestionType.NUMBER:
            return [_rule(_number_test(key))]
        case QuestionType.TEXT:
            case = "No" if key.ignore_case else "Yes"
            return [_rule(tag("or", *(_equal(word, case=case) for word in key.texts)))]
        case QuestionType.ORDER:
            return [_rule(tag("and", *(_equal(identifier(id)) for id in key.order)))]
        case _:
            share = f"{100 / len(key.pairs):.5f}"
            return [
                _rule(_equal(identifier(right), f"response_{left}"), share, "Add")
                for left, right in key.pairs.items()
            ]


def _choice_rules(question: Question, key: Key) -> list[str]:
    names = [identifier(option.id) for option in question.options]
    if question.type is QuestionType.SINGLE:
        right = next(iter(key.options))
        return [_rule(_equal(identifier(right)))]
    if key.scoring is MultipleScoring.ALL_OR_NOTHING:
        tests = [
            _equal(name) if option.id in key.options else tag("not", _equal(name))
            for name, option in zip(names, question.options, strict=True)
        ]
        return [_rule(tag("and", *tests))]
    share, cost = weights_for(key.scoring, len(key.options))
    return [
        _rule(_equal(name), share if option.id in key.options else cost, "Add")
        for name, option in zip(names, question.options, strict=True)
    ]


def _number_test(key: Key) -> str:
    number = key.number if key.number is not None else key.tolerance
    exact = _equal(plain_decimal(number))
    if not key.tolerance:
        return exact
    low = tag("vargte", plain_decimal(number - key.tolerance), respident=_RESPONSE)
    high = tag("varlte", plain_decimal(number + key.tolerance), respident=_RESPONSE)
    return tag("or", exact, tag("and", low, high))


def _rule(test: str, score: str = "100", action: str = "Set") -> str:
    change = tag("setvar", score, action=action, varname="SCORE")
    proceed = "Yes" if action == "Add" else "No"
    return tag("respcondition", tag("conditionvar", test), change, continue_=proceed)


def _equal(value: str, response: str = _RESPONSE, case: str | None = None) -> str:
    return tag("varequal", text(value), respident=response, case=case)


def _feedback(key: Key) -> str:
    if not key.explanation:
        return ""
    return tag("itemfeedback", tag("flow_mat", _material(key.explanation)), ident="general_fb")


def _material(words: str) -> str:
    return tag("material", tag("mattext", text(words), texttype="text/plain"))


def _image(question: Question) -> str:
    image = question.image
    if not image:
        return ""
    return tag("material", tag("matimage", uri=image.file, label=image.alt))


def _metadata(fields: dict[str, str | None]) -> str:
    rows = [
        tag("qtimetadatafield", tag("fieldlabel", text(name)), tag("fieldentry", text(value)))
        for name, value in fields.items()
        if value
    ]
    return tag("qtimetadata", *rows)
