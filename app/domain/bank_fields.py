"""The fields of a bank file as tables: the checker and the JSON Schema both read these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from app.domain.questions import MultipleScoring, QuestionType

FORMAT_VERSION: Final = "1"
ID_PATTERN: Final = "^[a-z0-9][a-z0-9-]{0,63}$"
LANGUAGE_PATTERN: Final = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$"
MOST_QUESTIONS: Final = 20_000
MOST_OPTIONS: Final = 50
FEWEST_OPTIONS: Final = 2


class Kind(StrEnum):
    ID = "id"
    LANGUAGE = "language"
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    LIST = "list"
    MAPPING = "mapping"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its kind, whether it must be there, and its limits.

    `longest` counts characters of a text or entries of a list, `least` and
    `most` bound numbers (`least` itself is refused when `above`), `wrong` is
    the code reported for a value of another kind.
    """

    name: str
    kind: Kind
    help: str
    required: bool = False
    longest: int = 0
    least: int | None = None
    most: int | None = None
    above: bool = False
    choices: tuple[str, ...] = ()
    wrong: str = "field.type"


Fields: TypeAlias = Mapping[str, Field]


def _table(*fields: Field) -> Fields:
    return {field.name: field for field in fields}


_LINE: Final = 500
_TEXT: Final = 4_000
_LONG: Final = 10_000

BANK: Final = _table(
    Field("format", Kind.TEXT, "Phiên bản của định dạng, luôn là 1", required=True, longest=20),
    Field("bank", Kind.ID, "Mã ngân hàng câu hỏi, không trùng", required=True),
    Field("title", Kind.TEXT, "Tên ngân hàng câu hỏi", required=True, longest=_LINE),
    Field("language", Kind.LANGUAGE, "Ngôn ngữ của các câu chữ bên dưới", required=True),
    Field("description", Kind.TEXT, "Mô tả ngắn", longest=_LONG),
    Field("licence", Kind.TEXT, "Giấy phép sử dụng", longest=_LINE),
    Field("topics", Kind.LIST, "Các chủ đề", longest=500),
    Field("questions", Kind.LIST, "Các câu hỏi", required=True, longest=MOST_QUESTIONS),
)
TOPIC: Final = _table(
    Field("id", Kind.ID, "Mã chủ đề", required=True),
    Field("title", Kind.TEXT, "Tên chủ đề", required=True, longest=_LINE),
)
IMAGE: Final = _table(
    Field("file", Kind.TEXT, "Đường dẫn tới tệp hình", required=True, longest=255),
    Field("alt", Kind.TEXT, "Mô tả hình bằng lời", required=True, longest=_LINE),
)
OPTION: Final = _table(
    Field("id", Kind.ID, "Mã phương án", required=True),
    Field("text", Kind.TEXT, "Nội dung phương án", required=True, longest=_TEXT),
    Field("correct", Kind.BOOLEAN, "true nếu là phương án đúng"),
)
PAIR: Final = _table(
    Field("left", Kind.TEXT, "Vế trái", required=True, longest=_TEXT),
    Field("right", Kind.TEXT, "Vế phải đúng của vế trái này", required=True, longest=_TEXT),
)
ENTRY: Final = Field("", Kind.TEXT, "Nội dung", required=True, longest=_TEXT)
"""One plain text in a list: an item to order, an extra right side."""
ANSWER: Final = Field(
    "", Kind.TEXT, "Câu trả lời được chấp nhận", True, longest=_LINE, wrong="answer.type"
)
OPTION_WORDS: Final = Field("", Kind.TEXT, "Phương án đã dịch", required=True, longest=_TEXT)

