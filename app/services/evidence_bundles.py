"""Evidence bundles: written from a contest, and recounted on any machine.

Persons are pseudonymous: each gets a number drawn for this bundle alone, so that it
can neither be joined with another bundle nor with the tables here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.domain.attempts import Entry
from app.domain.bank_codec import (
    key_to_plain,
    keys_from_plain,
    question_from_plain,
    question_to_plain,
)
from app.domain.contest_rules import Rules
from app.domain.freezing import Freeze
from app.domain.lots import HeldDraw
from app.domain.questions import Key, Question
from app.domain.rules_codec import from_plain, to_plain
from app.formats import evidence_bundle
from app.formats.evidence_bundle import BundleRefused
from app.services import audit, banks, contests
from app.services.contest_views import ContestView, RoundView
from app.services.recount_sources import DatabaseSource
from app.services.recounting import (
    BoardName,
    KeptAttempt,
    KeptPerson,
    KeptResult,
    Recount,
    recount,
)
from app.storage.standing_rows import Row

__all__ = ["BundleRefused", "BundleSource", "recount_bundle", "write_bundle"]
NOTE = """Gói bằng chứng của một cuộc thi trên Thi Số.

Tính lại mọi điểm và bảng xếp hạng từ nhật ký trả lời, trên bất kỳ máy nào có Thi Số:
    flask --app wsgi contest recount --bundle TEP.zip

