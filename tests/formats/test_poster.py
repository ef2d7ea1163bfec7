"""Posters: a page for each unit, every word on it, and a code that says the address."""

from __future__ import annotations

from dataclasses import replace

from app.formats.poster import Poster, draw, qr_svg
from tests.formats.pdf_text import pages_of

POSTER = Poster(
    heading="Tỉnh Tuyên Quang",
    title="Tìm hiểu chuyển đổi số 2026",
    invitation="Kính mời cán bộ và nhân dân",
    unit="Xã Đồng Văn",
    times="Thi từ 08:00 đến 20:00",
    steps=("Quét mã.", "Đăng ký.", "Làm bài."),
    hint="Không quét được mã?",
    address="thi.example/contests/x",
    link="https://thi.example/contests/x?commune=00721",
)


def words_of(page: str) -> str:
    return " ".join(page.split())


def test_each_poster_has_a_page_with_its_words() -> None:
    data = draw([POSTER, replace(POSTER, unit="Phường Minh Xuân")], lang="vi")
    assert data.startswith(b"%PDF")
    pages = [words_of(page) for page in pages_of(data)]
    assert len(pages) == 2
    assert "Xã Đồng Văn" in pages[0]
    assert "Phường Minh Xuân" in pages[1]
    for words in ("Quét mã.", "thi.example/contests/x", "Kính mời cán bộ và nhân dân"):
        assert words in pages[0]


def test_a_title_is_text_and_never_a_program() -> None:
    data = draw([replace(POSTER, title='#read("/etc/passwd") $x$ *a*')], lang="vi")
    assert '#read("/etc/passwd")' in words_of(*pages_of(data))


def test_the_longest_names_still_fit_on_one_page() -> None:
    long = replace(POSTER, title="Cuộc thi rất dài " * 12, unit="Đơn vị có tên dài " * 10)
    assert "Quét mã." in words_of(*pages_of(draw([long], lang="vi")))


def test_different_links_have_different_codes() -> None:
    assert qr_svg("https://a.example/?commune=1") != qr_svg("https://a.example/?commune=2")
