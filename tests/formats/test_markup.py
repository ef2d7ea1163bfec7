from __future__ import annotations

import pytest

from app.formats.markup import from_html, looks_like_html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Một</p><p>Hai</p>", "Một\n\nHai"),
        ("Một<br>Hai", "Một\nHai"),
        ("<b>đậm </b>và <em>nghiêng</em>", "**đậm** và *nghiêng*"),
        ("<b></b>x", "x"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("2 * 3 &lt; 7 &amp; a_b", "2 \\* 3 < 7 & a_b"),
        ("# không phải đề mục", "\\# không phải đề mục"),
        ("x<sup>2</sup> và CO<sub>2</sub>", "x² và CO₂"),
        ("<!-- ghi chú -->x<script>alert(1)</script><style>p{}</style>", "x"),
        ("a < b và b > c", "a < b và b > c"),
        ("<code>a*b</code>", "`a*b`"),
        ("&nbsp;Việt&nbsp;Nam ", "Việt Nam"),
        ('<span lang="vi" style="color:red">đỏ</span>', "đỏ"),
    ],
)
def test_html_becomes_markdown(html: str, text: str) -> None:
    assert from_html(html).text == text
    assert from_html(html).lost == ()


def test_what_markdown_here_has_not_is_named() -> None:
    marked = from_html('<table><tr><td>1</td></tr></table><video src="x"/><math><mi>x</mi></math>')
    assert marked.lost == ("table", "video", "math", "mi")


def test_images_are_given_apart() -> None:
    assert from_html('a<img src="images/x.png" alt="Hình">').images == (("images/x.png", "Hình"),)


@pytest.mark.parametrize(
    ("text", "is_html"), [("a < b", False), ("x &amp; y", True), ("<p>", True)]
)
def test_only_tags_and_entities_look_like_html(text: str, is_html: bool) -> None:
    assert looks_like_html(text) is is_html
