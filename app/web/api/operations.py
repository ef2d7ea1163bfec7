"""What the description says of each call: its models, statuses and refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

from app.web.api import replies
from app.web.api.accounts import Credentials, NewAccount
from app.web.api.attempts import Answers, Beginning, Submission
from app.web.api.certificate_replies import CertificateReply

BOARD_QUERY = {
    "round": "integer",
    "group": "string",
    "division": "string",
    "q": "string",
    "offset": "integer",
    "limit": "integer",
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One call: what comes in, what goes out, and how it may be refused."""

    reply: type[BaseModel] | None
    statuses: tuple[int, ...] = (200,)
    refusals: tuple[int, ...] = ()
    body: type[BaseModel] | None = None
    body_required: bool = True
    signed_in: bool = False
    query: Mapping[str, str] = field(default_factory=dict)


OPERATIONS: dict[str, Operation] = {
    "create_account": Operation(replies.AccountReply, (201,), (400, 429), NewAccount),
    "create_session": Operation(replies.SessionReply, (200,), (400, 401, 429), Credentials),
    "list_contests": Operation(replies.ContestsReply),
    "get_contest": Operation(replies.ContestReply, refusals=(404,)),
    "get_own_part": Operation(replies.OwnPartReply, refusals=(401, 404), signed_in=True),
    "get_board": Operation(replies.BoardReply, refusals=(400, 404), query=BOARD_QUERY),
    "list_communes": Operation(replies.CommunesReply, query={"q": "string"}),
    "list_organisations": Operation(replies.OrganisationsReply, query={"q": "string"}),
    "start_attempt": Operation(
        replies.AttemptReply,
        (200, 201),
        (400, 401, 403, 404, 409),
        body=Beginning,
        body_required=False,
        signed_in=True,
    ),
    "get_attempt": Operation(replies.AttemptReply, refusals=(401, 404), signed_in=True),
    "mark_shown": Operation(replies.ShownReply, refusals=(400, 401, 404, 409), signed_in=True),
    "save_answers": Operation(
        replies.SavedReply, refusals=(400, 401, 404, 409), body=Answers, signed_in=True
    ),
    "submit_attempt": Operation(
        replies.ReceiptReply,
        refusals=(400, 401, 404, 409),
        body=Submission,
        body_required=False,
        signed_in=True,
    ),
    "verify_receipt": Operation(replies.ProofReply, refusals=(404,)),
    "verify_certificate": Operation(CertificateReply, refusals=(404,)),
    "describe": Operation(None),
}
