"""Lines of a patient's card: the open case, what was done of what was asked, consent, the full list, the plan."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content, Html, Words, lines
from bot.domain import wall
from bot.domain.fortnight import Fortnight
from bot.domain.record import Record
from bot.models import Incident, Person
from bot.services import areas, cases, plans, weekly


async def open_cases(session: AsyncSession, content: Content, language: str, patient_id: int, zone: str) -> list[Html]:
    """A line for each case that is not closed: how grave, since when, and whether somebody has acknowledged it."""
    found = [await cases.open_for(session, patient_id, crisis=crisis) for crisis in (True, False)]
    return [await _case(session, content.say(language), one, zone) for one in found if one is not None]


async def _case(session: AsyncSession, say: Words, incident: Incident, zone: str) -> Html:
    seen = await cases.seen_by(session, incident)
    at = incident.raised_at or incident.opened_at
    return say(
        "card.case.line",
        tier=say.label(f"cases.tier.{incident.tier}"),
        day=say.day_of(at, zone),
        time=say.time(at, zone),
        seen=say("card.case.seen", name=seen.by) if seen.at else say("card.case.unseen"),
    )


def adherence(say: Words, seen: Fortnight) -> Html:
    """Done of what arrived; and apart from it, in words, what was planned and never asked of the patient."""
    kept = [say.label(f"adherence.kept.{name}", n=number) for name, number in seen.apart.items()]
    return lines(
        say("adherence.done", done=seen.moves.done, asked=seen.moves.asked) if seen.moves.asked
        else say("adherence.none"),
        say("adherence.apart", parts=", ".join(kept)) if kept else None,
    )  # fmt: skip


def consent(content: Content, say: Words, record: Record) -> Html:
    """Whether consent stands, since when, and whether it is to the text of today."""
    if not record.consents:
        return say("card.consent.none")
    newest = record.consents[-1]
    if newest.withdrawn_at is not None:
        return say("card.consent.gone", day=say.dated(wall.local(newest.withdrawn_at, record.zone).date()))
    key = "card.consent.given" if newest.text_version == content.consent_version else "card.consent.older"
    return say(key, day=say.dated(wall.local(newest.given_at, record.zone).date()))


async def screened(session: AsyncSession, content: Content, language: str, person: Person) -> list[Html]:
    """When the full list was answered last, what it left open, and where it was numb last. Open is never a 'no'."""
    say, zone = content.say(language), person.zone or "UTC"
    at = await weekly.last_done(session, person.id)
    unsure = await weekly.unsure(session, person.id)
    seen = await areas.last(session, person.id)
    names = ", ".join(content.red_flags[flag].text(language).label for flag in unsure)
    marked = ", ".join(say.label(f"areas.at.{area}") for area in seen.areas) if seen is not None else ""
    return [
        say("weekly.answered", day=say.day_of(at, zone)) if at else say("weekly.unanswered"),
        *([say("weekly.was_unsure", names=names)] if names else []),
        *([say("areas.last", day=say.day(seen.local_date), areas=marked)] if seen is not None else []),
    ]


async def plan(session: AsyncSession, content: Content, language: str, patient_id: int, zone: str) -> list[Html]:
    """The plan that runs, since when, and the exercises in it."""
    say, running = content.say(language), await plans.current(session, patient_id)
    if running is None:
        return []
    name = content.plans[running.starter].text(language).name if running.starter in content.plans else running.starter
    found = [item.exercise for item in await plans.items(session, running.id) if item.exercise is not None]
    known = [content.exercises[one].text(language).name for one in dict.fromkeys(found) if one in content.exercises]
    since = say.day_of(running.assigned_at, zone)
    return [
        say("card.plan", plan=Html(name), day=since),
        *([say("card.plan_items", names=Html(", ".join(known)))] if known else []),
    ]
