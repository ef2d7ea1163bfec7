"""All tables, one module a noun. Importing this package registers every one."""

from app.storage.tables.activities import (
    ActivityCall,
    ActivityPhoto,
    ActivityReport,
    ActivityUnit,
)
from app.storage.tables.adjustments import Adjustment, AdjustmentGrant
from app.storage.tables.answer_files import AnswerFile
from app.storage.tables.attempts import AnswerEntry, Attempt, Result, Standing
from app.storage.tables.audit import AuditEntry
from app.storage.tables.banks import Bank, BankKey, BankVersion
from app.storage.tables.boards import (
    BoardSnapshot,
    BoardState,
    BoardStretch,
    Ceremony,
    Lease,
    UnitTally,
)
from app.storage.tables.campaign import Announcement, FirstRun, Material, UploadedFile
from app.storage.tables.certificates import Certificate, CertificateTemplate
from app.storage.tables.contests import Contest, ContestRules, ContestStaff, Round
from app.storage.tables.corrections import Appeal, Correction
from app.storage.tables.eligibility import ContestExclusion, ParticipationDay
from app.storage.tables.evidence import (
    AttemptDevice,
    AttemptVoid,
    EvidenceAttempt,
    EvidenceDecision,
    EvidenceLook,
    EvidenceSign,
)
from app.storage.tables.halls import Hall
from app.storage.tables.jobs import Job
from app.storage.tables.limits import LimitCounter
from app.storage.tables.people import Account, Consent, Person, RoleGrant
from app.storage.tables.published import PublishedBoards
from app.storage.tables.question_images import QuestionImage
from app.storage.tables.rosters import (
    Activation,
    PersonNote,
    Roster,
    RosterDraft,
    RosterPerson,
)
from app.storage.tables.settings import Setting
from app.storage.tables.statistics import StatisticSnapshot
from app.storage.tables.unit_changes import UnitChange, UnitContact
from app.storage.tables.units import Commune, Organisation

__all__ = [
    "Account",
    "Activation",
    "ActivityCall",
    "ActivityPhoto",
    "ActivityReport",
    "ActivityUnit",
    "Adjustment",
    "AdjustmentGrant",
    "Announcement",
    "AnswerEntry",
    "AnswerFile",
    "Appeal",
    "Attempt",
    "AttemptDevice",
    "AttemptVoid",
    "AuditEntry",
    "Bank",
    "BankKey",
    "BankVersion",
    "BoardSnapshot",
    "BoardState",
    "BoardStretch",
    "Ceremony",
    "Certificate",
    "CertificateTemplate",
    "Commune",
    "Consent",
    "Contest",
    "ContestExclusion",
    "ContestRules",
    "ContestStaff",
    "Correction",
    "EvidenceAttempt",
    "EvidenceDecision",
    "EvidenceLook",
    "EvidenceSign",
    "FirstRun",
    "Hall",
    "Job",
    "Lease",
    "LimitCounter",
    "Material",
    "Organisation",
    "ParticipationDay",
    "Person",
    "PersonNote",
    "PublishedBoards",
    "QuestionImage",
    "Result",
    "RoleGrant",
    "Roster",
    "RosterDraft",
    "RosterPerson",
    "Round",
    "Setting",
    "Standing",
    "StatisticSnapshot",
    "UnitChange",
    "UnitContact",
    "UnitTally",
    "UploadedFile",
]
