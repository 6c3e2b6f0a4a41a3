"""The tables, a file a noun. Importing this package registers all of them."""

from bot.models.audit import AuditEntry, AuditHead
from bot.models.broadcast import (
    Broadcast,
    BroadcastRecipient,
    BroadcastSeries,
    BroadcastSlot,
    BroadcastState,
    BroadcastText,
    Recall,
    RecipientState,
    Timing,
)
from bot.models.checkin import Answer, CheckIn, CheckInState
from bot.models.drill import Drill, DrillAlert
from bot.models.duty import Backup, RotaDay, Shift
from bot.models.follow_up import FollowUp
from bot.models.handover import Handover, HandoverKind, HandoverState
from bot.models.heartbeat import Heartbeat, Process
from bot.models.inbox import SeenUpdate
from bot.models.incident import Alert, Incident, IncidentFlag, IncidentState, ReleaseTick, Rung
from bot.models.invite import CodeTry, Invite
from bot.models.letter import Letter
from bot.models.measure import Activity, MeasureWish, Measuring, Rating
from bot.models.notice import Channel, Notice, NoticeState
from bot.models.number import NumberOverride
from bot.models.occurrence import Occurrence, OccurrenceState
from bot.models.outbox import OutboxRow, OutboxState
from bot.models.patient import Consent, Patient, ZoneChange
from bot.models.person import Person, RoleGrant
from bot.models.plan import Plan, PlanDraft, PlanItem, PlanTemplate, StepKept
from bot.models.private_note import PrivateNote
from bot.models.screening import AreaMap, Judgement, KnownProblem, ProfileFact, TrendFinding
from bot.models.therapist import Digest, Threshold
from bot.models.upload import Upload

__all__ = [
    "Activity",
    "Alert",
    "Answer",
    "AreaMap",
    "AuditEntry",
    "AuditHead",
    "Backup",
    "Broadcast",
    "BroadcastRecipient",
    "BroadcastSeries",
    "BroadcastSlot",
    "BroadcastState",
    "BroadcastText",
    "Channel",
    "CheckIn",
    "CheckInState",
    "CodeTry",
    "Consent",
    "Digest",
    "Drill",
    "DrillAlert",
    "FollowUp",
    "Handover",
    "HandoverKind",
    "HandoverState",
    "Heartbeat",
    "Incident",
    "IncidentFlag",
    "IncidentState",
    "Invite",
    "Judgement",
    "KnownProblem",
    "Letter",
    "MeasureWish",
    "Measuring",
    "Notice",
    "NoticeState",
    "NumberOverride",
    "Occurrence",
    "OccurrenceState",
    "OutboxRow",
    "OutboxState",
    "Patient",
    "Person",
    "Plan",
    "PlanDraft",
    "PlanItem",
    "PlanTemplate",
    "PrivateNote",
    "Process",
    "ProfileFact",
    "Rating",
    "Recall",
    "RecipientState",
    "ReleaseTick",
    "RoleGrant",
    "RotaDay",
    "Rung",
    "SeenUpdate",
    "Shift",
    "StepKept",
    "Threshold",
    "Timing",
    "TrendFinding",
    "Upload",
    "ZoneChange",
]
