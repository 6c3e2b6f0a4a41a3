"""What must hold after any walk, one checker an invariant. Source: safety.md §5.4.

Each takes the database and what Telegram saw, and gives the sentences that say what is broken.
"""

import re
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import aliased
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import gate
from bot.domain.lanes import Kind
from bot.domain.last_look import AWAY, CALM
from bot.domain.triage import Tier
from bot.models import (
    Alert,
    AuditEntry,
    Consent,
    Incident,
    IncidentFlag,
    IncidentState,
    Occurrence,
    OccurrenceState,
    OutboxRow,
    OutboxState,
    Patient,
    Person,
    Plan,
    PlanItem,
    RoleGrant,
)
from bot.models.person import Role
from bot.sandbox.transcript import Entry
from bot.services import audit
from tests.content.test_wording import NEVER, TAG
from tests.stateful.walk import Seen

STOPPED = (Kind.EXERCISE, Kind.NUDGE, Kind.TIP)
ABOUT = re.compile(r"reminder\.answer~(\d+)~")
"""The occurrence that a reminder's buttons are about."""
SHOWN = ("sendMessage", "editMessageText", "sendPhoto", "sendAnimation")
LONGEST_WAIT = {
    Kind.SAFETY: timedelta(seconds=15), Kind.REPLY: timedelta(minutes=1), Kind.TIDY: timedelta(minutes=1),
}  # fmt: skip
UNTIL_MORNING = timedelta(hours=25)
"""How far ahead the next try of a message may be: what quiet hours keep may wait for their end.
What a therapist wrote waits for the end of a pause first."""


@dataclass
class Evidence:
    """All that a check may look at."""

    session: AsyncSession
    content: Content
    entries: Sequence[Entry]
    history: Sequence[Seen]
    replayed: Sequence[str]
    now: datetime

    def delivered(self) -> dict[tuple[int, int], datetime]:
        """(chat, message id) -> when Telegram took it; a later rewrite is no delivery."""
        return {
            (entry.chat_id, entry.result["message_id"]): entry.at
            for entry in self.entries
            if entry.chat_id is not None and entry.error is None and isinstance(entry.result, dict)
            if "message_id" in entry.result and entry.method.startswith("send")
        }

    def texts(self) -> list[tuple[int, str, datetime]]:
        """What was shown: chat, plain text, when."""
        shown = [e for e in self.entries if e.method in SHOWN and e.error is None and e.chat_id is not None]
        return [(e.chat_id, TAG.sub("", e.text), e.at) for e in shown if e.chat_id is not None]


Check = Callable[[Evidence], Awaitable[list[str]]]


async def i1_every_red_flag_is_told_and_alerted(evidence: Evidence) -> list[str]:
    """Both rows carry the flag's own instant: they were owed in its transaction. And they left."""
    session, problems = evidence.session, []
    found = select(IncidentFlag, Incident, Person).where(
        Incident.id == IncidentFlag.incident_id, Person.id == Incident.patient_id
    )
    for flag, incident, person in (await session.exec(found)).all():
        name = f"flag {flag.flag} of incident {incident.id}"
        told = select(OutboxRow).where(
            OutboxRow.patient_id == person.id, OutboxRow.kind == Kind.SAFETY, OutboxRow.queued_at == flag.reported_at
        )
        rows = (await session.exec(told)).all()
        raised = select(Alert.id).where(Alert.incident_id == incident.id, Alert.raised_at == flag.reported_at)
        if not rows:
            problems.append(f"I1: {name} owes the patient nothing")
        elif all(row.state not in (OutboxState.SENT, OutboxState.FAILED) for row in rows):
            problems.append(f"I1: {name} has not reached the patient")
        if not (await session.exec(raised)).all():
            problems.append(f"I1: {name} alerted nobody")
    return problems


async def i2_a_reminder_comes_once(evidence: Evidence) -> list[str]:
    """And once more for each time that the patient put it off: by the rows, and by what Telegram took, which counts
    the copies whose answer the bot never saw. A check-in is the exception: it may be looked after once.
    """
    session, problems = evidence.session, []
    snoozes = dict((await session.exec(select(Occurrence.id, Occurrence.snoozes))).all())
    sent = select(OutboxRow.occurrence_id).where(
        col(OutboxRow.message_id).is_not(None), col(OutboxRow.occurrence_id).is_not(None),
        OutboxRow.kind != Kind.FOLLOW_UP,
    )  # fmt: skip
    rows = Counter((await session.exec(sent)).all())
    taken = Counter(
        int(found[1])
        for entry in evidence.entries
        if entry.method.startswith("send") and isinstance(entry.result, dict)
        if (found := ABOUT.search(entry.params.get("reply_markup", "")))
    )
    for counted, where in ((rows, "the outbox"), (taken, "the transcript")):
        for occurrence, times in counted.items():
            if times > 1 + snoozes.get(occurrence or 0, 0):
                problems.append(f"I2: occurrence {occurrence} came {times} times by {where}")
    return problems