QUESTION: Final = _table(
    Field("id", Kind.ID, "Mã câu hỏi, không trùng và không đổi", required=True),
    Field(
        "type",
        Kind.CHOICE,
        "Loại câu hỏi",
        required=True,
        choices=tuple(kind.value for kind in QuestionType),
    ),
    Field("topic", Kind.ID, "Mã chủ đề"),
    Field("difficulty", Kind.INTEGER, "Độ khó: 1 dễ … 5 khó", least=1, most=5),
    Field("points", Kind.DECIMAL, "Số điểm, mặc định 1", least=0, most=1000, above=True),
    Field("text", Kind.TEXT, "Nội dung câu hỏi", required=True, longest=_TEXT),
    Field("explanation", Kind.TEXT, "Giải thích đáp án", longest=_LONG),
    Field("source", Kind.TEXT, "Nguồn, căn cứ", longest=_TEXT),
    Field("image", Kind.MAPPING, "Hình minh hoạ"),
    Field("translations", Kind.MAPPING, "Bản dịch theo ngôn ngữ"),
)
_OPTIONS: Final = Field("options", Kind.LIST, "Các phương án", required=True, longest=MOST_OPTIONS)
_SHUFFLE: Final = Field("shuffle", Kind.BOOLEAN, "false để giữ nguyên thứ tự phương án")
_SCORING: Final = Field(
    "scoring",
    Kind.CHOICE,
    "Cách chấm khi có nhiều phương án đúng",
    choices=tuple(rule.value for rule in MultipleScoring),
)

TYPE_FIELDS: Final[Mapping[QuestionType, Fields]] = {
    QuestionType.SINGLE: _table(_OPTIONS, _SHUFFLE),
    QuestionType.MULTIPLE: _table(_OPTIONS, _SHUFFLE, _SCORING),
    QuestionType.BOOLEAN: _table(
        Field("answer", Kind.BOOLEAN, "true (đúng) hoặc false (sai)", True, wrong="answer.type"),
    ),
    QuestionType.NUMBER: _table(
        Field("answer", Kind.DECIMAL, "Đáp số", required=True, wrong="answer.type"),
        Field("tolerance", Kind.DECIMAL, "Sai số cho phép, mặc định 0", least=0),
    ),
    QuestionType.TEXT: _table(
        Field("answers", Kind.LIST, "Các câu trả lời đúng", True, 100, wrong="answer.type"),
        Field("ignore_case", Kind.BOOLEAN, "Không phân biệt chữ hoa, mặc định true"),
        Field("ignore_accents", Kind.BOOLEAN, "Không phân biệt dấu, mặc định false"),
    ),
    QuestionType.ORDER: _table(
        Field("items", Kind.LIST, "Các mục theo thứ tự đúng", True, MOST_OPTIONS),
    ),
    QuestionType.MATCH: _table(
        Field("pairs", Kind.LIST, "Các cặp đúng", required=True, longest=MOST_OPTIONS),
        Field("extra_right", Kind.LIST, "Vế phải thừa để gây nhiễu", longest=MOST_OPTIONS),
    ),
}

WORDS: Final = _table(
    Field("text", Kind.TEXT, "Câu hỏi đã dịch", required=True, longest=_TEXT),
    Field("explanation", Kind.TEXT, "Giải thích đã dịch", longest=_LONG),
)
_MAP: Final = Field("options", Kind.MAPPING, "Phương án đã dịch theo mã phương án")
_ITEMS: Final = Field("items", Kind.LIST, "Các mục đã dịch, giữ thứ tự gốc", longest=MOST_OPTIONS)
_PAIRS: Final = Field("pairs", Kind.LIST, "Các cặp đã dịch, giữ thứ tự gốc", longest=MOST_OPTIONS)
_EXTRA: Final = Field("extra_right", Kind.LIST, "Vế phải thừa đã dịch", longest=MOST_OPTIONS)

WORDS_FIELDS: Final[Mapping[QuestionType, Fields]] = {
    QuestionType.SINGLE: {**WORDS, **_table(_MAP)},
    QuestionType.MULTIPLE: {**WORDS, **_table(_MAP)},
    QuestionType.BOOLEAN: WORDS,
    QuestionType.NUMBER: WORDS,
    QuestionType.TEXT: WORDS,
    QuestionType.ORDER: {**WORDS, **_table(_ITEMS)},
    QuestionType.MATCH: {**WORDS, **_table(_PAIRS, _EXTRA)},
}


def question_fields(kind: QuestionType) -> Fields:
    """Return all fields a question of this type may have."""
    return {**QUESTION, **TYPE_FIELDS[kind]}


ANY_QUESTION: Final = frozenset(QUESTION).union(*TYPE_FIELDS.values())
"""The names of the fields of all types: what is known when the type itself is not."""
ANY_WORDS: Final = frozenset(WORDS).union(*WORDS_FIELDS.values())
