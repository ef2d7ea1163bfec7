"""What every round trip must hold: what a format carries comes back equal, the rest is listed."""

from __future__ import annotations

from collections.abc import Callable, Set

from app.domain.questions import Bank, Key, Question, QuestionType
from app.formats.bank_naming import Naming
from app.formats.bank_source import Source
from app.formats.read_bank import ReadBank
from app.formats.written_bank import WrittenBank

Parts = dict[str, object]


def parts_of(question: Question, key: Key) -> Parts:
    """Take a question apart by our own count, not that of the code under test."""
    texts = {o.id: o.text for o in (*question.options, *question.lefts, *question.rights)}
    chosen = question.type in (QuestionType.SINGLE, QuestionType.MULTIPLE)
    return {
        "question.id": question.id,
        "question.type": question.type,
        "question.text": question.text,
        "question.topic": question.topic,
        "question.difficulty": question.difficulty,
        "question.points": question.points,
        "question.image": question.image,
        "question.shuffle": question.shuffle,
        "question.option_ids": [o.id for o in question.options] if chosen else [],
        "question.answers": (
            [(o.text, o.id in key.options) for o in question.options] if chosen else [],
            [texts[id] for id in key.order],
            {texts[left]: texts[right] for left, right in key.pairs.items()},
            sorted(o.text for o in question.rights),
            (key.truth, key.number, key.texts),
        ),
        "question.tolerance": key.tolerance,
        # With one right option, or none wrong, both rules give the same marks.
        "question.scoring": (
            key.scoring.value.replace("right_minus_wrong", "partial")
            if len(key.options) in (1, len(question.options))
            else key.scoring.value
        ),
        "question.ignore_case": key.ignore_case,
        "question.ignore_accents": key.ignore_accents,
        "question.explanation": key.explanation,
        "question.source": key.source,
        "question.translations": sorted(
            (language, words.text, sorted(words.options.items()), key.explanations.get(language))
            for language, words in question.translations.items()
        ),
    }


def check(
    bank: Bank,
    write: Callable[[Bank], WrittenBank],
    read: Callable[[bytes, Source], ReadBank],
    *,
    may_lose: Set[str],
) -> None:
    """Write and read a bank; `may_lose` names all that the format has no way to carry."""
    done = write(bank)
    lost = {(loss.code, loss.question) for loss in done.losses}
    gone = {id for code, id in lost if code in ("question.left_out", "question.ambiguous")}
    kept = [question for question in bank.questions if question.id not in gone]
    if not kept:
        return
    assert {code for code, _ in lost} <= may_lose, done.losses
    source = Source(Naming("khac", "Khác"), image_exists=lambda file: True)
    back = read(done.data, source)
    assert back.bank is not None, back.problems
    for name in ("slug", "title", "language", "description", "licence"):
        if getattr(back.bank, name) != getattr(bank, name):
            assert (f"bank.{name}", "") in lost
    assert len(back.bank.questions) == len(kept)
    for question, other in zip(kept, back.bank.questions, strict=True):
        theirs = parts_of(other, back.bank.keys[other.id])
        for code, value in parts_of(question, bank.keys[question.id]).items():
            if theirs[code] != value:
                assert (code, question.id) in lost, (code, value, theirs[code])