async def i3_quiet_means_quiet(evidence: Evidence) -> list[str]:
    """A step that changes the quiet hours or a pause may send before it does: so what counts is what was forbidden
    both before the step and after it.
    """
    problems = []
    delivered = evidence.delivered()
    sent = select(OutboxRow).where(
        col(OutboxRow.patient_id).is_not(None), col(OutboxRow.message_id).is_not(None),
        col(OutboxRow.edits_id).is_(None), col(OutboxRow.kind).not_in(gate.ANYWAY),
    )  # fmt: skip
    for row in (await evidence.session.exec(sent)).all():
        at = delivered.get((row.chat_id, row.message_id or 0))
        if at is None:
            continue
        before = [seen for seen in evidence.history if seen.at <= at][-1:]
        after = [seen for seen in evidence.history if seen.at >= at][:1]
        known = [seen.standings[row.chat_id] for seen in (*before, *after) if row.chat_id in seen.standings]
        why = {gate.refuses(replace(one, held=False, unreachable=False), Kind(row.kind), now=at) for one in known}
        if len(known) > 1 and None not in why:
            problems.append(f"I3: {row.kind} {row.id} came at {at}: {', '.join(sorted(filter(None, why)))}")
    return problems


async def i4_nothing_but_safety_while_held(evidence: Evidence) -> list[str]:
    delivered, problems = evidence.delivered(), []
    for incident in (await evidence.session.exec(select(Incident))).all():
        end = incident.closed_at or evidence.now
        sent = select(OutboxRow).where(
            OutboxRow.patient_id == incident.patient_id, col(OutboxRow.kind).in_(STOPPED),
            col(OutboxRow.message_id).is_not(None),
        )  # fmt: skip
        for row in (await evidence.session.exec(sent)).all():
            at = delivered.get((row.chat_id, row.message_id or 0))
            if at is not None and incident.opened_at < at < end and row.edits_id is None:
                problems.append(f"I4: {row.kind} {row.id} left at {at} while incident {incident.id} was open")
    return problems


async def i5_nothing_closes_without_a_human(evidence: Evidence) -> list[str]:
    session, problems = evidence.session, []
    staff = select(RoleGrant.person_id).where(col(RoleGrant.role).in_([Role.THERAPIST, Role.ADMIN]))
    may = set((await session.exec(staff)).all())
    found = await session.exec(select(Incident).where(Incident.state == IncidentState.CLOSED))
    for incident in found.all():
        if incident.acknowledged_by is None:
            problems.append(f"I5: incident {incident.id} was closed and never acknowledged")
        if incident.closed_by not in may or incident.close_reason is None:
            problems.append(f"I5: incident {incident.id} was closed by {incident.closed_by}: {incident.close_reason}")
    return problems


async def i6_a_tier_only_rises(evidence: Evidence) -> list[str]:
    problems: list[str] = []
    highest: dict[int, Tier] = {}
    now = {one.id: one.tier for one in (await evidence.session.exec(select(Incident))).all()}
    for tiers in (*(seen.tiers for seen in evidence.history), now):
        for incident, tier in tiers.items():
            before = highest.get(incident, Tier.named(tier))
            if Tier.named(tier) < before:
                problems.append(f"I6: incident {incident} fell from {before.word} to {tier}")
            highest[incident] = max(before, Tier.named(tier))
    for incident, flag in (await evidence.session.exec(select(IncidentFlag.incident_id, IncidentFlag.flag))).all():
        if evidence.content.tiers[flag] > Tier.named(now[incident]):
            problems.append(f"I6: incident {incident} is {now[incident]}, and has {flag}")
    return problems


