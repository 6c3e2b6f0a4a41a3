"""What a therapist decides about a step of a dose. Nothing rises by itself."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content, Html
from bot.domain import stepping
from bot.domain.stepping import Way
from bot.models import Patient, Person, PlanItem, StepKept
from bot.services import audit, drafts, pairing, patients, plans, reminder_words, step_offers
from bot.services.step_offers import Offer


class Outcome(StrEnum):
    """What became of a tap."""

    DONE = "done"
    OVER = "over"
    RULED_OUT = "ruled_out"


async def take(
    session: AsyncSession, content: Content, patient: Patient, person: Person, item_id: int, way: Way, by: Person,
    *, now: datetime,
) -> tuple[Outcome, Offer | None]:  # fmt: skip
    """A therapist steps a line's dose, as it was offered; a dose that was to rise may be lowered instead. The patient
    hears of it after the quiet hours. OVER when somebody was faster or the answers say otherwise by now.
    """
    await drafts.lock(session, patient)
    offer = await _still(session, content, patient, item_id, now=now)
    if offer is not None and offer.way is Way.UP and way is Way.DOWN:
        after = stepping.stepped(offer.before, way, {})
        offer = replace(offer, way=way, after=after) if after is not None else None
    if offer is None or offer.way is not way:
        return Outcome.OVER, None
    if way is Way.UP and await _ruled_out(session, content, patient, offer, now=now):
        return Outcome.RULED_OUT, offer
    _audit(session, offer, by, "dose_raised" if way is Way.UP else "dose_lowered", now=now)
    await _give(session, patient, person, offer, by, now=now)
    await _tell(session, content, patient, person, offer, by, now=now)
    return Outcome.DONE, offer


async def _still(
    session: AsyncSession, content: Content, patient: Patient, item_id: int, *, now: datetime
) -> Offer | None:
    offers = await step_offers.of(session, content, patient.person_id, now=now)
    return next((one for one in offers if one.item_id == item_id), None)


async def _ruled_out(session: AsyncSession, content: Content, patient: Patient, offer: Offer, *, now: datetime) -> bool:
    """Whether a caution speaks against the exercise, and no therapist has given a reason."""
    item = await session.get(PlanItem, offer.item_id)
    reasoned = item is not None and item.override is not None
    return not reasoned and bool(await drafts.against(session, content, patient, offer.exercise, now=now))


async def _give(
    session: AsyncSession, patient: Patient, person: Person, offer: Offer, by: Person, *, now: datetime
) -> None:
    """A new version of the plan, in which this one line has its new dose."""
    plan = await plans.current(session, patient.person_id)
    assert plan is not None
    wanted = [
        replace(plans.line_of(item), dose=dict(offer.after)) if item.id == offer.item_id else plans.line_of(item)
        for item in await plans.items(session, plan.id)
    ]
    await plans.put(session, patient, plan.starter, wanted, zone=patients.zone_of(patient, person), by=by.id, now=now)


async def _tell(
    session: AsyncSession,
    content: Content,
    patient: Patient,
    person: Person,
    offer: Offer,
    by: Person,
    *,
    now: datetime,
) -> None:
    """The patient hears what is another from now on. It is no alarm: it waits for the end of the quiet hours."""
    what = content.exercises[offer.exercise].text(person.language).name
    dose = reminder_words.parts(content.say(person.language), offer.after)
    key = f"steps.told.{offer.way}"
    await pairing.tell_patient(
        session, content, patient, key, name=by.first_name, what=Html(what), dose=dose, waits=True, now=now
    )


async def keep(
    session: AsyncSession, content: Content, patient: Patient, item_id: int, by: Person, *, now: datetime
) -> Offer | None:
    """A therapist leaves a dose as it is: it is not asked about again for some days. None when nothing is offered."""
    offer = await _still(session, content, patient, item_id, now=now)
    if offer is not None:
        await session.merge(StepKept(item_id=item_id, way=offer.way, kept_by=by.id, kept_at=now))
        _audit(session, offer, by, "dose_kept", now=now)
        await session.flush()
    return offer


def _audit(session: AsyncSession, offer: Offer, by: Person, deed: str, *, now: datetime) -> None:
    whom, what = audit.about(offer.patient_id), f"item:{offer.item_id} exercise:{offer.exercise}"
    audit.record(session, actor_id=by.id, action=deed, subject=whom, reason=what, now=now)
