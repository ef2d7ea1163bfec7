"""All tables, one module a noun. Importing this package registers every one."""

from app.storage.tables.adjustments import Adjustment, AdjustmentGrant
from app.storage.tables.answer_files import AnswerFile
from app.storage.tables.attempts import AnswerEntry, Attempt, Result, Standing
from app.storage.tables.audit import AuditEntry
from app.storage.tables.banks import Bank, BankKey, BankVersion
from app.storage.tables.boards import BoardSnapshot, BoardState, Ceremony, Lease
from app.storage.tables.contests import Contest, ContestRules, ContestStaff, Round
from app.storage.tables.corrections import Appeal, Correction
from app.storage.tables.halls import Hall
from app.storage.tables.people import Account, Consent, Person, RoleGrant
from app.storage.tables.statistics import StatisticSnapshot
from app.storage.tables.units import Commune, Organisation

__all__ = [
    "Account",
    "Adjustment",
    "AdjustmentGrant",
    "AnswerEntry",
    "AnswerFile",
    "Appeal",
    "Attempt",
    "AuditEntry",
    "Bank",
    "BankKey",
    "BankVersion",
    "BoardSnapshot",
    "BoardState",
    "Ceremony",
    "Commune",
    "Consent",
    "Contest",
    "ContestRules",
    "ContestStaff",
    "Correction",
    "Hall",
    "Lease",
    "Organisation",
    "Person",
    "Result",
    "RoleGrant",
    "Round",
    "Standing",
    "StatisticSnapshot",
]
