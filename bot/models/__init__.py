"""The tables, a file a noun. Importing this package registers all of them."""

from bot.models.audit import AuditEntry, AuditHead
from bot.models.checkin import Answer, CheckIn, CheckInState
from bot.models.heartbeat import Heartbeat
from bot.models.inbox import SeenUpdate
from bot.models.incident import Alert, Incident, IncidentFlag, IncidentState
from bot.models.invite import Invite
from bot.models.measure import Activity, ChairWish, Measuring, Rating
from bot.models.occurrence import Occurrence, OccurrenceState
from bot.models.outbox import OutboxRow, OutboxState
from bot.models.patient import Consent, Patient
from bot.models.person import Person, RoleGrant
from bot.models.plan import Plan, PlanItem
from bot.models.therapist import Digest, Threshold
from bot.models.tip import TipRun

__all__ = [
    "Activity",
    "Alert",
    "Answer",
    "AuditEntry",
    "AuditHead",
    "ChairWish",
    "CheckIn",
    "CheckInState",
    "Consent",
    "Digest",
    "Heartbeat",
    "Incident",
    "IncidentFlag",
    "IncidentState",
    "Invite",
    "Measuring",
    "Occurrence",
    "OccurrenceState",
    "OutboxRow",
    "OutboxState",
    "Patient",
    "Person",
    "Plan",
    "PlanItem",
    "Rating",
    "RoleGrant",
    "SeenUpdate",
    "Threshold",
    "TipRun",
]
