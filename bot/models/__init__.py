"""The tables, a file a noun. Importing this package registers all of them."""

from bot.models.audit import AuditEntry, AuditHead
from bot.models.checkin import Answer, CheckIn, CheckInState
from bot.models.heartbeat import Heartbeat
from bot.models.inbox import SeenUpdate
from bot.models.incident import Alert, Incident, IncidentFlag, IncidentState
from bot.models.invite import Invite
from bot.models.occurrence import Occurrence, OccurrenceState
from bot.models.outbox import OutboxRow, OutboxState
from bot.models.patient import Consent, Patient
from bot.models.person import Person, RoleGrant
from bot.models.plan import Plan, PlanItem
from bot.models.tip import TipRun

__all__ = [
    "Alert",
    "Answer",
    "AuditEntry",
    "AuditHead",
    "CheckIn",
    "CheckInState",
    "Consent",
    "Heartbeat",
    "Incident",
    "IncidentFlag",
    "IncidentState",
    "Invite",
    "Occurrence",
    "OccurrenceState",
    "OutboxRow",
    "OutboxState",
    "Patient",
    "Person",
    "Plan",
    "PlanItem",
    "RoleGrant",
    "SeenUpdate",
    "TipRun",
]
