"""Random and telling banks for property tests: always as a check would have built them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from app.domain.bank_rules import check_draft
from app.domain.questions import Bank
from app.domain.text import collapse_spaces, nfc

TRICKY = [
    "No", "yes", "null", "~", "012", "1e3", "10/10", "12:30", "2024-13-45", "0x1F", ".inf", "=",
    "<<", "- a", "a: b", "a #b", "# a", "'", '"', "\\", "{}", "[a", "*x", "&y", "!z", "%TAG", "@",
    "`", "|", ">", "?", "? a", "-", "---", "...", "a\nb", "a\n\n  b", "  a\n b", "1_000", "+1",
    "é", "Ờ", "🙂", "a\tb", "a\u2028b", "true", "Ngày\nnào?", "a:", ":a", "\u200bx",
]  # fmt: skip
_letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"))
words = st.one_of(
    st.sampled_from(TRICKY), st.text(_letters, min_size=1, max_size=30)
).map(lambda text: nfc(text).strip()).filter(bool)  # fmt: skip
ids = st.from_regex(r"[a-z0-9][a-z0-9-]{0,10}", fullmatch=True)
numbers = st.decimals(-1000, 1000, places=3).map(str)


def _distinct(least: int) -> st.SearchStrategy[list[str]]:
    return st.lists(words, min_size=least, max_size=5, unique_by=collapse_spaces)


@st.composite
def _choices(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    texts = draw(_distinct(2))
    names = draw(st.lists(ids, min_size=len(texts), max_size=len(texts), unique=True))
    right = {0} if kind == "single" else draw(st.sets(st.integers(0, len(texts) - 1), min_size=1))
    options = [
        {"id": name, "text": text, "correct": "true" if index in right else "false"}
        for index, (name, text) in enumerate(zip(names, texts, strict=True))
    ]
    english = {"text": draw(words), "options": {name: draw(words) for name in names}}
    shuffle = draw(st.sampled_from(["true", "false"]))
    return {"options": options, "shuffle": shuffle, "translations": {"en": english}}


@st.composite
def _match(draw: st.DrawFn) -> dict[str, Any]:
    lefts, rights = draw(_distinct(2)), draw(_distinct(3))
    used = [draw(st.sampled_from(rights)) for _ in lefts]
    extra = [text for text in rights if text not in used]
    pairs = [{"left": a, "right": b} for a, b in zip(lefts, used, strict=True)]
    english = {text: f"{text} x" for text in rights}
    words_en = {
        "text": "?",
        "pairs": [{"left": draw(words), "right": english[b]} for b in used],
        "extra_right": [english[text] for text in extra],
    }
    return {"pairs": pairs, "extra_right": extra, "translations": {"en": words_en}}


@st.composite
def _body(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(
        st.sampled_from(["single", "multiple", "boolean", "number", "text", "order", "match"])
    )
    flag = st.sampled_from(["true", "false"])
    match kind:
        case "single" | "multiple":
            fields = draw(_choices(kind))
        case "boolean":
            fields = {"answer": draw(flag)}
        case "number":
            fields = {"answer": draw(numbers), "tolerance": draw(numbers).lstrip("-")}
        case "text":
            fields = {"answers": draw(_distinct(1)), "ignore_case": draw(flag)}
        case "order":
            fields = {"items": draw(_distinct(2))}
        case _:
            fields = draw(_match())
    if kind == "multiple":
        fields["scoring"] = draw(st.sampled_from(["partial", "right_minus_wrong"]))
    return {"type": kind, **fields}


@st.composite
def banks(draw: st.DrawFn) -> Bank:
    """Draw a bank of up to four questions of any type with awkward words."""
    questions = []
    for name in draw(st.lists(ids, min_size=1, max_size=4, unique=True)):
        extra = {"explanation": draw(words), "points": "2.5"} if draw(st.booleans()) else {}
        questions.append({"id": name, "text": draw(words), **draw(_body()), **extra})
    draft = {"format": "1", "bank": "b", "title": draw(words), "language": "vi"}
    checked = check_draft({**draft, "questions": questions}, image_exists=lambda file: True)
    assert checked.bank is not None, checked.problems
    return checked.bank


def canary_bank(*, right: bool = True) -> Bank:
    """Return a bank whose every secret is a canary; with `right` False another key, same sight."""
    marks = ("true", "false") if right else ("false", "true")
    options = [
        {"id": id, "text": id, "correct": mark} for id, mark in zip("ab", marks, strict=True)
    ]
    secret = {
        "explanation": "canary-explanation",
        "source": "canary-source",
        "translations": {"en": {"text": "?", "explanation": "canary-english"}},
    }
    items = ["một", "hai", "ba"] if right else ["ba", "hai", "một"]
    pairs = [("A", "B"), ("C", "D")] if right else [("A", "D"), ("C", "B")]
    questions = [
        {"id": "single", "type": "single", "options": options, **secret, "translations": {}},
        {"id": "boolean", "type": "boolean", "answer": marks[0], **secret},
        {"id": "number", "type": "number", "answer": "31337" if right else "4711"},
        {"id": "text", "type": "text", "answers": ["canary-text", marks[0]]},
        {"id": "order", "type": "order", "items": items},
        {"id": "match", "type": "match", "pairs": [{"left": a, "right": b} for a, b in pairs]},
    ]
    draft = {"format": "1", "bank": "b", "title": "B", "language": "vi"}
    numbered = [{"text": f"Câu {i}?", **question} for i, question in enumerate(questions)]
    checked = check_draft({**draft, "questions": numbered}, image_exists=lambda file: True)
    assert checked.bank is not None, checked.problems
    return checked.bank