Người dự thi mang số giả, không có họ tên, số điện thoại. Tệp có đáp án: chỉ giao khi cuộc thi
đã kết thúc.
"""


def write_bundle(
    slug: str, path: Path, *, number_for: Callable[[int], int], progress: Callable[[int], None]
) -> None:
    """Write a contest's bundle; `number_for` gives each person's pseudonym, all different.

    Raises `NotFound`.
    """
    source = DatabaseSource(contests.get_contest(slug))
    evidence_bundle.write(
        path,
        note=NOTE,
        contest=_contest_to_plain(source.contest),
        people=_people_to_plain(source, number_for, progress),
        boards=_boards_to_plain(source),
        audit=audit.list_plain(),
    )


def recount_bundle(path: Path, progress: Callable[[int], None] = lambda _: None) -> Recount:
    """Derive all of a bundle's contest again, from the bundle alone.

    Its audit chain is followed too. Raises `BundleRefused`.
    """
    bundle = evidence_bundle.Bundle(path)
    found = recount(BundleSource(bundle), progress)
    broken = audit.find_broken_in(bundle.audit())
    found.note("audit", "chain", "holds" if broken is None else f"broken at {broken}", "holds")
    return found


class BundleSource:
    """What a bundle says of one contest."""

    def __init__(self, bundle: evidence_bundle.Bundle) -> None:
        self._bundle = bundle
        plain = bundle.contest()
        self._rules = {int(n): from_plain(one) for n, one in plain["rules"].items()}
        self.contest = _contest_from_plain(plain, self._rules[plain["rules_number"]])
        self._questions = {
            int(version): tuple(question_from_plain(one) for one in questions)
            for version, questions in plain["questions"].items()
        }
        self._keys = {name: keys_from_plain({"keys": keys}) for name, keys in plain["keys"].items()}
        self._boards = bundle.boards()

    def rules(self, number: int) -> Rules:
        """The rules of this number."""
        return self._rules[number]

    def questions(self, bank_version_id: int) -> Sequence[Question]:
        """The questions of a bank version."""
        return self._questions[bank_version_id]

    def keys(self, bank_version_id: int, number: int) -> Mapping[str, Key]:
        """The keys of a bank version under a number."""
        return self._keys[f"{bank_version_id}/{number}"]

    def people(self) -> Iterator[KeptPerson]:
        """Everybody in the bundle."""
        for plain in self._bundle.people():
            yield _person_from_plain(plain, self.contest.id)

    def unit_boards(self) -> Mapping[BoardName, list[list[Any]]]:
        """The unit boards in the bundle."""
        return {
            (one["scope"], one["kind"], one["group"]): one["rows"] for one in self._boards["boards"]
        }

    def unit_code(self, kind: str, unit: str | int, known: set[str]) -> str | None:
        """The code under which a unit stands on a board with these codes."""
        own, living = self._boards["units"][kind].get(str(unit), (None, None))
        return own if own in known else living


_FREEZE = ("freeze_at", "reveal_at", "revealed_at")


def _contest_to_plain(contest: ContestView) -> dict[str, Any]:
    versions = {one.bank_version_id for one in contest.rounds}
    return {
        "id": contest.id,
        "slug": contest.slug,
        "title": contest.title,
        "rules_number": contest.rules_number,
        "rules": {
            str(number): to_plain(contests.rules_of(contest.id, number))
            for number in range(1, contest.rules_number + 1)
        },
        "rounds": [
            {**asdict(one), "opens_at": _moment(one.opens_at), "closes_at": _moment(one.closes_at)}
            for one in contest.rounds
        ],
        "questions": {
            str(version): [question_to_plain(one) for one in banks.compiled(version).questions]
            for version in versions
        },
        "keys": {
            f"{version}/{number}": {
                id_: key_to_plain(key) for id_, key in banks.compiled_keys(version, number).items()
            }
            for version in versions
            for number in range(1, banks.latest_key_number(version) + 1)
        },
        "freeze": [_moment(getattr(contest.freeze, name)) for name in _FREEZE],
        "draw": contest.draw
        and [contest.draw.seed, contest.draw.phrase, _moment(contest.draw.held_at)],
        "published_at": _moment(contest.published_at),
        "finalised_at": _moment(contest.finalised_at),
        "created_at": _moment(contest.created_at),
    }


def _contest_from_plain(plain: Mapping[str, Any], rules: Rules) -> ContestView:
    rounds = tuple(
        RoundView(
            **{**one, "opens_at": _read(one["opens_at"]), "closes_at": _read(one["closes_at"])}
        )
        for one in plain["rounds"]
    )
    return ContestView(
        id=plain["id"],
        slug=plain["slug"],
        title=plain["title"],
        summary="",
        description="",
        prizes="",
        rules=rules,
        rules_number=plain["rules_number"],
        rounds=rounds,
        published_at=_read_any(plain["published_at"]),
        finalised_at=_read_any(plain["finalised_at"]),
        created_at=_read(plain["created_at"]),
        freeze=Freeze(*(_read_any(one) for one in plain["freeze"])),
        draw=_draw_from_plain(plain.get("draw")),
    )


def _draw_from_plain(plain: Sequence[str] | None) -> HeldDraw | None:
    return None if plain is None else HeldDraw(plain[0], plain[1], _read(plain[2]))


def _people_to_plain(
    source: DatabaseSource, number_for: Callable[[int], int], progress: Callable[[int], None]
) -> Iterator[dict[str, Any]]:
    for person in source.people():
        yield {
            "id": number_for(person.id),
            "group": person.group,
            "commune": person.commune_code,
            "organisation": person.organisation_id,
            "attempts": [_attempt_to_plain(one) for one in person.attempts],
            "standings": [_row_to_plain(one) for one in person.standings],
            "excluded": person.excluded,
        }
        progress(len(person.attempts))


def _attempt_to_plain(one: KeptAttempt) -> dict[str, Any]:
    result = one.result
    return {
        "id": one.id,
        "round": one.round_id,
        "rules": one.rules_number,
        "places": list(one.places),
        "started_at": _moment(one.started_at),
        "deadline_at": _moment(one.deadline_at),
        "closed_at": _moment(one.closed_at),
        "paused_ms": one.paused_ms,
        "prediction": one.prediction,
        "answers_hash": one.answers_hash,
        "entries": [[entry.seq, entry.question, entry.response] for entry in one.entries],
        "result": result and [*result[:-1], _moment(result.ended_at)],
        "voided": one.voided,
    }


def _person_from_plain(plain: Mapping[str, Any], contest_id: int) -> KeptPerson:
    return KeptPerson(
        plain["id"],
        plain["group"],
        plain["commune"],
        plain["organisation"],
        [_attempt_from_plain(one) for one in plain["attempts"]],
        [_row_from_plain(one, plain, contest_id) for one in plain["standings"]],
        plain.get("excluded", False),
    )


def _attempt_from_plain(plain: Mapping[str, Any]) -> KeptAttempt:
    result = plain["result"]
    return KeptAttempt(
        id=plain["id"],
        round_id=plain["round"],
        rules_number=plain["rules"],
        places=plain["places"],
        started_at=_read(plain["started_at"]),
        deadline_at=_read(plain["deadline_at"]),
        closed_at=_read(plain["closed_at"]),
        paused_ms=plain["paused_ms"],
        prediction=plain["prediction"],
        answers_hash=plain["answers_hash"],
        entries=[Entry(*entry) for entry in plain["entries"]],
        result=None if result is None else KeptResult._make([*result[:-1], _read(result[-1])]),
        voided=plain.get("voided", False),
    )


_PERSONAL = ("contest_id", "person_id")


def _row_to_plain(row: Row) -> dict[str, Any]:
    plain = {name: value for name, value in row._asdict().items() if name not in _PERSONAL}
    return {**plain, "ended_at": _moment(row.ended_at)}


def _row_from_plain(plain: Mapping[str, Any], person: Mapping[str, Any], contest_id: int) -> Row:
    given = {**plain, "ended_at": _read(plain["ended_at"])}
    return Row(contest_id=contest_id, person_id=person["id"], **given)


def _boards_to_plain(source: DatabaseSource) -> dict[str, Any]:
    return {
        "boards": [
            {"scope": scope, "kind": kind, "group": group, "rows": rows}
            for (scope, kind, group), rows in source.unit_boards().items()
        ],
        "units": source.unit_codes(),
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()


def _read(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _read_any(text: str | None) -> datetime | None:
    return None if text is None else _read(text)
