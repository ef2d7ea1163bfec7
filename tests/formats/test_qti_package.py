from __future__ import annotations

import zipfile
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings

from app.domain.questions import Bank, MultipleScoring
from app.formats import qti_package
from app.formats.qti2_item_write import Dialect
from tests.bank_strategies import canary_bank
from tests.formats import round_trips
from tests.formats.reading import errors, losses, questions, right, source
from tests.formats.rich_banks import rich_banks

DATA = Path(__file__).parent / "data" / "qti"
DIALECTS = [qti_package.QTI_21, qti_package.QTI_22, qti_package.QTI_30]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@settings(max_examples=100, deadline=None)
@given(bank=rich_banks())
def test_what_qti_carries_comes_back_and_the_rest_is_listed(bank: Bank, dialect: Dialect) -> None:
    may_lose = {"question.translations", "question.ignore_accents"}
    write = partial(qti_package.write, dialect=dialect)
    round_trips.check(bank, write, qti_package.read, may_lose=may_lose)


def zipped(**files: str) -> bytes:
    output = BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return output.getvalue()


def test_a_single_item_is_read() -> None:
    found = qti_package.read((DATA / "choice22.xml").read_bytes(), source())
    (question,) = questions(found)
    assert question.text == "Hãy nhìn tấm biển.\n\nBiển nói *gì*?"
    assert question.image is not None
    assert question.image.file == "images/bien.png"
    assert right(found) == [{"Luôn giữ hành lý bên mình."}]
    assert question.shuffle is False
    assert losses(found) == [(12, "option_feedback"), (14, "fixed_option")]


def test_weights_of_qti_3_are_the_partial_rule_and_lowered_digits_stay() -> None:
    found = qti_package.read((DATA / "multiple30.xml").read_bytes(), source())
    (question,) = questions(found)
    assert question.text == "Nước (H₂O) gồm những nguyên tố nào?"
    assert right(found) == [{"Hydro", "Oxy"}]
    assert found.bank is not None
    assert found.bank.keys["nuoc"].scoring is MultipleScoring.PARTIAL


def test_a_package_of_other_versions_is_read_in_the_order_of_its_manifest() -> None:
    resources = "".join(
        f'<resource identifier="{name}" type="{kind}" href="{name}.xml"/>'
        for name, kind in (
            ("b", "imsqti_item_xmlv3p0"),
            ("a", "imsqti_item_xmlv2p2"),
            ("c", "imsqti_xmlv1p2"),
            ("t", "imsqti_test_xmlv2p2"),
            ("gone", "imsqti_item_xmlv2p2"),
        )
    )
    data = zipped(
        **{
            "imsmanifest.xml": f"<manifest><resources>\n{resources}</resources></manifest>",
            "a.xml": (DATA / "choice22.xml").read_text(),
            "b.xml": (DATA / "multiple30.xml").read_text(),
            "c.xml": (DATA / "canvas.xml").read_text(),
            "t.xml": "<assessmentTest/>",
        }
    )
    found = qti_package.read(data, source())
    assert errors(found) == [(2, 1, "package.missing")]
    assert found.question_count == 7
    essay = next(loss for loss in found.losses if loss.code == "essay")
    assert (essay.part, essay.line) == ("c.xml", 81)


def test_a_broken_item_is_named_by_its_file() -> None:
    data = zipped(**{"a.xml": "<assessmentItem>", "b.xml": (DATA / "choice22.xml").read_text()})
    found = qti_package.read(data, source())
    (problem,) = [p for p in found.problems if p.code == "xml.syntax"]
    assert problem.args["part"] == "a.xml"
    assert found.question_count == 1


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_equal_banks_give_equal_packages(dialect: Dialect) -> None:
    bank = canary_bank()
    assert qti_package.write(bank, dialect).data == qti_package.write(bank, dialect).data


def test_a_zip_that_is_none_is_refused() -> None:
    found = qti_package.read(b"PK\x03\x04 nothing", source())
    assert errors(found) == [(1, 1, "zip.damaged")]
