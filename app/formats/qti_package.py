"""QTI as whole files of any version: a package (zip with imsmanifest.xml) or one XML file."""

from __future__ import annotations

import posixpath
import zipfile
from io import BytesIO
from typing import Final
from urllib.parse import unquote

from app.domain.questions import Bank
from app.formats import qti1_read, qti2_read
from app.formats.bank_source import Source
from app.formats.draft_bank import DraftBank, bounded
from app.formats.qti2_item_write import Dialect, write_item
from app.formats.qti_manifest import take_head, take_resource, write_manifest
from app.formats.read_bank import Place, ReadBank
from app.formats.written_bank import WrittenBank, written
from app.formats.xml_tree import Budget, Node, XmlRefused, parse
from app.formats.zip_guard import Package, ZipRefused, is_zip, open_package

MANIFEST: Final = "imsmanifest.xml"
_XSD: Final = "http://www.imsglobal.org/xsd/"
QTI_21: Final = Dialect(
    "qti21", _XSD + "imsqti_v2p1", _XSD + "imscp_v1p1", "IMS Content", "1.1", "imsqti_item_xmlv2p1"
)
QTI_22: Final = Dialect(
    "qti22", _XSD + "imsqti_v2p2", _XSD + "imscp_v1p1", "QTIv2.2 Package", "1.0.0",
    "imsqti_item_xmlv2p2",
)  # fmt: skip
QTI_30: Final = Dialect(
    "qti30", _XSD + "imsqtiasi_v3p0", _XSD + "qti/qtiv3p0/imscp_v1p1", "QTI Package", "3.0.0",
    "imsqti_item_xmlv3p0", new=True,
)  # fmt: skip
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)


@bounded
def read(data: bytes, source: Source) -> ReadBank:
    """Read and check a bank in QTI of any version, packed or not."""
    bank = DraftBank(source.naming, labels=True)
    try:
        if is_zip(data):
            _take_package(bank, source, open_package(data))
        else:
            _take_root(bank, source, parse(data), "")
    except (ZipRefused, XmlRefused) as error:
        bank.faults.append(error.problem)
    return bank.finish(source.image_exists)


def write(bank: Bank, dialect: Dialect = QTI_22) -> WrittenBank:
    """Return the bank as a package; images are named in it, their files are not in it."""
    files = {question.id: f"items/{question.id}.xml" for question in bank.questions}
    output = BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, MANIFEST, write_manifest(dialect, bank, files))
        for question in bank.questions:
            key = bank.keys[question.id]
            _add(archive, files[question.id], write_item(dialect, question, key, bank.language))
    return written(bank, output.getvalue(), read)


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Add a file with a date that never changes, so that equal banks give equal packages."""
    info = zipfile.ZipInfo(name, _LONG_AGO)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, data)


def _take_package(bank: DraftBank, source: Source, package: Package) -> None:
    budget = Budget()
    manifest_name = min((n for n in package.names if n.endswith(MANIFEST)), key=len, default="")
    if not manifest_name:
        for name in sorted(package.names):
            if name.lower().endswith(".xml"):
                _take_file(bank, source, package, name, budget)
        return
    manifest = parse(package.read(manifest_name), manifest_name, budget)
    take_head(bank, source, manifest)
    folder = posixpath.dirname(manifest_name)
    for resource in manifest.below("resource"):
        if "item" not in resource.get("type") and "imsqti_xml" not in resource.get("type"):
            continue
        href = unquote(resource.get("href") or _first_file(resource))
        name = posixpath.normpath(posixpath.join(folder, href))
        if name not in package:
            place = Place(resource.line, 1, manifest_name)
            bank.fault("package.missing", place, file=href[:100])
            continue
        before = len(bank.questions)
        _take_file(bank, source, package, name, budget)
        for question in bank.questions[before:]:
            take_resource(bank, question, resource)


def _take_file(
    bank: DraftBank, source: Source, package: Package, name: str, budget: Budget
) -> None:
    """Take one file of a package; a file that is no XML is one fault among others."""
    try:
        root = parse(package.read(name), name, budget)
    except XmlRefused as error:
        if budget.left < 0:
            raise
        bank.faults.append(error.problem)
        return
    _take_root(bank, source, root, name)


def _take_root(bank: DraftBank, source: Source, root: Node, part: str) -> None:
    if root.tag == "questestinterop":
        qti1_read.take_root(bank, source, root, part)
    else:
        qti2_read.take_root(bank, source, root, part)


def _first_file(resource: Node) -> str:
    file = resource.first("file")
    return file.get("href") if file else ""