async def i7_nobody_reads_of_another(evidence: Evidence) -> list[str]:
    session, problems = evidence.session, []
    found = select(OutboxRow.id, OutboxRow.chat_id, Person.telegram_id).where(Person.id == OutboxRow.patient_id)
    for row, chat, own in (await session.exec(found)).all():
        if chat != own:
            problems.append(f"I7: message {row} of the patient {own} went to {chat}")
    team = select(Person.telegram_id).where(col(Person.id).in_(select(RoleGrant.person_id)))
    may = set((await session.exec(team)).all())
    patients = select(Patient.code, Person.telegram_id).where(Person.id == Patient.person_id)
    for code, own in (await session.exec(patients)).all():
        strangers = {chat for chat, text, _ in evidence.texts() if code in text and chat not in may | {own}}
        problems += [f"I7: {stranger} read the code of {own}" for stranger in strangers]
    return problems


async def i8_an_update_counts_once(evidence: Evidence) -> list[str]:
    return [f"I8: {what}" for what in evidence.replayed]


async def i10_nothing_reassures(evidence: Evidence) -> list[str]:
    never = {language: re.compile(words, re.VERBOSE | re.IGNORECASE) for language, words in NEVER.items()}
    return [
        f"I10: {chat} read {found[0]!r}"
        for chat, text, _ in evidence.texts()
        for pattern in never.values()
        if (found := pattern.search(text))
    ]


async def i11_the_number_is_the_countrys(evidence: Evidence) -> list[str]:
    """At any instant since the message was owed: a person may move between owing and sending."""
    calls = [
        re.compile(re.escape(evidence.content.say(language)("urgent.call", number="000")).replace("000", r"(\d+)"))
        for language in evidence.content.languages
    ]
    patients = {chat for seen in evidence.history for chat in seen.countries}
    problems = []
    for chat, text, at in evidence.texts():
        if chat in patients:
            known = _numbers(evidence, chat, at)
            shown = {number for pattern in calls for number in pattern.findall(text)}
            problems += [f"I11: {chat} was told {number} at {at}, not {known}" for number in shown - known]
    return problems


def _numbers(evidence: Evidence, chat: int, at: datetime) -> set[str]:
    """The numbers that were right for a person before and at an instant: the last two countries."""
    countries = [seen.countries.get(chat) for seen in evidence.history if seen.at <= at][-1:]
    after = [seen.countries.get(chat) for seen in evidence.history if seen.at >= at][:1]
    earlier = {seen.countries.get(chat) for seen in evidence.history if seen.at <= at}
    found = {*countries, *after, *earlier}
    return {evidence.content.numbers[one][0] for one in found if one is not None and one in evidence.content.numbers}


async def i12_the_audit_is_whole(evidence: Evidence) -> list[str]:
    """The chain verifies, and each change of a case, a plan and a consent is in it."""
    session, verdict = evidence.session, await audit.verify(evidence.session, None)
    problems = [f"I12: the audit is broken at {verdict.broken}: {verdict.why}"] if verdict.broken is not None else []
    cases = select(func.count()).select_from(Incident)
    counted = (
        ("case_reported", cases),
        ("case_closed", cases.where(Incident.state == IncidentState.CLOSED)),
        ("case_acknowledged", cases.where(col(Incident.acknowledged_by).is_not(None))),
        ("plan_assigned", select(func.count()).select_from(Plan)),
        ("consent_given", select(func.count()).select_from(Consent)),
    )
    for action, wanted in counted:
        written = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == action)
        have, need = (await session.exec(written)).one(), (await session.exec(wanted)).one()
        if have < need:
            problems.append(f"I12: {need - have} of {action} are not in the audit")
    left = select(func.count(func.distinct(Consent.person_id))).where(col(Consent.withdrawn_at).is_not(None))
    taken = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "consent_withdrawn")
    if (await session.exec(taken)).one() < (await session.exec(left)).one():
        problems.append("I12: a consent was taken back, and the audit does not know")
    return problems


async def i14_nothing_is_stuck(evidence: Evidence) -> list[str]:
    """After any step, trouble or not: nothing is on its way that nobody carries, nothing that could leave is still
    there, and the next try is near. So it all leaves soon after the trouble ends.
    """
    at = evidence.history[-1].at
    unsent = (
        select(OutboxRow, col(Patient.paused_until))
        .join(Patient, col(Patient.person_id) == col(OutboxRow.patient_id), isouter=True)
        .where(col(OutboxRow.state).in_((OutboxState.SENDING, OutboxState.QUEUED)))
    )
    problems = []
    for row, paused_until in (await evidence.session.exec(unsent)).all():
        longest = LONGEST_WAIT.get(Kind(row.kind), UNTIL_MORNING)
        start = max(at, paused_until) if row.kind == Kind.LETTER and paused_until is not None else at
        if row.state == OutboxState.SENDING:
            problems.append(f"I14: {row.kind} {row.id} is on its way, and nobody carries it")
        elif row.not_before <= at:
            problems.append(f"I14: {row.kind} {row.id} could have left at {row.not_before}")
        elif row.not_before > start + longest:
            problems.append(f"I14: {row.kind} {row.id} is not tried again before {row.not_before}")
    return problems


