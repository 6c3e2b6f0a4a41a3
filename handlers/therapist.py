"""The therapist's patients: inviting, the caseload, taking on who came alone."""

from datetime import timedelta

from bot.content import lines, paragraphs
from bot.domain import wall
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message
from bot.services import caseload, cases, invites, outbox
from handlers import card
from handlers.ask import THERAPISTS, Ask, Command, Reply, Tap
from handlers.everyone import unknown

MOST = 20


async def invite(ask: Ask) -> Reply:
    """A link for one patient, that works once and expires."""
    lasts = timedelta(hours=ask.content.policy.invite_hours)
    secret = await invites.create(ask.session, ask.person.id, lasts=lasts, now=ask.now)
    link = f"https://t.me/{ask.rights.bot_username}?start={secret}"
    expires = ask.now + lasts
    return Reply(
        ask.say(
            "invite.link",
            link=link,
            day=ask.say.day(wall.local(expires, ask.zone).date()),
            zone=ask.say.city(ask.zone) if ask.person.zone else ask.zone,
            time=ask.say.time(expires, ask.zone),
        )
    )


async def patients(ask: Ask) -> Reply:
    """The caseload, most urgent first, each with the reason in words."""
    rows = await caseload.of(ask.session, ask.person.id, now=ask.now)
    free = await caseload.unclaimed(ask.session)
    if not rows and not free:
        return Reply(ask.say("patients.none"))
    shown = lines(*(card.line(ask.say, row) for row in rows[:MOST]))
    text = paragraphs(
        ask.say("patients.head", n=len(rows)),
        shown,
        ask.say("patients.more", n=len(rows) - MOST) if len(rows) > MOST else None,
        ask.say("patients.unclaimed", n=len(free)) if free else None,
    )
    mine = tuple(
        (Button(f"{row.person.first_name} · {row.patient.code}", "patients.card", (str(row.person.id),)),)
        for row in rows[:MOST]
    )
    take = tuple(
        (Button(ask.say.label("patients.take", code=patient.code), "patients.take", (str(patient.person_id),)),)
        for patient in free[:MOST]
    )
    return Reply(text, buttons=(*mine, *take))


async def take(ask: Ask) -> Reply:
    """Take on a patient who came without a link."""
    free = {str(patient.person_id): patient for patient in await caseload.unclaimed(ask.session)}
    patient = free.get(ask.args[0] if ask.args else "")
    if patient is None or patient.person_id == ask.person.id:
        return await unknown(ask)
    patient.therapist_id = ask.person.id
    person = await cases.person_of(ask.session, patient.person_id)
    words = ask.content.say(person.language)("patients.taken_patient", name=ask.person.first_name)
    to = outbox.Address(person.telegram_id, person.id)
    await outbox.queue(ask.session, to, Kind.REPLY, Message(words), now=ask.now)
    return await card.show(ask, patient, person)


COMMANDS = (
    Command("patients", patients, THERAPISTS, "menu.patients"),
    Command("invite", invite, THERAPISTS, "menu.invite"),
)
TAPS = (Tap("patients.take", take, THERAPISTS),)
