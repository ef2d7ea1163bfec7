"""Files made to hurt: each is refused in time and memory, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.formats import bank_yaml

SECONDS = 2.0
MEGABYTES = 256

RUN = """
import json, re, sys, time
from pathlib import Path
from app.formats import bank_yaml
data = eval(sys.argv[1])
start = time.process_time()
read = bank_yaml.read(data)
spent = time.process_time() - start
# Not getrusage: its peak begins with that of the process that started this one.
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
codes = sorted({p.code for p in read.problems if p.severity == "error"})
print(json.dumps([read.bank is None, codes, spent, peak]))
"""

HOSTILE = [
    ("30,000 brackets", "b'a: ' + b'[' * 30_000", "yaml.too_deep"),
    ("30,000 closed brackets", "b'[' * 30_000 + b']' * 30_000", "yaml.too_deep"),
    ("30,000 braces", "b'{a: ' * 30_000", "yaml.too_deep"),
    ("30,000 dashes", "b'- ' * 30_000", "yaml.too_deep"),
    ("30,000 question marks", "b'? ' * 30_000", "yaml.too_deep"),
    ("3,000 indents", "b''.join(b' ' * i + b'a:\\n' for i in range(3_000))", "yaml.too_deep"),
    ("dashes, then brackets", "b'- ' * 100_000 + b'[' * 100_000", "yaml.too_deep"),
    ("a million keys", "b'\\n'.join(b'k%d: 1' % i for i in range(1_000_000))", "yaml.too_large"),
    ("a million equal keys", "b'k: 1\\n' * 1_000_000", "yaml.duplicate_key"),
    ("millions of entries", "b'[a' + b',a' * 7_000_000 + b']'", "yaml.too_large"),
    ("millions of lists", "b'- []\\n' * 3_000_000", "yaml.too_large"),
    ("50 MB of spaces", "b' ' * 50_000_000", "yaml.too_large"),
    ("16 MB of spaces", "b' ' * 16_000_000", "field.empty"),
    ("16 MB of comment", "b'#' * 16_000_000", "field.empty"),
    ("16 MB in one string", "b'a: ' + b'x' * 16_000_000", "yaml.too_large"),
    ("16 MB in one key", "b'? ' + b'x' * 16_000_000", "yaml.too_large"),
    ("16 MB unclosed quote", "b'a: \"' + b'x' * 16_000_000", "yaml.syntax"),
    ("16 MB of wide letters", "'🙂'.encode() * 4_000_000", "field.type yaml.too_large"),
    ("16 MB of ASCII and one wide", "b'# ' + '🙂'.encode() + b'x' * 16_000_000", "field.empty"),
    ("NUL bytes", "b'a: \\0\\0\\0'", "yaml.syntax"),
    ("16 MB of NUL bytes", "b'\\0' * 16_000_000", "yaml.syntax"),
    ("escaped NUL", "b'format: 1\\nbank: \"\\\\0\"'", "id.format"),
    ("alias bomb", "b'a: &a [x,x]\\n' + b''.join(b'b%d: &b%d [*a,*a,*a,*a,*a,*a,*a,*a]\\n'"
     " % (i, i) for i in range(20))", "yaml.alias"),
    ("alias of itself", "b'&a [*a]'", "yaml.alias"),
    ("merge key bomb", "b'<<: &a {<<: *a}'", "yaml.alias"),
    ("a million digits", "b'format: 1\\nquestions: [{points: ' + b'9' * 10**6 + b'}]'",
     "yaml.too_large"),
    ("20,000 digits", "b'format: 1\\nquestions: [{points: ' + b'9' * 19_999 + b'}]'",
     "field.range"),
    ("huge exponent", "b'questions: [{type: number, answer: 1e999999999}]'", "answer.type"),
    ("bad date", "b'format: 2024-13-45'", "format.version"),
    ("python object", "b'!!python/object/apply:os.system [id]'", "yaml.tag"),
    ("invalid UTF-8", "b'title: \\xff\\xfe\\xfd'", "yaml.encoding"),
    ("overlong UTF-8", "b'title: \\xc0\\x80'", "yaml.encoding"),
    ("surrogate", "b'title: \\xed\\xa0\\x80'", "yaml.encoding"),
    ("UTF-16 with a mark", "'title: Thử'.encode('utf-16')", "yaml.encoding"),
    ("UTF-16 without a mark", "'title: Thử'.encode('utf-16-be')", "yaml.encoding"),
    ("cp1258", "'title: Tr\\u01b0\\u01a1\\u0300ng'.encode('cp1258')", "yaml.encoding"),
    ("many documents", "b'--- a\\n' * 1_000_000", "yaml.multiple_documents"),
    ("many tag directives", "b''.join(b'%%TAG !a%d! b\\n' % i for i in range(30_000))",
     "yaml.tag"),
    ("tabs", "b'a:\\n\\tb: 1'", "yaml.syntax"),
    ("many unknown fields", "b'questions:\\n' + b''.join(b'- {' + b','.join(b'f%d: 1' % j"
     " for j in range(i, i + 90)) + b'}\\n' for i in range(2_000))", "field.unknown"),
    ("many faulty translations", "b'questions:\\n' + b'- {type: order, items: [a, b],"
     " translations: {en: {}, ru: {}}}\\n' * 19_000", "field.missing"),
    ("many empty questions", "b'questions:\\n' + b'- {}\\n' * 200_000", "yaml.too_large"),
    ("emptiness", "b''", "field.empty"),
    ("binary", "bytes(range(256)) * 1_000", "yaml.encoding"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "codes"), [r[1:] for r in HOSTILE], ids=[r[0] for r in HOSTILE])
def test_a_hostile_file_is_refused_within_two_seconds_and_256_mb(data: str, codes: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN, data], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    refused, found, seconds, megabytes = json.loads(done.stdout)
    assert refused
    assert set(codes.split()) & set(found), found
    assert seconds <= SECONDS
    assert megabytes <= MEGABYTES


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("title: Thử".encode("utf-16"), "UTF-16"),
        ("title: Thử nghiệm".encode("utf-16-le"), "UTF-16"),
        ("title: Thử nghiệm".encode("utf-32"), "UTF-32"),
        ("title: Thử nghiệm".encode("utf-32-be"), "UTF-32"),
        ("title: Tr\u01b0\u01a1\u0300ng \u0111a\u0323i ho\u0323c".encode("cp1258"), "cp1258"),
        ("title: Вопросы и ответы".encode("cp1251"), "windows-1251"),
        ("title: Tr\u00ad\u00eang \u00ae\u00b9i h\u00e4c".encode("latin-1"), "TCVN3"),
        ("title: caf\u00e9".encode("cp1252"), "windows-1252"),
    ],
)
def test_a_wrong_encoding_is_named(data: bytes, name: str) -> None:
    (problem,) = bank_yaml.read(data).problems
    assert (problem.code, problem.args["encoding"]) == ("yaml.encoding", name)


def test_the_first_odd_byte_is_the_place() -> None:
    (problem,) = bank_yaml.read("format: 1\ntitle: Thử ".encode() + b"\xe9\n").problems
    assert (problem.line, problem.column) == (2, 12)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60))
def test_no_bytes_at_all_make_reading_raise(data: bytes) -> None:
    assert bank_yaml.read(data).problems


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="- :?[]{},&*!|>'\"%#@\n\t a1<", max_size=60))
def test_no_yaml_punctuation_makes_reading_raise(text: str) -> None:
    assert bank_yaml.read(text.encode()).problems


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("title: &a x", "yaml.alias"),
        ("topics: &a [x]", "yaml.alias"),
        ("title: x\nlicence: *a", "yaml.alias"),
        ("a: " + "[" * 20 + "]" * 20, "yaml.too_deep"),
    ],
)
def test_anchors_aliases_and_depth_are_told_at_once(text: str, code: str) -> None:
    assert code in {problem.code for problem in bank_yaml.read(text.encode()).problems}