async def i14_the_queues_are_empty(evidence: Evidence) -> list[str]:
    """At rest nothing is on its way, and nothing that could leave is still there."""
    waiting = select(OutboxRow.id, OutboxRow.kind, OutboxRow.state).where(
        (col(OutboxRow.state) == OutboxState.SENDING)
        | ((col(OutboxRow.state) == OutboxState.QUEUED) & (col(OutboxRow.not_before) <= evidence.now))
    )
    found = (await evidence.session.exec(waiting)).all()
    return [f"I14: {kind} {row} is still {state}" for row, kind, state in found]


async def i15_no_dose_rises_by_itself(evidence: Evidence) -> list[str]:
    """Where a line has more of anything than the one whose place it took, a therapist tapped for it at that instant."""
    before = aliased(PlanItem)
    found = select(PlanItem.dose, before.dose, Plan.id, Plan.assigned_at).where(
        before.id == PlanItem.replaces_id, Plan.id == PlanItem.plan_id
    )
    problems = []
    for dose, old, plan, at in (await evidence.session.exec(found)).all():
        tapped = select(AuditEntry.id).where(
            AuditEntry.action == "plan_assigned", AuditEntry.at == at,
            col(AuditEntry.actor_id).in_(select(RoleGrant.person_id).where(RoleGrant.role == Role.THERAPIST)),
        )  # fmt: skip
        risen = any(amount > old.get(part, 0) for part, amount in dose.items())
        if risen and (await evidence.session.exec(tapped)).first() is None:
            problems.append(f"I15: plan {plan} has a higher dose, and no therapist gave it")
    return problems


async def i16_after_an_outage_one_message_comes(evidence: Evidence) -> list[str]:
    """A reminder that came late, and waited for nothing of the patient's, has no other within ten minutes of it. What
    was answered or put off since does not say any more why it was late.
    """
    delivered = evidence.delivered()
    sent = select(OutboxRow, Occurrence).where(
        Occurrence.id == OutboxRow.occurrence_id, col(OutboxRow.message_id).is_not(None),
    )  # fmt: skip
    came = [
        (delivered[row.chat_id, row.message_id or 0], row, one)
        for row, one in (await evidence.session.exec(sent)).all()
        if (row.chat_id, row.message_id) in delivered
    ]
    late = [
        (at, row, one)
        for at, row, one in came
        if row.kind != Kind.FOLLOW_UP and one.state in (OccurrenceState.SENT, OccurrenceState.EXPIRED)
        if one.snoozes == 0 and one.reason in (None, gate.Reason.NEWER) and at - one.due_at > AWAY
    ]
    return [
        f"I16: {other.kind} {other.id} came at {then}, {row.kind} {row.id} late at {at}"
        for at, row, one in late
        for then, other, another in came
        if other.id != row.id and another.patient_id == one.patient_id and another.local_date == one.local_date
        if at - CALM < then < at + CALM and (then >= at or other.kind != Kind.FOLLOW_UP)
    ]


CHECKS: tuple[Check, ...] = (
    i1_every_red_flag_is_told_and_alerted,
    i2_a_reminder_comes_once,
    i3_quiet_means_quiet,
    i4_nothing_but_safety_while_held,
    i5_nothing_closes_without_a_human,
    i6_a_tier_only_rises,
    i7_nobody_reads_of_another,
    i8_an_update_counts_once,
    i10_nothing_reassures,
    i11_the_number_is_the_countrys,
    i12_the_audit_is_whole,
    i14_nothing_is_stuck,
    i14_the_queues_are_empty,
    i15_no_dose_rises_by_itself,
    i16_after_an_outage_one_message_comes,
)
AT_REST: frozenset[Check] = frozenset({i1_every_red_flag_is_told_and_alerted, i14_the_queues_are_empty})
"""These hold when a walk has come to rest, the others at any time."""


async def broken(evidence: Evidence, checks: Sequence[Check] = CHECKS) -> list[str]:
    """What does not hold."""
    return [problem for check in checks for problem in await check(evidence)]
