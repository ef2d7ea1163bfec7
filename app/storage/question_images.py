"""Images of questions as rows."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.storage.db import db
from app.storage.tables import Bank, BankVersion, QuestionImage


class ImageFacts(NamedTuple):
    """An image without its content; `size` in bytes."""

    name: str
    sha256: str
    media_type: str
    size: int
    width: int
    height: int
    created_at: datetime


class ImageContent(NamedTuple):
    """An image as it is sent."""

    sha256: str
    media_type: str
    content: bytes


_FACTS = (
    QuestionImage.name,
    QuestionImage.sha256,
    QuestionImage.media_type,
    QuestionImage.size,
    QuestionImage.width,
    QuestionImage.height,
    QuestionImage.created_at,
)
_CONTENT = (QuestionImage.sha256, QuestionImage.media_type, QuestionImage.content)


def add_image(session: Session, image: QuestionImage) -> None:
    """Add and flush; name and content are each guarded by a constraint."""
    session.add(image)
    session.flush()


def list_images() -> list[ImageFacts]:
    """All images, newest first."""
    query = select(*_FACTS).order_by(QuestionImage.id.desc())
    return [ImageFacts._make(row) for row in db.session.execute(query)]


def list_sizes() -> dict[str, int]:
    """The size of every image in bytes, by name."""
    query = select(QuestionImage.name, QuestionImage.size)
    return {row.name: row.size for row in db.session.execute(query)}


def find_by_digest(sha256: str) -> ImageFacts | None:
    """The image with this content."""
    row = db.session.execute(select(*_FACTS).where(QuestionImage.sha256 == sha256)).first()
    return ImageFacts._make(row) if row else None


def find_digest(name: str) -> str | None:
    """The digest of the image of this name."""
    return db.session.scalar(select(QuestionImage.sha256).where(QuestionImage.name == name))


def find_content(name: str) -> ImageContent | None:
    """The content of the image of this name."""
    row = db.session.execute(select(*_CONTENT).where(QuestionImage.name == name)).first()
    return ImageContent._make(row) if row else None


def delete_image(session: Session, name: str) -> bool:
    """Delete an image; whether it was there."""
    found = session.execute(
        delete(QuestionImage).where(QuestionImage.name == name).returning(QuestionImage.id)
    )
    return found.first() is not None


def list_banks_with(piece: str) -> list[str]:
    """The titles of the banks of which any version has this piece of JSON, by title."""
    inside = BankVersion.questions.contains(piece, autoescape=True)
    query = (
        select(Bank.title)
        .join(BankVersion, BankVersion.bank_id == Bank.id)
        .where(inside)
        .distinct()
        .order_by(Bank.title)
    )
    return list(db.session.scalars(query))
